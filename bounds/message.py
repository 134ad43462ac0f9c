"""Messages between a process and its child: a few parts of bytes, each behind its length."""

import struct
from collections.abc import Sequence
from typing import IO, TypeAlias

MAX_PARTS = 8
"""More than any message has."""

MAX_PART_BYTES = 64 * 1024 * 1024
"""A picture has at most 30 MB. A child that was taken over must not fill its parent's memory."""

_COUNT = struct.Struct("<B")
_LENGTH = struct.Struct("<Q")


Part: TypeAlias = bytes | bytearray | memoryview


class MessageError(Exception):
    """The other side is gone, or what it sent is no message."""


def write_message(stream: IO[bytes], parts: Sequence[Part]) -> None:
    """Write all parts. Raises OSError where the other side is gone."""
    stream.write(_COUNT.pack(len(parts)) + b"".join(_LENGTH.pack(len(part)) for part in parts))
    for part in parts:
        stream.write(part)
    stream.flush()


def read_message(stream: IO[bytes]) -> list[bytes]:
    """Wait for a whole message. Raises MessageError."""
    (count,) = _COUNT.unpack(_exactly(stream, _COUNT.size))
    if count > MAX_PARTS:
        raise MessageError(f"{count} parts")
    lengths = [_LENGTH.unpack(_exactly(stream, _LENGTH.size))[0] for _ in range(count)]
    if any(length > MAX_PART_BYTES for length in lengths):
        raise MessageError(f"parts of {lengths} bytes")
    return [_exactly(stream, length) for length in lengths]


def _exactly(stream: IO[bytes], count: int) -> bytes:
    data = stream.read(count)
    if len(data) != count:
        raise MessageError("the other side is gone")
    return data
