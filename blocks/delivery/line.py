"""The connection to a source: led nowhere but where it may go, and cut where it is too slow.

A read ends after a silence, but a byte a second is no silence, and a copy's thread can't leave a read by itself. So a
thread of the line's own watches how much came in the time that was spent reading.
"""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from functools import partial
from typing import Any, Self

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from bounds.addresses import is_public
from bounds.limits import MIN_BYTES_PER_SECOND, SLOW_SECONDS

CHECK_SECONDS = 1.0
"""Between two looks at a line. One takes a few microseconds."""


class ForbiddenTargetError(Exception):
    """A redirect that leads from the address given to one that is not on the public internet."""


class Line:
    """All connections of one source, one after the other. A context manager, for one thread."""

    def __init__(self, deadline_seconds: float, slow_seconds: float = SLOW_SECONDS) -> None:
        """Connect to nothing yet. `deadline_seconds` bounds the time spent reading."""
        self.was_cut = False
        """It was too slow: what the reader raises is for that reason."""
        self._host = ""
        self._deadline = deadline_seconds
        self._slow = slow_seconds
        self._read_bytes = 0
        self._read_seconds = 0.0
        self._reading_since: float | None = None
        self._socket: socket.socket | None = None
        self._ended = threading.Event()
        self.pool = urllib3.PoolManager(num_pools=2)
        # urllib3 calls what it finds there, be it a class or not.
        classes: dict[str, Any] = {"http": partial(_HttpPool, line=self), "https": partial(_HttpsPool, line=self)}
        self.pool.pool_classes_by_scheme = classes

    def __enter__(self) -> Self:
        threading.Thread(target=self._watch, name="line", daemon=True).start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._ended.set()
        self.pool.clear()
        self._release()

    @contextlib.contextmanager
    def reading(self) -> Iterator[None]:
        """Count the time in the block as the source's, not the store's."""
        self._reading_since = time.monotonic()
        try:
            yield
        finally:
            self._read_seconds += time.monotonic() - self._reading_since
            self._reading_since = None

    def count(self, size: int) -> None:
        """Note that so many bytes of the body came."""
        self._read_bytes += size

    def took(self, connected: socket.socket, host: str) -> socket.socket:
        """Take a connection before its first byte. Raises ForbiddenTargetError."""
        peer = connected.getpeername()[0]
        # The first is the address as given, by the user or the service; where a redirect leads is anybody's choice.
        self._host = self._host or host
        if host != self._host and not is_public(peer):
            connected.close()
            raise ForbiddenTargetError
        self._release()
        # A second handle: TLS takes the first one away, and shutting either down ends the connection.
        self._socket = connected.dup()
        return connected

    def _watch(self) -> None:
        while not self._ended.wait(CHECK_SECONDS):
            if self._is_too_slow():
                self.was_cut = True
                self._cut()

    def _is_too_slow(self) -> bool:
        since = self._reading_since
        seconds = self._read_seconds + (time.monotonic() - since if since is not None else 0.0)
        least = (seconds - self._slow) * MIN_BYTES_PER_SECOND
        return seconds > self._deadline or self._read_bytes < least

    def _cut(self) -> None:
        with contextlib.suppress(OSError):
            if self._socket is not None:
                self._socket.shutdown(socket.SHUT_RDWR)

    def _release(self) -> None:
        if self._socket is not None:
            self._socket.close()


class _Watched(HTTPConnection):
    """Tells its line of the connection before anything is sent or negotiated."""

    def __init__(self, *args: Any, line: Line, **options: Any) -> None:
        super().__init__(*args, **options)
        self._line = line

    def _new_conn(self) -> socket.socket:
        return self._line.took(super()._new_conn(), self.host)


class _WatchedTls(_Watched, HTTPSConnection):
    pass


class _HttpPool(HTTPConnectionPool):
    ConnectionCls = _Watched


class _HttpsPool(HTTPSConnectionPool):
    ConnectionCls = _WatchedTls
