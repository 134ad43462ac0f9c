from __future__ import annotations

import asyncio
import gzip
import logging
import pickle
import resource
import socket
import traceback
from collections.abc import AsyncIterator
from time import monotonic
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from blocks import errors
from blocks.errors import JoggError, Stage
from blocks.jogg.http.timeouts import Timeouts
from blocks.jogg.http.transport import Call, Transport
from blocks.jogg.http.verdict import MAX_ANSWER_BYTES
from blocks.jogg.http.wire import Nothing, Text
from blocks.jogg.pacing.local import WINDOW_SECONDS, PostPacer
from blocks.jogg.service import SubmitGate

if TYPE_CHECKING:
    from tests.blocks.jogg.conftest import ScriptedService


POST = Call("POST", "/open/project/render", Stage.START_RENDER)
GET = Call("GET", "/open/prj_info", Stage.WAIT_FOR_RENDER)


@pytest.fixture
async def wire(service: ScriptedService, api_key: str) -> AsyncIterator[Transport]:
    async with Transport(service.base_url, SecretStr(api_key), PostPacer()) as opened:
        yield opened


async def failure(wire: Transport, call: Call) -> JoggError:
    with pytest.raises(JoggError) as raised:
        await wire.send(call, Nothing)
    return raised.value


async def test_a_closed_port_is_surely_not_sent_and_takes_no_turn(api_key: str) -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        port = reserved.getsockname()[1]
        async with Transport(f"http://127.0.0.1:{port}", SecretStr(api_key), PostPacer(limit=1)) as wire:
            for _ in range(2):
                async with asyncio.timeout(WINDOW_SECONDS / 2):
                    error = await failure(wire, POST)
                assert isinstance(error, errors.NotSentError)
                assert error.retryable


async def test_an_unknown_host_is_surely_not_sent(api_key: str) -> None:
    async with Transport("http://no-such-host.invalid", SecretStr(api_key), PostPacer()) as wire:
        assert isinstance(await failure(wire, POST), errors.NotSentError)


async def test_accepted_then_dropped_is_an_answer_lost(service: ScriptedService, wire: Transport) -> None:
    service.drops()
    error = await failure(wire, POST)
    assert isinstance(error, errors.AnswerLostError)
    assert error.ambiguous
    assert len(service.seen) == 1


async def test_an_answer_that_stops_half_way_is_lost(service: ScriptedService, wire: Transport) -> None:
    service.answers(None, missing_bytes=100)
    assert isinstance(await failure(wire, POST), errors.AnswerLostError)


async def test_a_silent_service_is_given_up_as_lost(service: ScriptedService, wire: Transport) -> None:
    service.answers(None, delay=30)
    slow = Call("POST", "/x", Stage.START_RENDER, read_seconds=0.2)
    assert isinstance(await failure(wire, slow), errors.AnswerLostError)


@pytest.mark.parametrize("call", [POST, GET])
async def test_a_service_that_drips_its_answer_for_ever_is_given_up_as_lost(
    service: ScriptedService, call: Call
) -> None:
    service.answers_raw(b" " * 200, missing_bytes=100, seconds_per_byte=0.05)
    # To shake hands takes longer than a read on a busy machine: were it given up, nothing would have been sent.
    timeouts = Timeouts(
        connect_seconds=1, pool_seconds=0.2, product_seconds=0.2, render_seconds=0.2, status_seconds=0.1
    )
    async with Transport(service.base_url, SecretStr("k"), PostPacer(), timeouts) as wire:
        begun = monotonic()
        error = await failure(wire, call)
    assert isinstance(error, errors.AnswerLostError)
    assert error.ambiguous
    assert monotonic() - begun < timeouts.longest_exchange.total_seconds() + 1


async def test_nothing_is_tried_again_in_secret(service: ScriptedService, wire: Transport) -> None:
    for call in (POST, GET):
        service.answers(None, status=503)
        assert isinstance(await failure(wire, call), errors.ServiceFaultError)
    assert len(service.seen) == 2


async def test_a_redirect_is_not_followed_with_the_key(service: ScriptedService, wire: Transport) -> None:
    service.answers_raw(b"", status=307, headers={"location": f"{service.base_url}/elsewhere"})
    assert isinstance(await failure(wire, POST), errors.BadAnswerError)
    assert [request.target for request in service.seen] == ["/open/project/render"]


@pytest.mark.parametrize("is_packed", [False, True])
async def test_an_answer_that_is_too_long_is_cut(service: ScriptedService, wire: Transport, is_packed: bool) -> None:
    for blanks, is_read in ((1000, True), (2 * MAX_ANSWER_BYTES, False)):
        body = b'{"code": 0, "data": {}, "blank": "' + b" " * blanks + b'"}'
        service.answers_raw(
            gzip.compress(body) if is_packed else body, headers={"content-encoding": "gzip"} if is_packed else {}
        )
        if is_read:
            await wire.send(GET, Nothing)
        else:
            assert isinstance(await failure(wire, GET), errors.BadAnswerError)


@pytest.fixture(scope="module")
def layers() -> bytes:
    """200 MB in a few hundred bytes."""
    return gzip.compress(gzip.compress(bytes(200_000_000), 9), 9)


@pytest.mark.parametrize("encoding", ["gzip, gzip", "gzip,gzip", "deflate, gzip", "br", "identity, gzip"])
async def test_an_answer_packed_in_layers_is_not_unpacked(
    service: ScriptedService, wire: Transport, layers: bytes, encoding: str
) -> None:
    service.answers_raw(layers, headers={"content-encoding": encoding})
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert isinstance(await failure(wire, GET), errors.BadAnswerError)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000


async def test_an_answer_that_a_proxy_packs_unasked_is_read(service: ScriptedService, wire: Transport) -> None:
    service.answers_raw(gzip.compress(b'{"code": 0, "data": {}}'), headers={"content-encoding": "gzip"})
    assert (await wire.send(GET, Nothing)).data == Nothing()


async def test_each_post_has_a_connection_of_its_own_and_polls_share_one(
    service: ScriptedService, wire: Transport
) -> None:
    for _ in range(3):
        await wire.send(GET, Nothing)
    assert service.connections == 1
    for _ in range(3):
        await wire.send(POST, Nothing)
    assert service.connections == 4


async def test_the_turn_to_post_is_told_before_anything_is_sent(service: ScriptedService, wire: Transport) -> None:
    sent_before: list[int] = []

    async def on_turn() -> None:
        sent_before.append(len(service.seen))

    await wire.send(POST, Nothing, SubmitGate(on_turn))
    assert sent_before == [0]


async def test_what_the_turn_raises_stops_the_post(service: ScriptedService, wire: Transport) -> None:
    async def on_turn() -> None:
        raise errors.StoreUnavailableError("the ledger is out of reach", code="store_unavailable")

    with pytest.raises(errors.StoreUnavailableError):
        await wire.send(POST, Nothing, SubmitGate(on_turn))
    assert service.seen == []


@pytest.mark.slow
async def test_a_429_holds_all_posts_back(service: ScriptedService, api_key: str) -> None:
    pacer = PostPacer(limit=1000)
    async with Transport(service.base_url, SecretStr(api_key), pacer) as wire:
        service.answers(None, status=429, headers={"retry-after": "1"})
        error = await failure(wire, POST)
        assert isinstance(error, errors.RateLimitedError)
        assert error.retry_after == 1.0
        await asyncio.gather(wire.send(POST, Nothing), wire.send(GET, Nothing))
    refused, *rest = service.seen
    waits = {request.method: request.at - refused.at for request in rest}
    assert waits["POST"] >= 0.99
    assert waits["GET"] < waits["POST"]


class Strict(Nothing):
    status: int
    link: Text = ""


async def test_an_answer_that_does_not_fit_names_the_field_and_quotes_no_value(
    service: ScriptedService, wire: Transport
) -> None:
    service.answers({"status": "https://cdn.example/v.mp4?signature=abc", "link": "signed"})
    with pytest.raises(errors.BadAnswerError, match="status") as raised:
        await wire.send(GET, Strict)
    assert "signature" not in "".join(traceback.format_exception(raised.value))


async def test_a_key_that_is_part_of_a_link_leaves_the_link_whole(service: ScriptedService) -> None:
    service.answers({"status": 4, "link": "https://demo.example/demo.mp4"})
    async with Transport(service.base_url, SecretStr("demo"), PostPacer()) as wire:
        assert (await wire.send(GET, Strict)).data.link == "https://demo.example/demo.mp4"


async def test_the_key_is_nowhere(
    service: ScriptedService, wire: Transport, api_key: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    service.answers(code=10105, msg=f"Invalid API key {api_key}")
    service.drops()
    service.answers(None, delay=30)
    service.answers_raw(api_key.encode())
    raised = [await failure(wire, call) for call in (POST, POST, Call("GET", "/x", GET.stage, read_seconds=0.1), GET)]
    for error in raised:
        chain = [error, error.__cause__, error.__context__]
        assert chain[1:] == [None, None], "an httpx exception would carry the request and its headers"
        shown = "".join(traceback.format_exception(error)) + repr(error) + repr(vars(error))
        assert api_key not in shown
        assert api_key.encode() not in pickle.dumps(vars(error))
    assert "HTTP" in caplog.text, "httpx and httpcore did log"
    assert api_key not in caplog.text
    assert api_key not in repr(wire)
