"""A proxy in front of an S3 server that spoils responses on order. It knows HTTP and S3, nothing of this project."""

import contextlib
import http.client
import socket
import struct
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

REFUSALS = {
    "conflict": (409, "ConditionalRequestConflict"),
    "precondition": (412, "PreconditionFailed"),
    "internal error": (500, "InternalError"),
    "slow down": (503, "SlowDown"),
}
"""The request is not forwarded."""
SPOILED = ("reset", "lost", "cut", "short", "garbled", "empty")
"""reset: before the request is forwarded; lost: in place of the response; cut: reset in the middle of its body; short:
closed there in good order; garbled: other bytes of the same number; empty: status 200 and nothing else."""
FAULTS = (*REFUSALS, *SPOILED)
_HOP_BY_HOP = {"connection", "transfer-encoding", "content-length", "date", "server"}


@dataclass
class Fault:
    """Spoils requests number `after + 1` to `after + times` of an operation."""

    operation: str
    name: str
    times: int = 1
    after: int = 0


@dataclass(frozen=True)
class _Response:
    status: int
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""


class FaultProxy(ThreadingHTTPServer):
    """Forwards to `upstream` ("http://host:port"). Set `fault`; read `seen`, the operations in order."""

    daemon_threads = True

    def __init__(self, upstream: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.upstream = urlsplit(upstream).netloc
        self.endpoint = f"http://127.0.0.1:{self.server_port}"
        self._lock = threading.Lock()
        self.reset()

    def reset(self) -> None:
        """Forget the fault and what was seen."""
        self.fault: Fault | None = None
        self.keys_per_page = 1000
        """Listings are asked for in pages of so many keys."""
        self.seen: list[str] = []

    def spoils(self, operation: str) -> str:
        """Note a request; return the name of its fault, "" for none."""
        with self._lock:
            self.seen.append(operation)
            fault, turn = self.fault, self.seen.count(operation)
        hit = fault and fault.operation == operation and fault.after < turn <= fault.after + fault.times
        return fault.name if fault and hit else ""


@contextlib.contextmanager
def run_proxy(upstream: str) -> Iterator[FaultProxy]:
    """Run a proxy until the block ends."""
    proxy = FaultProxy(upstream)
    thread = threading.Thread(target=proxy.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield proxy
    proxy.shutdown()
    proxy.server_close()
    thread.join()


def operation_of(method: str, path: str) -> str:
    """Name what a request asks of S3."""
    query = parse_qs(urlsplit(path).query, keep_blank_values=True)
    if method == "GET" and query.keys() & {"list-type", "uploads"}:
        return "list"
    if method == "POST":
        return "begin" if "uploads" in query else "complete"
    if "uploadId" in query:
        return "part" if method == "PUT" else "abort"
    return method.lower()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: FaultProxy

    def log_message(self, *_: object) -> None:
        """Keep the test output clean."""

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        fault = self.server.spoils(operation_of(self.command, self.path))
        if fault == "reset":
            return self._reset()
        if fault in REFUSALS:
            return self._send(_refusal(*REFUSALS[fault]))
        response = self._forwarded(body)
        if fault == "lost":
            return self._reset()
        if fault == "empty":
            return self._send(_Response(200))
        if fault == "garbled":
            size = len(response.body)
            response = _Response(response.status, response.headers, (b"\x00<" * size)[:size])
        if fault in {"cut", "short"}:
            return self._send_half(response, reset=fault == "cut")
        return self._send(response)

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = _serve  # noqa: N815 - the names that http.server looks for

    def _forwarded(self, body: bytes) -> _Response:
        upstream = http.client.HTTPConnection(self.server.upstream, timeout=30)
        listing = operation_of(self.command, self.path) == "list"
        path = f"{self.path}&max-keys={self.server.keys_per_page}" if listing else self.path
        upstream.request(self.command, path, body, dict(self.headers))
        answer = upstream.getresponse()
        content = answer.read()
        upstream.close()
        return _Response(answer.status, answer.getheaders(), content)

    def _send(self, response: _Response, declared: int | None = None) -> None:
        self.send_response(response.status)
        length = declared if declared is not None else len(response.body)
        for name, value in response.headers:
            if name.lower() not in _HOP_BY_HOP:
                self.send_header(name, value)
            if name.lower() == "content-length" and self.command == "HEAD":
                length = int(value)
        self.send_header("Content-Length", str(length))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)

    def _send_half(self, response: _Response, *, reset: bool) -> None:
        half = response.body[: len(response.body) // 2]
        self._send(_Response(response.status, response.headers, half), len(response.body))
        self.wfile.flush()
        self.close_connection = True
        if reset:
            self._reset()

    def _reset(self) -> None:
        """End the connection with RST: closing with no time to linger (socket(7), SO_LINGER)."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True


def _refusal(status: int, code: str) -> _Response:
    body = f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>Made to happen.</Message></Error>".encode()
    return _Response(status, [("Content-Type", "application/xml")], body)
