"""The way to the process in which strangers' videos and pictures are decoded (`blocks.delivery.decoding`).

FFmpeg may crash, run for hours or ask for gigabytes over a damaged or hostile file: that costs the one item. One
process is kept for all items of a run. A decoder takes up to 20 MB for a moment, which the next one uses again; a frame
takes some 10 ms, so nobody waits long.
"""

from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from blocks.delivery.facts import Question, Refusal, Signals, StreamFacts, Work, to_json
from blocks.errors import VideoInvalidError
from bounds.child import ChildFailedError, ChildPool, Failure
from bounds.limits import PROBING
from bounds.message import Part

T = TypeVar("T")

TOO_COSTLY = "decoding_failed"
"""Code of a file that its decoder broke a limit over, or died at. Another download would do the same."""

UNREADABLE = "not_decodable"
"""Code of a file over which the decoder failed in a way that has no name of its own."""

_STREAM_FACTS = TypeAdapter(StreamFacts)
_SIGNALS = TypeAdapter(Signals)
_REFUSAL = TypeAdapter(Refusal)

_PROCESSES = ChildPool("blocks.delivery.decoding", 1, PROBING)


def video_facts(head: Part, tail: Part, size: int) -> StreamFacts:
    """Look at the first and the last bytes of an MP4 of `size` bytes. Raises `VideoInvalidError`."""
    (facts,) = _asked(Question(Work.VIDEO, size=size), head, tail)
    return _read(_STREAM_FACTS, facts)


def as_jpeg(body: bytes) -> bytes:
    """Return a JPEG, PNG or WebP picture as JPEG bytes. Raises `VideoInvalidError`."""
    (jpeg,) = _asked(Question(Work.JPEG), body)
    # A JPEG stays as it is, and does not come back.
    return jpeg or body


def thumbnail(jpeg: bytes, height: int) -> bytes:
    """Return a JPEG as a small one of `height` pixels. Raises `VideoInvalidError`."""
    (small,) = _asked(Question(Work.THUMBNAIL, height=height), jpeg)
    return small


def signals(path: str) -> Signals:
    """Measure what is seen and heard in a whole video. Raises `VideoInvalidError`."""
    (told,) = _asked(Question(Work.SIGNALS, path=path))
    return _read(_SIGNALS, told)


def still(path: str, moment: float, height: int) -> bytes:
    """Return the picture at a moment, in seconds, as a JPEG of `height` pixels. Raises `VideoInvalidError`."""
    (jpeg,) = _asked(Question(Work.STILL, path=path, moment=moment, height=height))
    return jpeg


def _asked(question: Question, *parts: Part) -> list[bytes]:
    try:
        refused, *answer = _PROCESSES.ask(to_json(question), *parts)
    except ChildFailedError as error:
        # A fault is an exception that FFmpeg's binding raised where nobody expects one: it says no more than that the
        # file can't be decoded.
        code = UNREADABLE if error.failure is Failure.FAULT else TOO_COSTLY
        raise VideoInvalidError(f"It can't be decoded: {error}", code=code) from None
    if refused:
        why = _read(_REFUSAL, refused)
        raise VideoInvalidError(why.message, code=why.code)
    return answer


def _read(kind: TypeAdapter[T], told: bytes) -> T:
    try:
        return kind.validate_json(told)
    except ValidationError:
        raise VideoInvalidError("It can't be decoded: what the decoder says makes no sense", code=UNREADABLE) from None
