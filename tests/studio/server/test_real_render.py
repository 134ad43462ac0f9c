"""One video made by real worker processes, and a server killed in the middle of it."""

from pathlib import Path

import av
import httpx
import pytest

from tests.conftest import StartStudio
from tests.studio.clients import Projects, wait_until


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds the workers in /proc")
def test_a_video_is_made_although_the_server_is_killed_while_rendering(
    start_studio: StartStudio, tmp_path: Path
) -> None:
    studio = start_studio(renderer="real", workers=1, video_length=5)
    projects = Projects(studio)
    created = projects.create()
    assert projects.render(created["prj_id"], aspect_ratio=2).json()["code"] == 0
    assert projects.wait(created["prj_id"], 3, until_progress=10)
    workers = children(studio.pid)
    assert len(workers) == 1
    studio.kill()
    wait_until(lambda: not Path(f"/proc/{workers[0]}").exists())
    studio.start()
    projects = Projects(studio)
    assert projects.info(created["prj_id"])["progress"] >= 10
    info = projects.wait(created["prj_id"], seconds=180)
    assert info["progress_desc"].startswith("Finished.")
    assert 4 <= info["video_duration"] <= 6
    assert studio.counters().credits == 1
    file = tmp_path / "video.mp4"
    file.write_bytes(httpx.get(info["video_url"]).content)
    with av.open(str(file)) as container:
        frame = next(container.decode(video=0))
        assert (frame.width, frame.height) == (1080, 1080)
    assert studio.stop() == 0
