"""The catalogue can be looked at and listened to."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import av
import httpx
import numpy as np
import pytest

from studio.catalogue.exhibits import EXHIBITS
from tests.conftest import StartStudio, StudioProcess

LISTS = {
    "/v2/avatars/public": ("avatars", ("cover_url", "video_url")),
    "/v2/voices": ("voices", ("audio_url",)),
    "/v2/voices?language=german": ("voices", ("audio_url",)),
    "/v2/musics": ("music", ("music_url",)),
    "/v2/templates": ("templates", ("cover_url", "preview_url")),
    "/v2/visual_styles": ("visual_styles", ("cover_url",)),
}
TYPES = {".jpg": "image/jpeg", ".mp4": "video/mp4", ".mp3": "audio/mpeg"}


def addresses(studio: StudioProcess, path: str) -> list[str]:
    """Every address of a list's entries, entry by entry."""
    key, fields = LISTS[path]
    with studio.client() as client:
        data = client.get(path, params={"page_size": 100} if "?" not in path else None).json()["data"]
    return [entry[field] for entry in data[key] for field in fields]


@pytest.mark.parametrize("path", LISTS)
def test_every_entry_has_addresses_that_studio_serves(studio: StudioProcess, path: str) -> None:
    found = addresses(studio, path)
    assert found
    assert {url.removeprefix(f"{studio.url}/exhibits/") for url in found} <= EXHIBITS.keys()


def is_seen_or_heard(content: bytes, file: Path) -> bool:
    """Whether a player shows a picture that is not of one colour, or plays a sound that is not silence."""
    file.write_bytes(content)
    with av.open(str(file)) as container:
        if container.streams.video:
            return float(next(container.decode(video=0)).to_ndarray(format="gray").std()) > 5
        sound = np.concatenate([frame.to_ndarray().ravel() for frame in container.decode(audio=0)])
        return float(np.abs(sound).max()) > 0.05


@pytest.mark.slow
@pytest.mark.parametrize(
    "paths",
    [
        pytest.param(["/v2/voices", "/v2/musics"], id="sounds"),
        pytest.param(
            [path for path in LISTS if path not in {"/v2/voices", "/v2/musics"}],
            id="pictures and clips",
            marks=pytest.mark.long,
        ),
    ],
)
def test_pictures_sounds_and_clips_are_made_once_and_play(
    start_studio: StartStudio, tmp_path: Path, paths: list[str]
) -> None:
    studio = start_studio()
    firsts = [url for path in paths for url in addresses(studio, path)[: len(LISTS[path][1])]]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda url: httpx.get(url, timeout=120), firsts))
    for url, answer in zip(firsts, answers, strict=True):
        suffix = url[-4:]
        assert answer.headers["content-type"] == TYPES[suffix], answer.text
        assert int(answer.headers["content-length"]) == len(answer.content)
        assert is_seen_or_heard(answer.content, tmp_path / f"exhibit{suffix}"), url
    kept = {file: file.stat().st_mtime_ns for file in (studio.data / "exhibits").rglob("*.*") if file.is_file()}
    assert len(kept) >= len(firsts)
    studio.stop()
    studio.start()
    assert httpx.get(firsts[0], headers={"Range": "bytes=0-9"}).status_code == 206
    assert {file: file.stat().st_mtime_ns for file in kept} == kept


@pytest.mark.parametrize(
    "path", ["avatar-picture/9.jpg", "../studio.sqlite", "voice/", "voice/studio-nora-klingon.mp3"]
)
def test_there_is_nothing_else(studio: StudioProcess, path: str) -> None:
    answer = httpx.get(f"{studio.url}/exhibits/{path}")
    assert (answer.status_code, answer.json()["code"]) == (404, 10104)
