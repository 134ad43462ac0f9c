"""What a video is found to be, as the decoding process tells it.

Without pydantic here, which takes longer to import than FFmpeg: the process trusts its parent, and the parent checks
what it is told.
"""

import json
from dataclasses import asdict, dataclass
from enum import StrEnum

UNKNOWN_CODEC = "unknown"
"""Of sound that FFmpeg has no decoder for."""


class Work(StrEnum):
    """What the decoding process does."""

    VIDEO = "video"
    JPEG = "jpeg"
    THUMBNAIL = "thumbnail"
    SIGNALS = "signals"
    STILL = "still"


@dataclass(frozen=True, slots=True)
class Question:
    """What is wanted of the bytes that come along."""

    work: Work
    size: int = 0
    """Bytes of a whole video, of which beginning and end come along."""
    height: int = 0
    """Pixels of a thumbnail or of a still."""
    path: str = ""
    """Of a whole video, which does not come along."""
    moment: float = 0
    """Seconds into the video, of a still."""


@dataclass(frozen=True, slots=True)
class StreamFacts:
    """What a sound video's streams are like. `audio_codec` is empty for a silent one.

    Bit rates are in bits a second, as the file's index tells; None where it does not.
    """

    seconds: float
    width: int
    height: int
    video_codec: str
    audio_codec: str
    video_bit_rate: int | None
    audio_bit_rate: int | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a video, in seconds from its beginning."""

    start: float
    end: float

    @property
    def seconds(self) -> float:
        """How long it is."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Seen:
    """What is seen in a whole video."""

    pictures: int
    """How many were looked at."""
    damaged: int
    """Of these, how many FFmpeg calls corrupt."""
    begins_black: bool
    ends_black: bool
    bars: float
    """Of two black bars that face each other, the smaller one's share of the picture."""
    black: list[Stretch]
    frozen: list[Stretch]


@dataclass(frozen=True, slots=True)
class Heard:
    """What is heard in a whole video. Loudness in LUFS (EBU R 128)."""

    loudness: float
    end_loudness: float
    """Of the last 400 ms."""
    true_peak: float
    """Linear: 1.0 is full scale."""
    silent: list[Stretch]


@dataclass(frozen=True, slots=True)
class Signals:
    """What is seen and heard in a whole video; None is heard where it has no sound that can be decoded."""

    seen: Seen
    heard: Heard | None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why bytes are no sound video or picture: a sentence, and a code for programs."""

    message: str
    code: str


class RefusedError(Exception):
    """The bytes are no sound video or picture."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.refusal = Refusal(message, code)


def to_json(facts: Question | StreamFacts | Signals | Refusal) -> bytes:
    """One of them on its way between the processes."""
    return json.dumps(asdict(facts)).encode()
