"""The bytes of a catalogue: from a path, an http(s) address or s3://, a chunk at a time, unpacked where packed.

Nothing here is trusted: what is read is counted after unpacking, so that a small file can't fill the memory.
"""

import io
import socket
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

import httpx

from blocks.delivery.redaction import redacted
from blocks.errors import CatalogUnavailableError, ConfigurationError, StoreError
from blocks.jogg.retry import RetryPolicy
from bounds.addresses import is_public, parts_of
from flows.catalog.encoding import text_lines
from flows.catalog.markup import markup_start
from flows.items.row import unreadable

CATALOG_POLICY = RetryPolicy(attempts=5)
"""For reading a catalog: four waits span 8 s on average and 15 s at most, as a person may be waiting for a line."""

MAX_CATALOG_BYTES = 256 * 2**20
"""Of one catalogue with all its parts, unpacked. A row takes about 200, so this is a million products; more is
a mistaken address."""

FETCH_SECONDS = 30.0
"""For a catalogue behind a web address: connecting, and each wait for more of it."""

PASSING_STATUSES = {408, 425, 429}
"""Besides 5xx, what a server that is well answers later (RFC 9110, RFC 8470, RFC 6585)."""

MAX_REDIRECTS = 5
"""Of a catalog's address: http to https, to www, to where it has moved, and two more."""

CHUNK_BYTES = 64 * 1024
HEAD_BYTES = 64 * 1024
"""Enough to know every form by: the longest header line is far below."""

GZIP_MAGIC = b"\x1f\x8b"
GZIP_WBITS = 31
"""zlib's number for a gzip wrapper (zlib manual, inflateInit2)."""

ALLOWED = "a UTF-8 text file, an Excel workbook, an http(s) address or s3://bucket/key"


class Allowance:
    """How many bytes a catalogue may still have, over all its parts."""

    def __init__(self, left: int = MAX_CATALOG_BYTES) -> None:
        self._left = left

    def counted(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        """Pass the chunks on. Raises OSError where they become too many."""
        for chunk in chunks:
            self._left -= len(chunk)
            if self._left < 0:
                raise OSError(f"larger than {MAX_CATALOG_BYTES // 2**20} MiB")
            yield chunk


class ByteFile(io.RawIOBase):
    """Chunks as a file, for parsers that want one."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._left = b""

    def readable(self) -> bool:
        """It is for reading."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer with what is at hand, at least a byte of it until the end."""
        view = memoryview(buffer).cast("B")
        while not self._left:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._left = chunk
        count = min(len(view), len(self._left))
        view[:count] = self._left[:count]
        self._left = self._left[count:]
        return count


class Document:
    """One body on its way: its first bytes to know it by, and all of it as a file."""

    def __init__(self, address: str, chunks: Iterator[bytes], tell: Callable[[str], None]) -> None:
        """Read enough of `chunks` to know the form by; `tell` is given sentences about it for people."""
        self.address = address
        self._tell = tell
        self.head, self._rest = with_head(chunks, HEAD_BYTES)
        self._chunks = chain([self.head], self._rest)

    def binary(self) -> io.BufferedReader:
        """The whole body, once."""
        return io.BufferedReader(ByteFile(self._chunks), CHUNK_BYTES)

    def markup(self) -> io.BufferedReader:
        """The whole body from its first tag on, once: servers put blank lines and their own messages before it."""
        self._chunks = chain([self.head[markup_start(self.head) :]], self._rest)
        return self.binary()

    def text(self) -> Iterator[str]:
        """The whole body as lines with their ends, once; a byte order mark is no part of it. Raises OSError."""
        return text_lines(self.binary(), self.head, self._tell)


@contextmanager
def open_document(address: str, allowance: Allowance, tell: Callable[[str], None]) -> Iterator[Document]:
    """Open a catalogue or a part of one; `tell` is given sentences about it for people.

    Raises:
        CatalogUnavailableError: its address is busy or out of reach, or the body came short or damaged.
        ConfigurationError: it can't be read, now or while it is read inside of the block.
    """
    try:
        with _opened(address) as chunks:
            yield Document(address, allowance.counted(unpacked(chunks)), tell)
    except (OSError, EOFError, httpx.HTTPError, httpx.InvalidURL, UnicodeDecodeError, zlib.error) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        # An address in an error of httpx would stand there with its query.
        shown = reason.replace(address, _shown(address)) or type(error).__name__
        raise unreadable(_shown(address), shown, ALLOWED, _kind(error, address)) from None
    except StoreError as error:
        raise unreadable(address, error.message, ALLOWED, _kind(error, address)) from None


def _kind(error: Exception, address: str) -> type[ConfigurationError]:
    """Tell what may be read after all, the next time, from what never will."""
    if isinstance(error, StoreError):
        passing = error.retryable
    elif isinstance(error, httpx.HTTPStatusError):
        passing = error.response.status_code in PASSING_STATUSES or error.response.is_server_error
    elif isinstance(error, EOFError | zlib.error):
        passing = address.startswith(("http://", "https://", "s3://"))
    else:
        passing = isinstance(error, httpx.TransportError) and not isinstance(error, httpx.UnsupportedProtocol)
    return CatalogUnavailableError if passing else ConfigurationError


def unpacked(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Chunks of the text, whether it is packed with gzip as a file, by the server, or both."""
    for _ in range(2):
        head, rest = with_head(chunks, len(GZIP_MAGIC))
        chunks = chain([head], rest)
        if head.startswith(GZIP_MAGIC):
            chunks = _gunzipped(chunks)
    return chunks


def with_head(chunks: Iterator[bytes], count: int) -> tuple[bytes, Iterator[bytes]]:
    """The first `count` bytes or more, less only at the end, and the chunks after them."""
    head = b""
    while len(head) < count and (chunk := next(chunks, None)) is not None:
        head += chunk
    return head, chunks


def _gunzipped(chunks: Iterator[bytes]) -> Iterator[bytes]:
    packed = zlib.decompressobj(GZIP_WBITS)
    for chunk in chunks:
        data = chunk
        while data:
            if packed.eof:  # a gzip file may have several members (RFC 1952, 2.2)
                packed = zlib.decompressobj(GZIP_WBITS)
            # Bounded: a chunk of a bomb unpacks to a thousand times its size.
            yield packed.decompress(data, CHUNK_BYTES)
            data = packed.unused_data if packed.eof else packed.unconsumed_tail
    if not packed.eof:
        raise EOFError("the packed file is cut short")


@contextmanager
def _opened(address: str) -> Iterator[Iterator[bytes]]:
    if address.startswith(("http://", "https://")):
        with _from_web(address) as chunks:
            yield chunks
    elif address.startswith("s3://"):
        # boto3 takes a second to import, and most catalogues need none of it.
        from blocks.store.s3.download import open_object  # noqa: PLC0415 see above

        parts = parts_of(address)
        with open_object(parts.netloc, parts.path.lstrip("/"), CHUNK_BYTES) as chunks:
            yield chunks
    else:
        with Path(address.removeprefix("file://")).open("rb") as file:
            yield iter(lambda: file.read(CHUNK_BYTES), b"")


@contextmanager
def _from_web(address: str) -> Iterator[Iterator[bytes]]:
    with httpx.Client(headers={"accept-encoding": "gzip"}, timeout=FETCH_SECONDS) as client:
        answer = _followed(client, client.build_request("GET", address))
        try:
            if answer.is_error:
                reason = f"HTTP {answer.status_code}"
                raise httpx.HTTPStatusError(reason, request=answer.request, response=answer)
            # Raw: httpx would unpack a whole chunk at once, however large it becomes.
            yield answer.iter_raw(CHUNK_BYTES)
        finally:
            answer.close()


def _followed(client: httpx.Client, request: httpx.Request) -> httpx.Response:
    """Send a request and follow its redirects. Raises OSError where one leads into a private network."""
    given = request.url.host
    for _ in range(MAX_REDIRECTS + 1):
        answer = client.send(request, stream=True)
        if answer.next_request is None:
            return answer
        answer.close()
        request = answer.next_request
        # The address as given is the user's choice; where a redirect leads is anybody's.
        if request.url.host != given and not _is_public(request.url):
            raise OSError("it redirects to an address that is not on the public internet")
    raise OSError(f"it redirects more than {MAX_REDIRECTS} times")


def _is_public(url: httpx.URL) -> bool:
    found = socket.getaddrinfo(url.raw_host.decode("ascii"), url.port or 443, type=socket.SOCK_STREAM)
    return all(is_public(str(address[0])) for *_, address in found)


def _shown(address: str) -> str:
    """For messages: the query of a web address may be a secret of the shop's."""
    return redacted(address) if address.startswith(("http://", "https://")) else address
