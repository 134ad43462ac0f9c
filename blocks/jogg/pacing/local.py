"""The service's law for POSTs: so many in any window, per API key.

Source: the vendor's rate limit page (v2, 2026): 20 POSTs a minute per key over a window of 60 s; GET, PUT and
DELETE are free. Decaying limits break this law (a burst and what decays on top); a slot that is held for the whole
window obeys it exactly and uses all of it.

A render goes before the reading of a page: what is begun is finished first, so videos come from the first minute on
and not after the last page.
"""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from heapq import heappop, heappush
from itertools import count
from math import inf
from typing import Generic, Protocol, TypeVar

T = TypeVar("T")

POSTS_PER_MINUTE = 20
"""Of the vendor's rate limit page (v2)."""

WINDOW_SECONDS = 60.0
"""Of the vendor's rate limit page (v2)."""

TRANSIT_SHARE = 1 / 30
"""The longest way of a sent request to the service's counter, as a share of the window: 2 s of 60, one lost packet
sent again included; longer where the service has been seen to be slower."""

QUICK_SHARE = 1 / 6
"""An answer within 10 s of 60 counts from when it came: that much may have been the service's own queue. Reading a
product page takes 10 to 30 s, and counting those from the answer would waste half of the budget."""

REMEMBERED = 20
"""Quick answers whose slowest says how long the way may be."""


class Transit:
    """How long a request may be on its way to the service's counter, learnt from the quick answers."""

    def __init__(self, window: float) -> None:
        self._window = window
        self._answers: deque[float] = deque(maxlen=REMEMBERED)

    @property
    def seconds(self) -> float:
        """The longest way."""
        return max(self._window * TRANSIT_SHARE, *self._answers, 0.0)

    def answered(self, seconds: float) -> float:
        """By when after its sending a POST had reached the service, whose answer took `seconds`."""
        if seconds > self._window * QUICK_SHARE:
            return self.seconds
        self._answers.append(seconds)
        return seconds


class Slot:
    """The right to send one POST. It counts until a window after the POST has surely reached the service."""

    def __init__(
        self, clock: Callable[[], float], window: float, transit: Transit, changed: Callable[[], None]
    ) -> None:
        """Hold the slot for an open end: nothing is sent yet. `changed` is called when its end is known better."""
        self._clock = clock
        self._window = window
        self._transit = transit
        self._changed = changed
        self._sent_at: float | None = None
        self._is_used = True
        self.free_at = inf

    def sent(self) -> None:
        """Note that the request is out: it reaches the service within the transit time."""
        self._sent_at = self._clock()
        self._arrived_by(self._sent_at + self._transit.seconds)

    def unused(self) -> None:
        """Note that not a byte of the POST was written: the service counts nothing."""
        self._is_used = False

    def ended(self) -> None:
        """Note that the POST is over: if it ever reached the service, it has by now."""
        now = self._clock()
        if not self._is_used:
            self._arrived_by(now - self._window)
            return
        way = 0.0 if self._sent_at is None else self._transit.answered(now - self._sent_at)
        self._arrived_by(now if self._sent_at is None else min(now, self._sent_at + way))

    def remaining(self) -> float:
        """Seconds until it no longer counts."""
        return max(0.0, self.free_at - self._clock())

    def _arrived_by(self, moment: float) -> None:
        self.free_at = moment + self._window
        self._changed()


class Turns(Generic[T]):
    """A queue of callers, each waiting for a value of its own: urgent ones first. Of one event loop."""

    def __init__(self) -> None:
        self._waiting: list[tuple[bool, int, asyncio.Future[T]]] = []
        self._numbers = count()

    def join(self, *, urgent: bool) -> "asyncio.Future[T]":
        """Stand in the queue; whoever cancels the future leaves it."""
        turn: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        heappush(self._waiting, (not urgent, next(self._numbers), turn))
        return turn

    def __bool__(self) -> bool:
        while self._waiting and self._waiting[0][2].done():
            heappop(self._waiting)
        return bool(self._waiting)

    def __len__(self) -> int:
        return sum(not turn.done() for _, _, turn in self._waiting)

    async def wait(self, turn: "asyncio.Future[T]", give_back: Callable[[T], None]) -> T:
        """Wait for a turn. What was handed to a caller who is cancelled meanwhile goes back."""
        try:
            return await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled() and not turn.exception():
                give_back(turn.result())
            raise

    def give(self, value: T) -> bool:
        """Hand `value` to whoever is next; False where nobody waits."""
        if not self:
            return False
        heappop(self._waiting)[2].set_result(value)
        return True

    def refuse(self, error: Exception) -> None:
        """Raise `error` for whoever is next."""
        if self:
            heappop(self._waiting)[2].set_exception(error)


class Pacer(Protocol):
    """Gives out the right to send POSTs: urgent ones first, each kind first come, first served."""

    def slot(self, *, urgent: bool = False) -> AbstractAsyncContextManager[Slot]:
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
        self._transit = Transit(window_seconds)
        self._turns: Turns[Slot] = Turns()
        self._held: list[Slot] = []
        self._blocked_until = -inf
        self._alarm: asyncio.TimerHandle | None = None

    @asynccontextmanager
    async def slot(self, *, urgent: bool = False) -> AsyncIterator[Slot]:
        """Wait for a turn."""
        slot = await self.take(urgent=urgent)
        try:
            yield slot
        finally:
            slot.ended()

    async def take(self, *, urgent: bool = False) -> Slot:
        """Wait for a turn; the slot counts until a window after its end is known."""
        turn = self._turns.join(urgent=urgent)
        self._grant()
        return await self._turns.wait(turn, self.give_back)

    def free(self) -> bool:
        """Whether a turn would come at once."""
        return not self._turns and self._seconds_to_wait() <= 0

    def give_back(self, slot: Slot) -> None:
        """Take back a slot for which nothing was sent."""
        self._held.remove(slot)
        self._grant()

    def penalise(self, seconds: float) -> None:
        """Let nobody start for `seconds`."""
        self._blocked_until = max(self._blocked_until, self._clock() + seconds)

    def _grant(self) -> None:
        """Give out what is free, and come back when the next slot will be."""
        if self._alarm:
            self._alarm.cancel()
            self._alarm = None
        while self._turns:
            seconds = self._seconds_to_wait()
            if seconds > 0:
                if seconds != inf:
                    self._alarm = asyncio.get_running_loop().call_later(seconds, self._grant)
                return
            slot = Slot(self._clock, self._window, self._transit, self._grant)
            self._held.append(slot)
            self._turns.give(slot)

    def _seconds_to_wait(self) -> float:
        """Until the next POST may start: infinite where only the sending of an open one can tell."""
        now = self._clock()
        penalty = self._blocked_until - now
        if len(self._held) >= self._limit:  # swept only then: a high limit must not make each POST dearer
            self._held = [slot for slot in self._held if slot.free_at > now]
        if len(self._held) < self._limit:
            return penalty
        return max(penalty, min(slot.free_at for slot in self._held) - now)
