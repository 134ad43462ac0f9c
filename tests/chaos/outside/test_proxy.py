"""The fault proxy in front of a small server: what reaches the server, and what the client gets."""

import http.client
import http.server
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.chaos.outside.proxy_process import ProxyProcess
from tests.chaos.outside.rules import Fault, Rule

pytestmark = pytest.mark.slow

BODY = b"0123456789" * 40


class Server(http.server.ThreadingHTTPServer):
    """Keeps when which request reached it; its list holds what was posted."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.reached: list[tuple[float, str]] = []
        self.posted: list[bytes] = []


class Handler(http.server.BaseHTTPRequestHandler):
    server: Server

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""

    def do_GET(self) -> None:
        self._answer(b",".join(self.server.posted) if self.path.startswith("/list") else BODY)

    def do_POST(self) -> None:
        self.server.posted.append(self.rfile.read(int(self.headers["content-length"])))
        self._answer(BODY)

    def _answer(self, body: bytes) -> None:
        self.server.reached.append((time.monotonic(), f"{self.command} {self.path}"))
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def proxy(server: Server, tmp_path: Path) -> Iterator[ProxyProcess]:
    with ProxyProcess(server.server_address[1], tmp_path / "journal") as proxy:
        yield proxy


def ask(proxy: ProxyProcess, method: str, path: str, body: bytes = b"", seconds: float = 20.0) -> tuple[int, bytes]:
    """Status and body; 0 where no whole answer came."""
    connection = http.client.HTTPConnection(str(urlsplit(proxy.url).netloc), timeout=seconds)
    try:
        connection.request(method, path, body)
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (OSError, http.client.HTTPException):
        return 0, b""
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("fault", "reaches", "status"),
    [
        (Fault.NONE, 1, 200),
        (Fault.DROP_BEFORE, 0, 0),
        (Fault.DROP_AFTER, 1, 0),
        (Fault.LATE, 1, 200),
        (Fault.CUT_LATE, 1, 0),
        (Fault.GATEWAY, 1, 504),
        (Fault.DELAY, 1, 200),
        (Fault.TRICKLE, 1, 200),
        (Fault.BREAK, 1, 0),
        (Fault.RESET, 1, 0),
        (Fault.STATUS, 0, 429),
        (Fault.STATUS_AFTER, 1, 429),
    ],
)
def test_a_fault_is_met_once_and_reaches_the_server_or_not(
    server: Server, proxy: ProxyProcess, fault: Fault, reaches: int, status: int
) -> None:
    proxy.set_rules([Rule(fault, "POST", "^/pay$", seconds=0.1, after=0.1, status=429)])
    assert ask(proxy, "GET", "/pay") == (200, BODY)
    assert ask(proxy, "POST", "/pay", b"one")[0] == status
    proxy.await_quiet()
    assert server.posted == [b"one"] * reaches
    assert ask(proxy, "POST", "/pay", b"two") == (200, BODY)
    assert proxy.fired() == [1]


@pytest.mark.parametrize("fault", [Fault.GARBLE, Fault.FLIP, Fault.PAGE, Fault.TRUNCATE])
def test_a_damaged_answer_is_whole_as_http(proxy: ProxyProcess, fault: Fault) -> None:
    proxy.set_rules([Rule(fault, "GET", "^/video$")])
    status, body = ask(proxy, "GET", "/video")
    assert status == 200
    assert body != BODY


def test_a_request_held_back_arrives_although_its_client_gave_up(server: Server, proxy: ProxyProcess) -> None:
    proxy.set_rules([Rule(Fault.LATE, "POST", "^/pay$", seconds=0.6)])
    assert ask(proxy, "POST", "/pay", b"one", seconds=0.2) == (0, b"")
    gave_up = time.monotonic()
    assert server.posted == []
    proxy.await_quiet()
    assert server.posted == [b"one"]
    assert server.reached[-1][0] > gave_up


def test_a_list_that_lags_shows_a_write_only_after_its_time(proxy: ProxyProcess) -> None:
    lag = Rule(Fault.LAG, "GET", "^/list", times=10**6, seconds=0.5, watch=("/list?page=1",))
    proxy.set_rules([lag])
    began = time.monotonic()
    ask(proxy, "POST", "/pay", b"one")
    while (shown := ask(proxy, "GET", "/list?page=1")) != (200, b"one"):
        assert shown == (200, b"")
    assert time.monotonic() - began >= 0.5


def test_a_thing_is_not_known_until_the_lag_after_its_write(proxy: ProxyProcess) -> None:
    lag = Rule(Fault.LAG, "GET", r"^/thing/(\w+)", times=10**6, seconds=0.5, status=404)
    proxy.set_rules([lag])
    began = time.monotonic()
    ask(proxy, "POST", "/pay", b"id-of-it 77")
    assert ask(proxy, "GET", "/thing/88") == (200, BODY)
    while (shown := ask(proxy, "GET", "/thing/77")) != (200, BODY):
        assert shown == (404, b"")
    assert time.monotonic() - began >= 0.5
