"""How a round went, and whether what readers see of a store is whole."""

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from io import BytesIO

import av

from blocks.finding import Rule
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
    """The videos of a store, every frame of them decoded; each body once."""

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
        """Decode one object whole; returns its SHA-256."""
        stored = self._store.read(key)
        assert stored is not None
        digest = hashlib.sha256(stored.body).hexdigest()
        if digest not in self._sound:
            self._sound.add(digest)
            if (fault := fault_of(stored.body)) and not self._is_told(key):
                self._report.problems.append(f"{key}: {fault}")
        return digest

    def _is_told(self, key: str) -> bool:
        """Whether the file beside a video says that it is damaged, as it does of damage that only decoding shows."""
        sidecar = self._store.read(f"{key.removesuffix('.mp4')}.json")
        return sidecar is not None and Rule.WHOLE.value.encode() in sidecar.body


def fault_of(video: bytes) -> str:
    """What keeps a player from showing all of it; empty where every frame and every sound decodes."""
    try:
        with av.open(BytesIO(video), "r") as container:
            for stream in container.streams:
                # Whatever FFmpeg would conceal is an error (ffmpeg-codecs, "err_detect").
                stream.codec_context.options = {"err_detect": "explode"}
            frames = sum(isinstance(frame, av.VideoFrame) for frame in container.decode())
    except av.FFmpegError as error:
        return str(error)
    return "" if frames else "no frame"
