"""Somebody who reads a shop's feeds while runs are disturbed: what they point at has to be there, sound and current."""

import json
import re
import time
from collections.abc import Mapping
from typing import Any

from blocks.store.store import VideoStore
from tests.chaos.report import RoundReport, VisibleVideos

PUBLIC = "https://cdn.example/v"
"""Where the store is said to be seen; nothing is fetched from there."""

ENVIRONMENT: Mapping[str, str] = {"URL2VIDEO_PUBLIC_BASE_URL": PUBLIC, "URL2VIDEO_CHECKS": "warn"}
"""Has runs write feeds, and publish the videos that a proxy has damaged in each of three downloads."""

FEED = "feeds/video-sitemap.xml"
"""The one that takes the clips of the instant studio, which last 2 s."""

SECONDS = 1.0
"""Between two readings."""

_LINK = re.compile(rf"<video:content_loc>{re.escape(PUBLIC)}/([^<]+)</video:content_loc>")


class FeedReader:
    """Reads the feed of one store again and again, past every proxy."""

    def __init__(self, store: VideoStore, visible: VisibleVideos, report: RoundReport) -> None:
        self._store = store
        self._visible = visible
        self._report = report
        self._next = 0.0

    def look(self) -> None:
        """Read the feed if a second has gone by, and follow each of its rows."""
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + SECONDS
        feed = self._store.read(FEED)
        self._report.tally["total", "readings of a feed"] += 1
        for key in _LINK.findall(feed.body.decode() if feed else ""):
            self._report.tally["total", "rows of feeds that were followed"] += 1
            if problem := self._problem(key):
                self._report.problems.append(f"a feed points at {key}: {problem}")

    def _problem(self, key: str) -> str:
        """What is wrong with what a row points at; empty for nothing."""
        if self._store.head(key) is None:
            return "it is missing"
        fingerprint = key.rpartition("-")[2].removesuffix(".mp4")
        record = self._record(fingerprint)
        if record is None:
            self._report.tally["total", "rows of which the attack had cut the record"] += 1
            return ""
        video = record.get("video") or {}
        if record.get("state") != "published" or video.get("key") != key:
            return f"its record says {record.get('state', 'nothing')}"
        return "" if self._visible.digest(key) == video["sha256"] else "it is not what its record says"

    def _record(self, fingerprint: str) -> dict[str, Any] | None:
        """None for one that can't be read."""
        stored = self._store.read(f"_renders/{fingerprint}.json")
        try:
            record: dict[str, Any] = json.loads(stored.body) if stored else {}
        except ValueError:
            return None
        return record
