"""The last check before the first byte of a paid request, against a server that keeps every byte it is sent."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest
from pydantic import SecretStr

from blocks import errors
from blocks.errors import Stage
from blocks.jogg.http.timeouts import Timeouts
from blocks.jogg.http.transport import Call, Transport
from blocks.jogg.http.wire import Nothing
from blocks.jogg.pacing.local import PostPacer
from blocks.jogg.service import SubmitGate
from tests.certificates import FILE_NAME, certificate_for

POST = Call("POST", "/open/project/render", Stage.START_RENDER, paid=True)


class Wiretap:
    """Keeps what it is sent and never answers."""

    def __init__(self) -> None:
        self.base_url = ""
        self.read = b""
        self.connected = asyncio.Event()
        self.closed = asyncio.Event()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connected.set()
        with suppress(ConnectionResetError):  # the client leaves with TLS tickets unread
            while received := await reader.read(4096):
                self.read += received
        writer.close()
        self.closed.set()


@pytest.fixture(params=[False, True], ids=["plain", "TLS"])
async def tap(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Wiretap]:
    wiretap, tls = Wiretap(), None
    if request.param:
        tls, _ = certificate_for("localhost", tmp_path)
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / FILE_NAME))
    async with await asyncio.start_server(wiretap.serve, "127.0.0.1", 0, ssl=tls) as server:
        port = server.sockets[0].getsockname()[1]
        wiretap.base_url = f"https://localhost:{port}" if tls else f"http://127.0.0.1:{port}"
        yield wiretap


async def test_what_is_raised_before_the_first_byte_leaves_as_it_is_and_nothing_was_written(tap: Wiretap) -> None:
    def stale() -> None:
        raise errors.ConflictError("the lease has run out", code="lease_lost")

    async with Transport(tap.base_url, SecretStr("k"), PostPacer()) as wire:
        with pytest.raises(errors.ConflictError) as raised:
            await wire.send(POST, Nothing, SubmitGate(before_first_byte=stale))
        async with asyncio.timeout(5):
            await tap.closed.wait()
    assert tap.connected.is_set()
    assert tap.read == b""
    assert [raised.value.__cause__, raised.value.__context__] == [None, None]


async def test_the_check_comes_when_the_connection_is_there_and_nothing_was_written(tap: Wiretap) -> None:
    checked: list[bytes] = []
    gate = SubmitGate(before_first_byte=lambda: checked.append(tap.read))
    async with Transport(tap.base_url, SecretStr("k"), PostPacer(), Timeouts.of_response(2)) as wire:
        with pytest.raises(errors.AnswerLostError):
            await wire.send(POST, Nothing, gate)
    assert checked == [b""]
    assert tap.read.startswith(b"POST /open/project/render HTTP/1.1\r\n")
