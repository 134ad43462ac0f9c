"""What comes back to a paid request: whatever it is, either it says what happened or the outcome counts as unknown."""

from __future__ import annotations

import asyncio
import os
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import SecretStr

from blocks import errors
from blocks.errors import JoggError, Stage
from blocks.jogg.http.timeouts import Timeouts
from blocks.jogg.http.transport import Call, Transport
from blocks.jogg.http.wire import ProductRequest
from blocks.jogg.pacing.local import PostPacer
from blocks.jogg.v2.models import CreatedVideo
from tests.certificates import FILE_NAME, certificate_for

POST = Call("POST", "/v2/create_video_from_product", Stage.START_RENDER, paid=True)
ACCEPTED = b'{"code": 0, "data": {"video_id": "v1"}}'
HEAD = b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n"


@asynccontextmanager
async def serving(answer: bytes, *, reset: bool = False) -> AsyncIterator[str]:
    """A server that reads a request, writes `answer` and closes the connection, or resets it."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        if reset:
            linger = struct.pack("ii", 1, 0)
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def outcome_of(base_url: str) -> str | JoggError:
    """The id of the accepted render, or the error."""
    async with Transport(base_url, SecretStr("k"), PostPacer()) as wire:
        try:
            return (await wire.send(POST, CreatedVideo)).data.any_id
        except JoggError as error:
            return error


LOST = {
    "closed at once": b"",
    "no HTTP": b"\x00\x01\x02\r\n\r\n",
    "an end within the headers": b"HTTP/1.1 200 OK\r\ncontent-le",
    "an end within the body": HEAD % 100 + ACCEPTED,
    "a body longer than said": HEAD % 10 + ACCEPTED,
    "no gzip": b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 3\r\n\r\nabc",
    "chunks that are none": b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n",
    "text that is no UTF-8": HEAD % 4 + b"\xff\xfe\xfd{",
    "an empty answer": HEAD % 0,
    "a success without an id": HEAD % 23 + b'{"code": 0, "data": {}}',
    "a redirect to nowhere": b"HTTP/1.1 302 Found\r\nlocation: http://[\r\ncontent-length: 0\r\n\r\n",
    "a redirect to data": b"HTTP/1.1 302 Found\r\nlocation: data:x\r\ncontent-length: 0\r\n\r\n",
    "a redirect without a host": b"HTTP/1.1 307 X\r\nlocation: https:///:99999/\xff\r\ncontent-length: 0\r\n\r\n",
    "a gateway's time-out": b"HTTP/1.1 504 Gateway Time-out\r\ncontent-length: 0\r\n\r\n",
}


@pytest.mark.parametrize("answer", LOST.values(), ids=list(LOST))
@pytest.mark.parametrize("reset", [False, True], ids=["closed", "reset"])
async def test_an_answer_that_does_not_tell_the_outcome_leaves_it_unknown(answer: bytes, reset: bool) -> None:
    async with serving(answer, reset=reset) as base_url:
        error = await outcome_of(base_url)
    assert isinstance(error, JoggError)
    assert error.ambiguous
    assert not error.retryable


@pytest.mark.slow
@settings(max_examples=40)
@given(
    cut=st.integers(0, len(HEAD % len(ACCEPTED) + ACCEPTED)),
    place=st.integers(0, len(HEAD % len(ACCEPTED) + ACCEPTED)),
    damage=st.binary(max_size=4),
)
def test_a_damaged_acceptance_is_read_as_one_or_leaves_the_outcome_unknown(cut: int, place: int, damage: bytes) -> None:
    whole = HEAD % len(ACCEPTED) + ACCEPTED
    damaged = (whole[:place] + damage + whole[place + len(damage) :])[:cut]

    async def attempt() -> str | JoggError:
        async with serving(damaged) as base_url:
            return await outcome_of(base_url)

    outcome = asyncio.run(attempt())
    refused = isinstance(outcome, JoggError) and not outcome.ambiguous
    assert not refused or _says_no(damaged), outcome


def _says_no(answer: bytes) -> bool:
    """The damage has changed the status or the code into one that refuses."""
    return not (answer.startswith(b"HTTP/1.1 200") and b'"code": 0,' in answer)


async def test_a_damaged_tls_record_leaves_the_outcome_unknown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tls, _ = certificate_for("localhost", tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / FILE_NAME))

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        plain = writer.transport.get_extra_info("socket")
        os.write(plain.fileno(), b"\x17\x03\x03\x00\x20" + bytes(32))
        await reader.read()
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls) as server:
        error = await outcome_of(f"https://localhost:{server.sockets[0].getsockname()[1]}")
    assert isinstance(error, errors.AnswerLostError)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (b"HTTP/1.1 502 Bad Gateway\r\n\r\n", errors.NotSentError),
        (b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", errors.NotSentError),
        (b"HTTP/1.1 200 OK\r\n\r\nno TLS", errors.NotSentError),
        (b"", errors.AnswerLostError),  # on the safe side: httpx has no word of its own for it
    ],
)
async def test_a_proxy_that_makes_no_tunnel_has_passed_nothing_on(
    answer: bytes, expected: type[JoggError], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving(answer) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy)
        assert isinstance(await outcome_of("https://service.example"), expected)


async def test_a_service_that_reads_nothing_leaves_the_outcome_unknown() -> None:
    """More than the sockets' buffers is never written: a part of it may have been read."""
    stuck = asyncio.Event()

    async def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        assert isinstance(writer.transport, asyncio.Transport)
        writer.transport.pause_reading()
        await stuck.wait()
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0, limit=1) as server:
        port = server.sockets[0].getsockname()[1]
        large = Call("POST", "/x", Stage.START_RENDER, paid=True, body=ProductRequest(url="x" * 15_000_000))
        quick = Timeouts(connect_seconds=1, pool_seconds=0.3, render_seconds=0.3, status_seconds=0.3)
        async with Transport(f"http://127.0.0.1:{port}", SecretStr("k"), PostPacer(), quick) as wire:
            with pytest.raises(errors.AnswerLostError, match=r"\((WriteTimeout|TimeoutError)\)"):
                await wire.send(large, CreatedVideo)
        stuck.set()
