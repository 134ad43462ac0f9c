"""How a round went, and whether what readers see of a store is whole."""

import hashlib
from collections import Counter
from dataclasses import dataclass, field

from blocks.errors import Url2VideoError
from blocks.store.probe import VideoProbe
from blocks.store.store import VideoStore


@dataclass
class RoundReport:
    """How a round went. `problems` is empty where every promise was kept."""

    seed: int
    problems: list[str] = field(default_factory=list)
    tally: Counter[tuple[str, str]] = field(default_factory=Counter)
    seconds: float = 0.0

    def check(self, holds: bool, problem: str) -> None:
        """Note a broken promise."""
        if not holds:
            self.problems.append(problem)


class VisibleVideos:
    """The videos of a store, decoded as the store does before it publishes one; each body once."""

    def __init__(self, store: VideoStore, report: RoundReport) -> None:
        self._store = store
        self._report = report
        self._sound = set[str]()

    def check(self) -> None:
        """At no time does a reader of the store see a video that is not whole."""
        for key in self._store.list("videos/"):
            if key.endswith(".mp4"):
                self.digest(key)

    def digest(self, key: str) -> str:
        """Decode one object; returns its SHA-256."""
        stored = self._store.read(key)
        assert stored is not None
        digest = hashlib.sha256(stored.body).hexdigest()
        if digest not in self._sound:
            probe = VideoProbe()
            try:
                probe.feed(stored.body)
                self._sound.add(probe.finish().sha256)
            except Url2VideoError as error:
                self._report.problems.append(f"{key}: {error}")
        return digest
