"""The reader of feeds notices a row that points at nothing, and at a video whose record says otherwise."""

import hashlib
import json
from pathlib import Path

import pytest

from blocks.store.local.folder import LocalFolder
from studio.jobs.instant import make_clip
from tests.chaos.outside.feed_reader import FEED, PUBLIC, FeedReader
from tests.chaos.report import RoundReport, VisibleVideos

KEY = "videos/shop.example/mug-0123456789abcdef.mp4"


@pytest.fixture(scope="module")
def clip() -> bytes:
    """A small video."""
    return make_clip((90, 160)).video


@pytest.mark.slow
@pytest.mark.parametrize(
    ("state", "is_there", "problem"),
    [
        ("published", True, None),
        ("published", False, "it is missing"),
        ("rendering", True, "its record says rendering"),
        ("", True, "its record says nothing"),
    ],
)
def test_a_row_that_points_at_what_it_should_not_is_a_problem(
    tmp_path: Path, clip: bytes, state: str, is_there: bool, problem: str | None
) -> None:
    store, report = LocalFolder(tmp_path), RoundReport(0)
    link = f"<video:content_loc>{PUBLIC}/{KEY}</video:content_loc>"
    store.put(FEED, link.encode(), "application/xml")
    if is_there:
        store.put(KEY, clip, "video/mp4")
    if state:
        record = {"state": state, "video": {"key": KEY, "sha256": hashlib.sha256(clip).hexdigest()}}
        store.put("_renders/0123456789abcdef.json", json.dumps(record).encode(), "application/json")
    FeedReader(store, VisibleVideos(store, report), report).look()
    assert report.problems == ([f"a feed points at {KEY}: {problem}"] if problem else [])
