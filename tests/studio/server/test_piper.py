"""Studio with a Piper voice: a video spoken by it, and the refusal to start with one that is broken."""

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

pytest.importorskip("piper", reason="the extra `piper` is not installed")

from tests.studio.voice.piper_model import make_voice

pytestmark = pytest.mark.slow


def test_a_video_is_spoken_by_the_voice_on_disk(start_studio: StartStudio, tmp_path: Path) -> None:
    voice = make_voice(tmp_path / "voices" / "en_US-tones.onnx")
    studio = start_studio(renderer="real", workers=1, video_length=3, piper=voice.parent)
    assert "The Piper voice en_US-tones speaks english." in studio.log.read_text()
    projects = Projects(studio)
    created = projects.create()
    assert projects.render(created["prj_id"], aspect_ratio=2).json()["code"] == 0

    info = projects.wait(created["prj_id"], seconds=180)

    assert "spoken by Piper en_US-tones" in info["progress_desc"]
    file = tmp_path / "video.mp4"
    file.write_bytes(httpx.get(info["video_url"]).content)
    with av.open(str(file)) as container:
        sound = np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])
    assert np.abs(sound).max() > 0.3


def test_a_broken_voice_is_one_line_and_no_server(tmp_path: Path) -> None:
    voice = make_voice(tmp_path / "tones.onnx")
    voice.write_bytes(b"not a model")
    environment = os.environ | {"STUDIO_API_KEY": "key", "STUDIO_PIPER": str(voice)}
    command = [sys.executable, "-m", "studio", "--port", "0", "--data", str(tmp_path / "data")]

    ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)

    assert ended.returncode == 2
    assert "ready" not in ended.stdout
    *_, line = ended.stderr.splitlines()
    assert f"--piper: {voice}: the voice cannot speak: " in line
    assert "Traceback" not in ended.stderr
