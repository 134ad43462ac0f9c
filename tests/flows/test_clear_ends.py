"""Whatever goes wrong, the command line ends with one clear line, the items' ends and the right exit code."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import StartStudio, StudioProcess
from tests.prefect_server import PrefectServer

RUN_SECONDS = 150.0
"""For one command on a machine with a full load."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A command that is over, and what its terminal shows."""

    code: int
    shown: str
    errors: str


Run = Callable[..., Ended]


@pytest.fixture
def run(prefect_server: PrefectServer, tmp_path: Path) -> Run:
    """Run `url2video` as a person does: `run(studio, "make", url, key=…)`."""

    def started(studio: StudioProcess, *arguments: str, key: str = "") -> Ended:
        command = [str(Path(sys.executable).with_name("url2video")), *arguments, "--base-url", studio.url]
        environment = os.environ | {
            "JOGG_API_KEY": key or studio.api_key,
            "PREFECT_API_URL": prefect_server.api_url,
            "PREFECT_HOME": str(tmp_path / "home"),
            "URL2VIDEO_SETTLE_SECONDS": "1",
            "URL2VIDEO_FIRST_POLL_SECONDS": "0.1",
        }
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=RUN_SECONDS, check=False
        )
        return Ended(done.returncode, done.stdout, done.stderr)

    return started


def test_a_report_that_cannot_be_written_is_a_warning_beside_the_table(
    run: Run, start_studio: StartStudio, tmp_path: Path
) -> None:
    studio = start_studio()
    folder = tmp_path / "videos"
    folder.mkdir()
    (folder / "batches").write_text("A file stands where the reports' folder is to be.")
    ended = run(studio, "make", *studio.sample_urls()[:2], "--posts-per-minute", "1000", "--poll-seconds", "0.2")
    assert ended.code == 0, ended
    assert ended.errors == ""
    (warning,) = [line for line in ended.shown.splitlines() if line.startswith("Warning: ")]
    assert warning.startswith(f"Warning: The report could not be written: {folder}/batches/"), warning
    assert ended.shown.count("published") >= 2
    assert "2 items: 2 published. 2 credits taken in this run." in ended.shown
    assert sum(studio.counters().accepted.values()) == 2
