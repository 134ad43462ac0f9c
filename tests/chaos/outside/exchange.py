"""HTTP/1.1 as bytes: a request read whole, and an answer that can be changed before it is passed on."""

import asyncio
from dataclasses import dataclass, replace
from typing import Self

MAX_MESSAGE_BYTES = 64 * 2**20
"""Limit of asyncio's reader: the clips of the rounds have kilobytes."""

CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"

HOP_HEADERS = ("connection", "keep-alive", "expect")
"""Said between two neighbours, not passed on (RFC 9110, 7.6.1): each connection here carries one exchange."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it was sent."""

    method: str
    target: str
    """Path and query."""
    headers: tuple[str, ...]
    """Lines, without those of a hop."""
    body: bytes

    def to_bytes(self) -> bytes:
        """As it is forwarded."""
        lines = (f"{self.method} {self.target} HTTP/1.1", *self.headers, "Connection: close", "", "")
        return "\r\n".join(lines).encode("latin-1") + self.body

    def reading(self, target: str) -> "Request":
        """A GET of the same client, under its own headers."""
        kept = tuple(line for line in self.headers if not line.lower().startswith(("content-", "transfer-encoding")))
        return Request("GET", target, kept, b"")


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer in parts. An empty one is a connection that was closed without any."""

    head: bytes
    """Status line and headers, with the empty line."""
    body: bytes

    @classmethod
    def of(cls, received: bytes) -> Self:
        """Take what was received apart."""
        head, end, body = received.partition(b"\r\n\r\n")
        return cls(head + end, body)

    @classmethod
    def made(cls, status: int, headers: tuple[tuple[str, str], ...] = (), body: str = "") -> Self:
        """An answer of the proxy's own."""
        encoded = body.encode()
        lines = [f"HTTP/1.1 {status} Made to happen", *(f"{name}: {text}" for name, text in headers)]
        lines += [f"Content-Length: {len(encoded)}", "Connection: close", "", ""]
        return cls("\r\n".join(lines).encode("latin-1"), encoded)

    def to_bytes(self) -> bytes:
        """As it is passed on."""
        return self.head + self.body

    def with_body(self, body: bytes) -> "Answer":
        """The same head, with its length, around another body."""
        lines = [line for line in self.head.split(b"\r\n")[:-2] if not _names(line, b"content-length", b"transfer-enc")]
        head = b"\r\n".join([*lines, b"Content-Length: %d" % len(body), b"", b""])
        return replace(self, head=head, body=body)


def _names(line: bytes, *names: bytes) -> bool:
    return line.lower().startswith(names)


async def read_request(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Request:
    """Read one request, and ask for its body where the client waits for that. Raises IncompleteReadError."""
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").rstrip("\r\n").split("\r\n")
    method, target, _ = first.split(" ", 2)
    headers = {name.strip().lower(): text.strip() for name, _, text in (line.partition(":") for line in lines)}
    if "expect" in headers:
        writer.write(CONTINUE)
    if "chunked" in headers.get("transfer-encoding", ""):
        body = await _chunked(reader)
    else:
        body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Request(method, target, tuple(line for line in lines if not line.lower().startswith(HOP_HEADERS)), body)


async def _chunked(reader: asyncio.StreamReader) -> bytes:
    """A chunked body with its framing, as it is passed on."""
    read = bytearray()
    while True:
        size = await reader.readuntil(b"\r\n")
        read += size
        length = int(size.partition(b";")[0], 16)
        if not length:
            break
        read += await reader.readexactly(length + 2)
    while (line := await reader.readuntil(b"\r\n")) != b"\r\n":
        read += line
    return bytes(read + line)


async def send(port: int, request: Request) -> Answer:
    """Send a request to a server on this machine; the answer, empty where the connection broke."""
    writer = None
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=MAX_MESSAGE_BYTES)
        writer.write(request.to_bytes())
        await writer.drain()
        return Answer.of(await reader.read())
    except OSError:
        return Answer(b"", b"")
    finally:
        if writer:
            writer.close()
