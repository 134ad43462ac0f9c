"""Start, end, and what survives a killed server."""

import json
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr, ValidationError

from studio.settings import Settings
from tests.conftest import StartStudio, StudioProcess
from tests.studio.clients import Projects, wait_until

pytestmark = pytest.mark.server


def test_a_killed_server_renders_on_after_its_restart(start_studio: StartStudio) -> None:
    studio = start_studio(render_seconds=600)
    projects = Projects(studio)
    project_id = projects.create()["prj_id"]
    assert projects.render(project_id, aspect_ratio=2, avatar_id=81).json()["code"] == 0
    projects.wait(project_id, 3)
    studio.kill()
    studio.set_option(render_seconds=0)
    studio.start()
    info = Projects(studio).wait(project_id)
    assert (info["aspect_ratio"], info["person_id"]) == (2, 81)
    assert httpx.get(info["video_url"]).content[4:8] == b"ftyp"
    assert studio.counters().accepted == {project_id: 1}
    assert studio.counters().credits == 1


def test_it_stops_at_once_while_rendering_and_serves_finished_videos_after_a_restart(start_studio: StartStudio) -> None:
    studio = start_studio(render_seconds=600)
    projects = Projects(studio)
    finished, open_one = (projects.create()["prj_id"] for _ in range(2))
    for project_id in (finished, open_one):
        assert projects.render(project_id).json()["code"] == 0
    studio.finish(finished)
    url = projects.info(finished)["video_url"]
    before = httpx.get(url)
    began = time.monotonic()
    assert studio.stop() == 0
    # It takes half a second with an idle machine; a supervisor that waits 10 s kills after that.
    assert time.monotonic() - began < 8
    assert "Traceback" not in studio.log.read_text()
    studio.start()
    after = httpx.get(url)
    assert after.content == before.content
    assert after.headers["etag"] == before.headers["etag"]
    assert Projects(studio).info(open_one)["status"] in (2, 3)


def test_it_ends_with_its_parent_when_asked_to(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "studio", "--port", "0", "--data", str(tmp_path), "--exit-with-parent"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        assert ready["event"] == "ready"
        assert httpx.get(f"{ready['url']}/healthz").status_code == 200
        process.stdin.close()
        process.stdin = None
        assert process.wait(5) == 0
        assert process.stdout.read() == b""


@pytest.mark.parametrize(
    "options", [{"workers": 0}, {"port": 70000}, {"credits": -1}, {"video_length": 0}, {"render_deadline": 0}]
)
def test_an_option_that_makes_no_sense_is_refused(options: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as refused:
        Settings(api_key=SecretStr("k"), webhook_secret=SecretStr("s"), **options)
    assert [problem["loc"] for problem in refused.value.errors()] == [tuple(options)]


def refused_start(data: Path, *options: str, **environment: str) -> str:
    """What a studio says that ends with 2 instead of starting."""
    ended = subprocess.run(
        [sys.executable, "-m", "studio", "--data", str(data), *options],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr
    return ended.stderr


def test_a_refused_option_is_named(tmp_path: Path) -> None:
    assert "--video-length" in refused_start(tmp_path, "--video-length", "0")


def test_data_of_another_version_is_left_alone_and_said_in_one_line(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "studio.sqlite")) as former:
        former.execute("CREATE TABLE renders (id INTEGER PRIMARY KEY)")
    said = refused_start(tmp_path, "--port", "0")
    assert "was written by another version of studio; use another --data folder" in said


@pytest.mark.skipif(sys.platform != "linux", reason="hides the library in the way of Linux's loader")
def test_a_machine_without_the_library_that_sets_text_is_told_what_to_install(tmp_path: Path) -> None:
    for name in ("libfribidi.so", "libfribidi.so.0"):
        (tmp_path / name).touch()  # no library, and found before the real one
    said = refused_start(tmp_path / "data", "--port", "0", LD_LIBRARY_PATH=str(tmp_path))
    assert said.splitlines()[-1].endswith("brew install fribidi (macOS).")
    assert "apt-get install libfribidi0" in said


def test_a_port_in_use_is_said_in_one_line(studio: StudioProcess, tmp_path: Path) -> None:
    assert "cannot start" in refused_start(tmp_path, "--port", studio.url.rpartition(":")[2])


def test_without_the_flag_there_are_no_controls(start_studio: StartStudio) -> None:
    studio = start_studio(test_controls=False)
    project_id = Projects(studio).create()["prj_id"]
    for method, path in [
        ("GET", "/studio/counters"),
        ("POST", "/studio/faults"),
        ("DELETE", "/studio/faults"),
        ("POST", f"/studio/renders/{project_id}/finish"),
    ]:
        assert httpx.request(method, studio.url + path, json=[]).status_code == 404
    modules = subprocess.run(
        [sys.executable, "-c", "import sys, studio.serving; print([m for m in sys.modules if 'controls' in m])"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert modules.stdout.strip() == "[]"


def test_many_renders_run_at_a_time(start_studio: StartStudio) -> None:
    studio = start_studio(render_seconds=0.5)
    projects = Projects(studio)
    project_id = projects.create()["prj_id"]
    began = time.monotonic()
    for _ in range(60):
        assert projects.render(project_id).json()["code"] == 0
    projects.wait(project_id)
    assert time.monotonic() - began < 20
    wait_until(lambda: len(list((studio.data / "media" / "projects" / project_id).glob("*.mp4"))) == 60)


def test_what_studio_keeps_is_nobody_else_s(start_studio: StartStudio, tmp_path: Path) -> None:
    data = tmp_path / "studio-0"
    data.mkdir()
    old = data / "studio.sqlite"
    old.touch(0o644)
    studio = start_studio()
    with studio.client() as client:
        client.post("/open/product", json={"url": studio.sample_urls()[0]}).raise_for_status()
    readable = [
        str(file.relative_to(data)) for file in data.rglob("*") if file != studio.log and file.stat().st_mode & 0o077
    ]
    assert readable == []
