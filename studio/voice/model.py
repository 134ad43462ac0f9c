"""Sound as values: samples and when each word is heard."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 48_000
"""Hz. What AAC in MP4 players expects everywhere; every track is brought to it."""

Samples = NDArray[np.float32]
"""One channel: shape (n,), values in -1 to 1. Two channels: shape (2, n)."""


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """A word of the script as displayed, and when it is heard, in seconds from the start of the video."""

    text: str
    sentence: int
    """Index into `Script.sentences`."""
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Narration:
    """The spoken script: one channel at `SAMPLE_RATE`, words in order, and each sentence's (start, end)."""

    samples: Samples
    words: tuple[SpokenWord, ...]
    sentences: tuple[tuple[float, float], ...]
    voice: str
    """Which voice spoke, for the notes of the video."""

    @property
    def spoken_seconds(self) -> float:
        """When the last word ends."""
        return max((end for _, end in self.sentences), default=0.0)
