"""Videos and pictures over HTTP."""

import httpx
import pytest

from tests.conftest import StudioProcess
from tests.studio.clients import Projects


@pytest.fixture
def video_url(projects: Projects) -> str:
    return str(projects.video()["video_url"])


def test_a_video_needs_no_key_and_head_tells_its_size(video_url: str) -> None:
    head = httpx.head(video_url)
    whole = httpx.get(video_url)
    assert head.status_code == whole.status_code == 200
    assert int(head.headers["content-length"]) == len(whole.content)
    assert whole.headers["accept-ranges"] == "bytes"
    assert whole.headers["etag"]


@pytest.mark.parametrize(
    ("asked", "part"), [("bytes=0-9", slice(0, 10)), ("bytes=100-", slice(100, None)), ("bytes=-7", slice(-7, None))]
)
def test_a_range_is_served(video_url: str, asked: str, part: slice) -> None:
    whole = httpx.get(video_url).content
    answer = httpx.get(video_url, headers={"range": asked})
    assert answer.status_code == 206
    assert answer.content == whole[part]


def test_a_range_of_another_version_gives_the_whole_file(video_url: str) -> None:
    answer = httpx.get(video_url, headers={"range": "bytes=10-", "if-range": '"another"'})
    assert answer.status_code == 200
    assert answer.content == httpx.get(video_url).content


def test_a_range_beyond_the_end_is_416(video_url: str) -> None:
    assert httpx.get(video_url, headers={"range": "bytes=99999999-"}).status_code == 416


@pytest.mark.parametrize(
    "path",
    [
        "projects",
        "../studio.sqlite",
        "..%2Fstudio.sqlite",
        "%2e%2e/studio.sqlite",
        "1/../../studio.sqlite",
        f"projects/{'0' * 32}/1-video.mp4",
        "999999/1.png",
        "",
    ],
)
def test_nothing_else_of_the_data_folder_is_served(studio: StudioProcess, path: str) -> None:
    answer = httpx.get(f"{studio.url}/media/{path}")
    assert answer.status_code == 404
    assert b"SQLite" not in answer.content


def test_captions_are_served_told_of_and_a_track_of_the_console(projects: Projects) -> None:
    """Beside a finished video as a worker leaves them; the clip of the tests says nothing and has none."""
    studio, info = projects.studio, projects.video()
    assert (info["caption_url"], info["srt_url"]) == ("", "")
    video = studio.data / "media" / info["video_path"]
    for suffix, text in (("vtt", "WEBVTT\n"), ("srt", "1\n00:00:00,000 --> 00:00:01,000\nMug\n")):
        video.with_name(video.name.replace("video.mp4", f"captions.{suffix}")).write_text(text)
    info = projects.info(info["id"])
    kinds = [httpx.get(info[name]).headers["content-type"] for name in ("caption_url", "srt_url")]
    assert kinds == ["text/vtt; charset=utf-8", "application/x-subrip"]
    told = studio.client().get(f"/v2/product_video/{info['id']}").json()["data"]
    assert (told["caption_url"], told["srt_url"]) == (info["caption_url"], info["srt_url"])
    path = info["caption_url"].removeprefix(studio.url)
    assert f'<track kind="captions" src="{path}" label="English">' in studio.viewer().get("/").text
