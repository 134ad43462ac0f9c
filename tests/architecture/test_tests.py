"""Every test can fail for a reason that it states: it asserts, expects an error, or calls a function `check_…`."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.prefect_server import PROJECT

FAILING_CALLS = ("pytest.raises", "pytest.fail", "check_")


def every_test(file: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            yield node


def can_fail(test: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    calls = [ast.unparse(node.func) for node in ast.walk(test) if isinstance(node, ast.Call)]
    asserts = any(isinstance(node, ast.Assert) for node in ast.walk(test))
    return asserts or any(call.startswith(FAILING_CALLS) for call in calls)


@pytest.mark.slow  # reads all of the code
def test_no_test_passes_whatever_happens() -> None:
    files = sorted((PROJECT / "tests").rglob("test_*.py"))
    silent = [f"{file.name}: {test.name}" for file in files for test in every_test(file) if not can_fail(test)]
    assert silent == []
