"""A web server that answers exactly the bytes a test gives it, faults included."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial

import pytest

Answer = bytes | Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass
class RawServer:
    """Answers by path: bytes as they are, or whatever a function writes. Remembers the request heads."""

    port: int
    answers: dict[str, Answer] = field(default_factory=dict)
    heads: list[str] = field(default_factory=list)

    def url(self, path: str, host: str = "127.0.0.1", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    def put(self, path: str, body: bytes = b"", status: str = "200 OK", **headers: str) -> str:
        lines = [f"HTTP/1.1 {status}", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
        if "Content_Length" not in headers:
            lines.append(f"Content-Length: {len(body)}")
        self.answers[path] = "\r\n".join([*lines, "Connection: close", "", ""]).encode() + body
        return self.url(path)

    def redirect(self, path: str, location: str) -> str:
        return self.put(path, status="302 Found", Location=location)


async def _answer(server: RawServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        server.heads.append(head)
        answer = server.answers.get(head.split(" ")[1], b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
        if isinstance(answer, bytes):
            writer.write(answer)
            await writer.drain()
        else:
            await answer(writer)
    except (ConnectionError, asyncio.IncompleteReadError):
        pass
    finally:
        writer.close()


@asynccontextmanager
async def run_raw_server(tls: ssl.SSLContext | None = None) -> AsyncIterator[RawServer]:
    server = RawServer(0)
    listener = await asyncio.start_server(partial(_answer, server), "127.0.0.1", 0, ssl=tls)
    server.port = listener.sockets[0].getsockname()[1]
    async with listener:
        yield server


StartRawServer = Callable[..., AbstractAsyncContextManager[RawServer]]


@pytest.fixture
async def raw_server() -> AsyncIterator[RawServer]:
    async with run_raw_server() as server:
        yield server


@pytest.fixture
def start_raw_server() -> StartRawServer:
    """For a test that needs a second server, or one with TLS."""
    return run_raw_server
