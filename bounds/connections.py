"""HTTP connections of strangers: not too many, none for nothing.

A connection that sends no request, half of one, or takes no answer costs its peer nothing and a server a place. Such
connections end after a while, and at once where their place is needed: a good request always finds one.
"""

import asyncio
import logging
import time
from enum import IntEnum
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from bounds.limits import HEAD_SECONDS, MAX_CONNECTIONS, MIN_BYTES_PER_SECOND, SLOW_SECONDS

BODY_CHECK_SECONDS = 5.0
"""Between two looks at how a body comes or an answer goes."""


class Standing(IntEnum):
    """What a connection is doing; the lower, the sooner it makes room."""

    IDLE = 0
    """No request is there in full: silent, or in the middle of a head."""
    SENDING = 1
    """The body of a request is on its way."""
    TAKING = 2
    """Its peer takes an answer more slowly than it is made."""
    WORKING = 3
    """Its answer is being made. It is never ended for another's sake."""


class BoundedProtocol(H11Protocol):
    """uvicorn's HTTP/1.1 protocol within limits."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as its base does
        """Take a connection, and end another where there are too many."""
        super().connection_made(transport)
        self.since = time.monotonic()
        self._received = 0
        self._unsent = 0
        self._head_timer: asyncio.TimerHandle | None = None
        self._body_timer: asyncio.TimerHandle | None = None
        self._await_head()
        if len(self.connections) > MAX_CONNECTIONS:
            self._make_room()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop watching."""
        self._stop_timers()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take the next bytes: of a head within its time, of a body at a least rate."""
        self._received += len(data)
        was_idle = self.standing is Standing.IDLE
        if was_idle and self._head_timer is None:
            self._await_head()
        cycle = self.cycle
        super().data_received(data)
        if self.cycle is not cycle and not self.transport.is_closing():
            self._begin_request()

    def on_response_complete(self) -> None:
        """Go on to the next request."""
        self._stop_timers()
        super().on_response_complete()
        self.since = time.monotonic()

    @property
    def standing(self) -> Standing:
        """What it is doing."""
        cycle: RequestResponseCycle | None = self.cycle  # None before the first request, whatever its type says
        if cycle is None or cycle.response_complete:
            return Standing.IDLE
        if self.flow.write_paused:
            return Standing.TAKING
        return Standing.SENDING if cycle.more_body else Standing.WORKING

    def _begin_request(self) -> None:
        self._stop_timers()
        self.since = time.monotonic()
        self._received = 0
        self._body_timer = self.loop.call_later(BODY_CHECK_SECONDS, self._check_pace)

    def _check_pace(self) -> None:
        """End a connection whose body drips, or whose peer has taken nothing of its answer since the last look."""
        self._body_timer = self.loop.call_later(BODY_CHECK_SECONDS, self._check_pace)
        standing, unsent = self.standing, self.transport.get_write_buffer_size()
        seconds = time.monotonic() - self.since
        if standing is Standing.SENDING and not self.flow.read_paused:
            if self._received < (seconds - SLOW_SECONDS) * MIN_BYTES_PER_SECOND:
                self.end()
        elif standing is not Standing.TAKING or unsent != self._unsent:
            self._unsent = unsent
            self.since = time.monotonic()
        elif seconds > SLOW_SECONDS:
            self.end()

    def _await_head(self) -> None:
        self._head_timer = self.loop.call_later(HEAD_SECONDS, self.end)

    def _make_room(self) -> None:
        """End the connection that can be missed most easily: the longest at the least. Perhaps this one."""
        others = [each for each in self.connections if isinstance(each, BoundedProtocol) and each is not self]
        spared = [each for each in others if each.standing is not Standing.WORKING]
        least = min(spared, key=lambda each: (each.standing, each.since), default=self)
        least.end()

    def end(self) -> None:
        """End it now."""
        self._stop_timers()
        # At once: a peer that takes nothing would hold up what is still to be sent.
        self.connections.discard(self)
        self.transport.abort()

    def _stop_timers(self) -> None:
        for timer in (self._head_timer, self._body_timer):
            if timer is not None:
                timer.cancel()
        self._head_timer = self._body_timer = None


class Seldom(logging.Filter):
    """Lets the same warning through once in a while: a stranger must not fill the disk by what is logged of him."""

    def __init__(self, seconds: float = 60.0) -> None:
        """Keep quiet about a message for so many seconds."""
        super().__init__()
        self._seconds = seconds
        self._said: dict[Any, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Look at the template of the message: whatever is filled in may be the stranger's."""
        if record.levelno < logging.WARNING:
            return True
        now = time.monotonic()
        if now - self._said.get(record.msg, -self._seconds) < self._seconds:
            return False
        self._said[record.msg] = now
        return True
