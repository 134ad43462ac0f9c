"""Sources that answer what no honest one would: the error is ours, in bounded time and memory."""

from __future__ import annotations

from time import monotonic

import pytest

from blocks.delivery.source import SourceLimits, VideoSource
from blocks.errors import DeliveryError, VideoUnavailableError
from tests.blocks.delivery.raw_source import raw_source

QUICK = SourceLimits(backoff_seconds=0, read_seconds=5, slow_seconds=1.0)


def failure(url: str, limits: SourceLimits = QUICK) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        for _ in VideoSource(url, limits=limits).chunks():
            pass
    return caught.value


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\nx",
        b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 200 + b"\r\n\r\nx",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1, 2\r\n\r\nx",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"f" * 5000 + b"\r\nx",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nx",
        b"HTTP/1.1 302 Found\r\nLocation: http://[\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: http://x:99999999/\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: http://\xff\xfe/\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: /v.mp4\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 5000 + b"\r\n",
        b"HTTP/9.9 999 \x00\r\n\r\n",
        b"\x00" * 100_000,
        b"",
    ],
    ids=range(14),
)
def test_an_answer_that_is_no_sound_http_is_an_unavailable_video(answer: bytes) -> None:
    with raw_source(answer) as url:
        assert isinstance(failure(url), VideoUnavailableError)


@pytest.mark.parametrize(
    "target",
    ["http://localhost:{port}/x", "http://127.0.0.2:{port}/x", "http://[::1]:{port}/x", "http://0x7f000001:{port}/x"],
)
def test_no_redirect_leads_from_its_host_into_a_private_network(target: str) -> None:
    with raw_source(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx") as inside:
        location = target.format(port=inside.split(":")[2].split("/")[0]).encode()
        with raw_source(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + location + b"\r\n\r\n") as url:
            assert failure(url).code in {"redirect_refused", "source_unreachable"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("answer", "drip"),
    [
        (b"", b"H"),
        (b"HTTP/1.1 200 OK\r\n", b"X"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;", b"x"),
        (b"HTTP/1.1 200 OK\r\n\r\n", b"1"),
    ],
    ids=["status line", "head", "body", "chunk's head", "body without end"],
)
def test_a_source_that_drips_loses_its_place(answer: bytes, drip: bytes) -> None:
    began = monotonic()
    with raw_source(answer, drip) as url:
        assert failure(url).code == "source_slow"
    assert monotonic() - began < 10


@pytest.mark.slow
def test_a_copy_has_a_deadline() -> None:
    limits = SourceLimits(backoff_seconds=0, read_seconds=5, deadline_seconds=2.0)
    with raw_source(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 100_000) as url:
        assert failure(url, limits).code == "source_slow"
