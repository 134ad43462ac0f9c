"""Whatever a stranger or a failing disk makes of a file or a request: an answer of ours, soon, in little memory."""

import subprocess
import sys

import pytest

from tests.prefect_server import PROJECT

LONG = {"videos": 100_000, "pages": 20_000, "catalogs": 20_000, "studio": 20_000, "receiver": 20_000}
SHORT = 150
"""Seconds of it in the suite: that the campaign works, and that nothing has become much worse."""


@pytest.mark.slow
@pytest.mark.parametrize("name", ["videos", "pages", "catalogs", "studio"])
def test_damaged_inputs_end_in_answers_of_ours(name: str) -> None:
    figures = campaign(name, SHORT)
    assert "," in figures.partition(": ")[2], figures  # outcomes of more than one kind


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("name", LONG)
def test_many_damaged_inputs_end_in_answers_of_ours(name: str) -> None:
    assert campaign(name, LONG[name]).startswith(f"{LONG[name]} cases")


def campaign(name: str, cases: int) -> str:
    """Play so many cases without a finding, in a process of its own: its memory is measured. Returns its figures."""
    command = [sys.executable, "-m", "tests.fuzz", name, "--cases", str(cases)]
    ended = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout
