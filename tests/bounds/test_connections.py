"""Connections that take a place for nothing, against a real server with shortened times."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Iterator
from time import monotonic

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route

from bounds import connections
from bounds.connections import BoundedProtocol, Seldom
from tests.hostile_client import connect, drip


async def echo(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


async def slow(_: Request) -> PlainTextResponse:
    await asyncio.sleep(3)
    return PlainTextResponse("done")


async def large(_: Request) -> StreamingResponse:
    return StreamingResponse(bytes(100_000) for _ in range(1000))


APP = Starlette(
    routes=[Route("/", echo, methods=["GET", "POST"]), Route("/slow", slow), Route("/large", large)],
)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 1.0)
    monkeypatch.setattr(connections, "SLOW_SECONDS", 1.0)
    monkeypatch.setattr(connections, "BODY_CHECK_SECONDS", 0.2)
    monkeypatch.setattr(connections, "MAX_CONNECTIONS", 10)
    config = uvicorn.Config(APP, "127.0.0.1", 0, http=BoundedProtocol, ws="none", log_config=None)
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    while not running.started:
        threading.Event().wait(0.01)
    yield f"http://127.0.0.1:{running.servers[0].sockets[0].getsockname()[1]}"
    running.should_exit = running.force_exit = True
    thread.join(10)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("begin", "part"),
    [
        (b"", b""),
        (b"GET / HTTP/1.1\r\n", b"X"),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n", b"x"),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\nGET /", b"x"),
    ],
    ids=["silent", "head", "body", "chunks", "second head"],
)
def test_a_connection_that_brings_no_request_ends(server: str, begin: bytes, part: bytes) -> None:
    assert drip(connect(server, begin), part, 0.1, 15) < 8


@pytest.mark.slow
def test_a_peer_that_takes_no_answer_loses_it(server: str) -> None:
    began = monotonic()
    connection = connect(server, b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
    while connection.fileno() >= 0 and monotonic() - began < 15:
        threading.Event().wait(0.2)
        try:
            connection.sendall(b"G")
        except OSError:
            break
    assert monotonic() - began < 10


def test_good_requests_find_a_place_among_silent_ones(server: str) -> None:
    silent = [connect(server, begin) for begin in (b"", b"GET", b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n") * 20]
    for _ in range(5):
        assert httpx.post(server, content=b"x" * 1000).text == "1000"
    for connection in silent:
        connection.close()


@pytest.mark.slow
def test_a_request_at_work_is_not_ended_for_others(server: str) -> None:
    answers: list[str] = []
    workers = [threading.Thread(target=lambda: answers.append(httpx.get(f"{server}/slow").text)) for _ in range(5)]
    for worker in workers:
        worker.start()
    threading.Event().wait(0.5)
    silent = [connect(server) for _ in range(50)]
    for worker in workers:
        worker.join()
    assert answers == ["done"] * 5
    for connection in silent:
        connection.close()


def test_a_connection_is_kept_for_the_next_request(server: str) -> None:
    with httpx.Client(base_url=server) as client:
        assert [client.post("/", content=b"x").text for _ in range(20)] == ["1"] * 20


def test_a_body_as_fast_as_usual_is_taken_whole(server: str) -> None:
    assert httpx.post(server, content=bytes(30_000_000)).text == "30000000"


def test_the_same_warning_is_logged_once_in_a_while() -> None:
    seldom = Seldom()

    def passes(level: int, message: str, *args: object) -> bool:
        return seldom.filter(logging.LogRecord("x", level, "", 0, message, args, None))

    assert passes(logging.WARNING, "from %s", "a")
    assert not passes(logging.WARNING, "from %s", "b")
    assert passes(logging.WARNING, "another")
    assert passes(logging.INFO, "plain")
    assert passes(logging.INFO, "plain")
