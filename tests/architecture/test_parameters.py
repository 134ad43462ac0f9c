"""No function has more parameters than a reader can hold: what belongs together is one value."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.prefect_server import PROJECT

MAX_PARAMETERS = 8
"""Of CONTRIBUTING.md, with a method's own object or class among them."""

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


def functions(file: Path) -> Iterator[Function]:
    """All of them, at any depth."""
    return (node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, Function))


def count(function: Function) -> int:
    """How many parameters it has; `*` and `**` are one each."""
    given = function.args
    several = [each for each in (given.vararg, given.kwarg) if each]
    return len([*given.posonlyargs, *given.args, *given.kwonlyargs, *several])


@pytest.mark.slow  # reads all of the code
def test_no_function_has_more_than_eight_parameters() -> None:
    files = [file for package in ("flows", "blocks", "studio") for file in (PROJECT / package).rglob("*.py")]
    too_many = [
        f"{file.relative_to(PROJECT)}:{each.lineno}: {count(each)}"
        for file in files
        for each in functions(file)
        if count(each) > MAX_PARAMETERS
    ]
    assert too_many == []
