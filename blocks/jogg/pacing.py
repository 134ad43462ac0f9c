"""The service's law for POSTs: so many in any window, per API key.

Source: the vendor's rate limit page (v2, 2026): 20 POSTs a minute per key over a window of 60 s; GET, PUT and
DELETE are free. Decaying limits break this law (a burst and what decays on top); a slot that is held for the whole
window obeys it exactly and uses all of it.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from math import inf
from typing import Protocol

POSTS_PER_MINUTE = 20
"""Of the vendor's rate limit page (v2)."""

WINDOW_SECONDS = 60.0
"""Of the vendor's rate limit page (v2)."""

TRANSIT_SHARE = 1 / 30
"""The longest way of a sent request to the service's counter, as a share of the window: 2 s of 60, one lost packet
sent again included. Reading a product page takes 10 to 30 s, and counting from the answer would waste those."""


class Slot:
    """The right to send one POST. It counts until a window after the POST has surely reached the service."""

    def __init__(self, clock: Callable[[], float], window: float, transit: float, changed: asyncio.Event) -> None:
        """Hold the slot for an open end: nothing is sent yet."""
        self._clock = clock
        self._window = window
        self._transit = transit
        self._changed = changed
        self.free_at = inf

    def sent(self) -> None:
        """Note that the request is out: it reaches the service within the transit time."""
        self._arrived_by(self._clock() + self._transit)

    def ended(self) -> None:
        """Note that the POST is over: if it ever reached the service, it has by now."""
        self._arrived_by(self._clock())

    def remaining(self) -> float:
        """Seconds until it no longer counts."""
        return max(0.0, self.free_at - self._clock())

    def _arrived_by(self, moment: float) -> None:
        self.free_at = min(self.free_at, moment + self._window)
        self._changed.set()


class Pacer(Protocol):
    """Gives out the right to send POSTs, first come, first served."""

    def slot(self) -> AbstractAsyncContextManager[Slot]:
        """Wait for a turn; the POST is sent inside of the context, which is told of it by `Slot.sent`."""

    def penalise(self, seconds: float) -> None:
        """Let nobody start for `seconds`: the service has answered 429."""


class PostPacer:
    """At most `limit` POSTs in any `window_seconds`, within one process and one API key."""

    def __init__(
        self,
        limit: int = POSTS_PER_MINUTE,
        window_seconds: float = WINDOW_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Start with the full budget. `clock` counts seconds and never goes back."""
        self._limit = limit
        self._window = window_seconds
        self._clock = clock
        self._turn = asyncio.Lock()
        self._changed = asyncio.Event()
        self._held: list[Slot] = []
        self._blocked_until = -inf

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[Slot]:
        """Wait for a turn, in the order of asking."""
        slot = Slot(self._clock, self._window, self._window * TRANSIT_SHARE, self._changed)
        async with self._turn:  # asyncio's lock is first come, first served
            while (seconds := self._seconds_to_wait()) > 0:
                await self._sleep(seconds)
            self._held.append(slot)
        try:
            yield slot
        finally:
            slot.ended()

    def penalise(self, seconds: float) -> None:
        """Let nobody start for `seconds`."""
        self._blocked_until = max(self._blocked_until, self._clock() + seconds)

    def _seconds_to_wait(self) -> float:
        """Until the next POST may start: infinite where only the sending of an open one can tell."""
        now = self._clock()
        penalty = self._blocked_until - now
        if len(self._held) >= self._limit:  # swept only then: a high limit must not make each POST dearer
            self._held = [slot for slot in self._held if slot.free_at > now]
        if len(self._held) < self._limit:
            return penalty
        return max(penalty, min(slot.free_at for slot in self._held) - now)

    async def _sleep(self, seconds: float) -> None:
        """Sleep for `seconds`, or less if a slot's end has become known."""
        self._changed.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(None if seconds == inf else seconds):
                await self._changed.wait()
