"""What a video or picture is found to be, as the decoding process tells it.

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


@dataclass(frozen=True, slots=True)
class Question:
    """What is wanted of the bytes that come along."""

    work: Work
    size: int = 0
    """Bytes of a whole video, of which beginning and end come along."""
    height: int = 0
    """Pixels of a thumbnail."""


@dataclass(frozen=True, slots=True)
class StreamFacts:
    """What a sound video's streams are like. `audio_codec` is empty for a silent one."""

    seconds: float
    width: int
    height: int
    video_codec: str
    audio_codec: str


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """Width and height in pixels, and the codec it came in."""

    width: int
    height: int
    codec: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why bytes are no sound video or picture: a sentence, and a code for programs."""

    message: str
    code: str


def to_json(facts: Question | StreamFacts | PictureFacts | Refusal) -> bytes:
    """One of them on its way between the processes."""
    return json.dumps(asdict(facts)).encode()
