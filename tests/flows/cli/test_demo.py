"""`url2video demo`, the first command of the README."""

import os
import subprocess
import sys
from pathlib import Path

from tests.prefect_server import PrefectServer

SCRIPT = Path(sys.executable).with_name("url2video")


def test_the_demo_makes_a_video_and_says_the_second_time_that_it_is_there(
    prefect_server: PrefectServer, tmp_path: Path
) -> None:
    environment = os.environ | {"PREFECT_API_URL": prefect_server.api_url, "PREFECT_HOME": str(tmp_path / "home")}
    said = []
    for _ in range(2):
        command = [str(SCRIPT), "demo", "--count", "1", "--out", "videos"]
        ended = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert ended.returncode == 0, ended.stdout + ended.stderr
        said.append(ended.stdout)
    assert "1 item: 1 published." in said[0]
    assert "1 item: 1 skipped." in said[1]
    assert len(list((tmp_path / "videos" / "videos").rglob("*.mp4"))) == 1
