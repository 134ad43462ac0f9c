"""Studio with a brand: it is in a video that was ordered without a word of it; a slip keeps studio from starting."""

import os
import subprocess
import sys
from pathlib import Path

import av
import httpx
import numpy as np
import pytest

from tests.conftest import StartStudio
from tests.studio.clients import Projects

pytestmark = pytest.mark.slow


@pytest.mark.long
def test_a_video_has_the_colours_of_the_brand(start_studio: StartStudio, tmp_path: Path) -> None:
    brand = tmp_path / "brand.toml"
    brand.write_text('[brand]\ncolours = ["#0c5a46", "#ff00c8"]\n')
    studio = start_studio(renderer="real", workers=1, video_length=3, brand=brand)
    projects = Projects(studio)
    created = projects.create()
    assert projects.render(created["prj_id"], aspect_ratio=2).json()["code"] == 0
    info = projects.wait(created["prj_id"], seconds=180)
    file = tmp_path / "video.mp4"
    file.write_bytes(httpx.get(info["video_url"]).content)
    with av.open(str(file)) as container:
        *_, last = (frame.to_ndarray(format="rgb24") for frame in container.decode(video=0))
    alike = np.abs(last.astype(int) - (255, 0, 200)).max(axis=2) < 24
    assert alike.mean() > 0.01, "the button"


def test_a_slip_in_a_brand_is_one_line_and_no_server(tmp_path: Path) -> None:
    brand = tmp_path / "brand.toml"
    brand.write_text('[brand]\ncolours = ["red"]\n')
    environment = os.environ | {"STUDIO_API_KEY": "key", "STUDIO_BRAND": str(brand)}
    command = [sys.executable, "-m", "studio", "--port", "0", "--data", str(tmp_path / "data")]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 2
    assert "ready" not in ended.stdout
    *_, line = ended.stderr.splitlines()
    assert f"--brand: {brand}: brand.colours = 'red'; allowed: one or two as \"#rrggbb\", in a list" in line
    assert "Traceback" not in ended.stderr
