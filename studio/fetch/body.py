"""Reading an HTTP body under a limit that also holds after decompression."""

import zlib
from collections.abc import AsyncIterator
from typing import Protocol

from studio.fetch.errors import FetchCode, FetchError

# What is decompressed at once: little enough that a bomb is noticed long before it fills the memory.
_STEP = 65_536


class _Decoder(Protocol):
    def feed(self, data: bytes, room: int) -> bytes: ...

    def finish(self) -> None: ...


class _Identity:
    def feed(self, data: bytes, room: int) -> bytes:
        return data[:room]

    def finish(self) -> None:
        return


class _Inflate:
    """gzip, zlib and the bare deflate that some servers send under its name (RFC 9110, 8.4.1.2)."""

    def __init__(self) -> None:
        self._inflate: zlib._Decompress | None = None

    def feed(self, data: bytes, room: int) -> bytes:
        """At most `room` bytes; the rest of the data then goes unread, since the limit is broken anyway."""
        if self._inflate is None and data:
            wrapped = data[0] == 0x1F or data[0] & 0x0F == 0x08  # the marks of gzip and zlib
            self._inflate = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32 if wrapped else -zlib.MAX_WBITS)
        parts: list[bytes] = []
        while data and room > 0 and self._inflate is not None:
            part = self._inflate.decompress(data, min(_STEP, room))
            parts.append(part)
            room -= len(part)
            data = self._inflate.unconsumed_tail
        return b"".join(parts)

    def finish(self) -> None:
        if self._inflate is not None and not self._inflate.eof:
            raise FetchError(FetchCode.PAGE_UNREACHABLE, "The connection was closed before the response was complete.")


def _decoder(encoding: str) -> _Decoder:
    match encoding.strip().lower():
        case "" | "identity":
            return _Identity()
        case "gzip" | "x-gzip" | "deflate":
            return _Inflate()
        case _:
            raise FetchError(FetchCode.PAGE_UNREACHABLE, "The response has a Content-Encoding that was not requested.")


async def read_body(chunks: AsyncIterator[bytes], encoding: str, max_bytes: int) -> bytes:
    """The decoded body. Raises `FetchError` `too_large` as soon as it has more than `max_bytes`."""
    decoder = _decoder(encoding)
    body = bytearray()
    try:
        async for chunk in chunks:
            body += decoder.feed(chunk, max_bytes + 1 - len(body))
            if len(body) > max_bytes:
                raise FetchError(FetchCode.TOO_LARGE, f"The response is larger than {max_bytes:,} bytes.")
        decoder.finish()
    except zlib.error as error:
        raise FetchError(FetchCode.PAGE_UNREACHABLE, "The response cannot be decompressed.") from error
    return bytes(body)
