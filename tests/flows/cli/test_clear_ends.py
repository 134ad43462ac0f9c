"""Whatever goes wrong, the command line ends with one clear line, the items' ends and the right exit code."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import QUICK_SETTLEMENT, StartStudio, StudioProcess
from tests.prefect_server import PrefectServer

RUN_SECONDS = 150.0
"""For one command on a machine with a full load."""

SCRIPT = Path(sys.executable).with_name("url2video")


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
        command = [str(SCRIPT), *arguments, "--base-url", studio.url]
        environment = os.environ | {
            "JOGG_API_KEY": key or studio.api_key,
            "PREFECT_API_URL": prefect_server.api_url,
            "PREFECT_HOME": str(tmp_path / "home"),
            **QUICK_SETTLEMENT,
            "URL2VIDEO_FIRST_POLL_SECONDS": "0.1",
        }
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=RUN_SECONDS, check=False
        )
        return Ended(done.returncode, done.stdout, done.stderr)

    return started


PACE = ("--posts-per-minute", "1000", "--poll-seconds", "0.2")


@pytest.mark.parametrize(("command", "api"), [("make", "v2"), pytest.param("finish", "open", marks=pytest.mark.long)])
def test_a_wrong_key_is_one_line_before_anything_is_sent(
    run: Run, start_studio: StartStudio, tmp_path: Path, command: str, api: str
) -> None:
    studio = start_studio()
    pages = studio.sample_urls() if command == "make" else []
    ended = run(studio, command, *pages, "--api", api, key="wrong")
    assert (ended.code, ended.shown) == (2, "")
    (line,) = ended.errors.splitlines()
    assert line.startswith("url2video: ")
    assert line.endswith("Set the right key in the JoggCredentials block or JOGG_API_KEY.")
    assert studio.counters().posts == 0
    assert not (tmp_path / "videos" / "batches").exists()


@pytest.mark.long
def test_a_wrong_key_drafts_nothing(run: Run, start_studio: StartStudio, tmp_path: Path) -> None:
    studio = start_studio()
    ended = run(studio, "preview", studio.sample_urls()[0], "--styles", "FullScreen", key="wrong")
    assert (ended.code, ended.shown, len(ended.errors.splitlines())) == (2, "", 1)
    assert studio.counters().posts == 0
    assert not (tmp_path / "videos" / "batches").exists()


def test_a_destination_that_takes_nothing_is_one_line_before_anything_is_sent(
    run: Run, start_studio: StartStudio, tmp_path: Path
) -> None:
    studio, blocked = start_studio(), tmp_path / "a-file"
    blocked.write_text("no folder")
    ended = run(studio, "make", *studio.sample_urls(), "--to", str(blocked / "videos"))
    assert (ended.code, ended.shown) == (2, "")
    (line,) = ended.errors.splitlines()
    assert line.startswith("url2video: ")
    assert str(blocked) in line
    assert studio.counters().posts == 0


def test_a_destination_that_fails_after_the_payment_leaves_the_renders_for_the_next_run(
    run: Run, start_studio: StartStudio, tmp_path: Path
) -> None:
    studio = start_studio()
    pages = studio.sample_urls()[:2]
    elsewhere, folder = tmp_path / "elsewhere", tmp_path / "videos"
    assert run(studio, "make", *pages, *PACE, "--to", str(elsewhere)).code == 0
    in_the_way = [folder / video.relative_to(elsewhere) for video in elsewhere.rglob("*.mp4")]
    for video in in_the_way:
        video.mkdir(parents=True)  # a folder stands where the video is to be
    ended = run(studio, "make", *pages, *PACE)
    assert (ended.code, ended.errors) == (1, "")
    assert "2 items: 2 failed. 2 credits taken in this run." in ended.shown
    for video in in_the_way:
        video.rmdir()
    again = run(studio, "make", *pages, *PACE)
    assert again.code == 0, again
    assert "2 items: 2 published. 0 credits taken in this run." in again.shown


def test_a_destination_that_can_hold_no_videos_is_found_before_anything_is_paid(
    run: Run, start_studio: StartStudio, tmp_path: Path
) -> None:
    studio, folder = start_studio(), tmp_path / "videos"
    folder.mkdir()
    (folder / "videos").write_text("A file stands where the videos' folder is to be.")
    ended = run(studio, "make", *studio.sample_urls()[:2], *PACE)
    assert (ended.code, len(ended.errors.splitlines())) == (2, 1)
    assert sum(studio.counters().accepted.values()) == 0


@pytest.mark.long
def test_a_service_that_is_gone_fails_the_items_within_two_minutes_and_tells_the_reason_once(
    run: Run, start_studio: StartStudio
) -> None:
    studio = start_studio()
    pages = studio.sample_urls()[:3]
    studio.kill()
    ended = run(studio, "make", *pages, *PACE)
    assert (ended.code, ended.errors) == (1, "")
    assert "3 items: 3 failed. 0 credits taken in this run." in ended.shown
    assert ended.shown.count("the same") == 2


@pytest.mark.long
def test_a_record_that_cannot_be_read_fails_its_item_alone(run: Run, start_studio: StartStudio, tmp_path: Path) -> None:
    studio = start_studio()
    pages = studio.sample_urls()[:2]
    assert run(studio, "make", *pages, *PACE).code == 0
    damaged = next((tmp_path / "videos" / "_renders").rglob("*.json"))
    damaged.write_text('{"schema":')
    ended = run(studio, "make", *pages, *PACE)
    assert (ended.code, ended.errors) == (1, "")
    assert "1 skipped" in ended.shown
    assert "1 failed" in ended.shown
    assert sum(studio.counters().accepted.values()) == 2


@pytest.mark.parametrize(
    "options", [pytest.param(["--json"], id="JSON lines", marks=pytest.mark.long), pytest.param([], id="table")]
)
def test_output_that_nobody_reads_any_more_ends_no_run(
    prefect_server: PrefectServer, start_studio: StartStudio, tmp_path: Path, options: list[str]
) -> None:
    studio = start_studio()
    command = [str(SCRIPT), "make", *studio.sample_urls()[:2], "--base-url", studio.url, *PACE, *options]
    environment = os.environ | {"JOGG_API_KEY": studio.api_key, "PREFECT_API_URL": prefect_server.api_url}
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        run.stdout.close()
        assert (run.wait(RUN_SECONDS), run.stderr.read()) == (0, "")
    assert len(list((tmp_path / "videos" / "videos").rglob("*.mp4"))) == 2


@pytest.mark.long
def test_a_report_that_cannot_be_written_is_a_warning_beside_the_table(
    run: Run, start_studio: StartStudio, tmp_path: Path
) -> None:
    studio = start_studio()
    folder = tmp_path / "videos"
    folder.mkdir()
    (folder / "batches").write_text("A file stands where the reports' folder is to be.")
    ended = run(studio, "make", *studio.sample_urls()[:2], *PACE)
    assert ended.code == 0, ended
    assert ended.errors == ""
    (warning,) = [line for line in ended.shown.splitlines() if line.startswith("Warning: ")]
    assert warning.startswith("Warning: The report could not be written: "), warning
    assert f"{folder}/batches/" in warning
    assert ended.shown.count("published") >= 2
    assert "2 items: 2 published. 2 credits taken in this run." in ended.shown
    assert sum(studio.counters().accepted.values()) == 2
