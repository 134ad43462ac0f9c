"""The same law for several processes that share an API key, kept by a global concurrency limit of the Prefect server.

A slot of the limit is held for the whole window of a POST and then given back. Prefect's own `rate_limit()` is no
help: its slots decay, so a full burst and what decays during the window add up to more than the law allows.
"""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

from blocks.errors import NotSentError
from blocks.jogg.pacing.limit import SharedLimit, limit_client
from blocks.jogg.pacing.local import WINDOW_SECONDS, PostPacer, Slot, Turns

ASK_SHARE = 1 / 60
"""How long to wait before a full limit is asked again, as a share of the window: 1 s of 60, and one question of a
process is under way then, so a free slot is idle for a hundredth of its time at most."""

MAX_ASKERS = 8
"""Questions of a process under way at once while slots are free: the server answers one in 10 to 100 ms."""

LEASES_PER_WINDOW = 20
"""A lease holds so large a part of the limit at most: the server has the same work at any limit. Each slot of 20 is
leased alone, since those of one lease go back together, when the last of them is free."""

PATIENCE_SHARE = 3.0
"""For how long a server that does not answer is asked again, as a share of the window, before a caller hears of it:
nothing is sent meanwhile. One on SQLite can stand still for its busy timeout, which Prefect 3.8.8 sets to 60 s
(server/database/configurations.py)."""


@asynccontextmanager
async def open_shared_pacer(window_seconds: float = WINDOW_SECONDS) -> AsyncIterator["SharedPacer"]:
    """Open a pacer on the server of the active profile, for as long as POSTs are made in this process.

    Raises as `SharedLimit.posts_per_window`.
    """
    async with limit_client() as client:
        limit = SharedLimit(client)
        pacer = SharedPacer(limit, await limit.posts_per_window(), window_seconds)
        try:
            yield pacer
        finally:
            await pacer.close()


class SharedPacer:
    """A `Pacer` for one of several processes. A local one in front keeps each exact and spares the server.

    A slot that is granted goes to whoever is next by then, so that a render that has come meanwhile need not wait
    behind a queue of pages.
    """

    def __init__(self, limit: SharedLimit, posts_per_window: int, window_seconds: float) -> None:
        """`posts_per_window` is what the limit allows all processes together."""
        self._limit = limit
        self._local = PostPacer(posts_per_window, window_seconds)
        self._window = window_seconds
        self._largest = max(1, posts_per_window // LEASES_PER_WINDOW)
        self._next_size = 1
        self._turns: Turns[Grant] = Turns()
        self._askers = 0
        self._asked = 0
        self._silent_since: float | None = None
        self._background: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def slot(self, *, urgent: bool = False) -> AsyncIterator[Slot]:
        """Wait for a turn. Raises as `SharedLimit.take`."""
        grant = await self._granted(urgent=urgent)
        try:
            yield grant.slot
        finally:
            grant.slot.ended()
            self._over(grant.lease, grant.slot.remaining())

    def penalise(self, seconds: float) -> None:
        """Let nobody of this process start for `seconds`; the others hear of it by their own 429."""
        self._local.penalise(seconds)

    async def close(self) -> None:
        """Leave at once. Slots whose window is still open go back when their lease runs out, soon after it."""
        for task in self._background:
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)

    async def _granted(self, *, urgent: bool) -> "Grant":
        turn = self._turns.join(urgent=urgent)
        if not self._askers:
            self._ask_once_more()
        return await self._turns.wait(turn, self._return)

    def _ask_once_more(self) -> None:
        """Have one more question under way: where slots are free, a slow server must not hand them out one by one."""
        if self._askers < MAX_ASKERS and self._unasked():
            self._askers += 1
            self._spawn(self._serve())

    def _unasked(self) -> int:
        """How many callers wait for whom no question is under way: what is leased for nobody is lost for a window."""
        return max(0, len(self._turns) - self._asked)

    async def _serve(self) -> None:
        """Ask for slots as long as somebody waits for one; of several who ask, one is enough where none is free."""
        try:
            while slots := min(self._next_size, self._unasked()):
                self._asked += slots
                try:
                    is_served = await self._ask(slots)
                finally:
                    self._asked -= slots
                if is_served:
                    self._ask_once_more()
                elif self._askers > 1:
                    return
                else:
                    spread = 0.5 + random.random()  # noqa: S311  # spreads questions, guards no secret
                    await asyncio.sleep(self._window * ASK_SHARE * spread)
        finally:
            self._askers -= 1

    async def _ask(self, most: int) -> bool:
        """Ask once and hand on what comes of it; False when too few slots are free, or nobody can tell."""
        slots = await self._local_slots(most)
        try:
            lease = await self._limit.take(len(slots))
        except Exception as error:  # noqa: BLE001 - whatever it is, who waits must hear of it
            self._give_back_locally(slots)
            if isinstance(error, NotSentError) and self._may_be_busy():
                return False
            self._turns.refuse(error)
            return True
        self._silent_since = None
        self._next_size = min(2 * len(slots), self._largest) if lease else 1
        if lease is None:
            self._give_back_locally(slots)
            return False
        shared = Lease(lease, len(slots))
        for slot in slots:
            grant = Grant(slot, shared)
            if not self._turns.give(grant):
                self._return(grant)
        return True

    async def _local_slots(self, most: int) -> list[Slot]:
        """As many as are free in this process, and at least one."""
        slots = [await self._local.take()]
        while len(slots) < most and self._local.free():
            slots.append(await self._local.take())
        return slots

    def _give_back_locally(self, slots: list[Slot]) -> None:
        for slot in slots:
            self._local.give_back(slot)

    def _may_be_busy(self) -> bool:
        """Whether a server that did not answer gets more time."""
        now = time.monotonic()
        self._silent_since = self._silent_since or now
        return now - self._silent_since < self._window * PATIENCE_SHARE

    def _return(self, grant: "Grant") -> None:
        """Take back what is granted to a caller who has gone meanwhile: nothing was sent."""
        self._local.give_back(grant.slot)
        self._over(grant.lease, 0)

    def _over(self, lease: "Lease", seconds: float) -> None:
        """A slot of a lease counts for so many seconds more; the last one gives the lease back."""
        left = lease.over(seconds)
        if left is not None:
            self._spawn(self._limit.give_back(lease.id, left))

    def _spawn(self, work: Coroutine[None, None, None]) -> "asyncio.Task[None]":
        task = asyncio.create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)
        return task


class Lease:
    """Slots of the server's limit that were granted together and go back together."""

    def __init__(self, lease: UUID, slots: int) -> None:
        self.id = lease
        self._open = slots
        self._until = 0.0

    def over(self, seconds: float) -> float | None:
        """One of the slots counts for `seconds` more. For how many the lease is held then, if it was the last one."""
        self._open -= 1
        self._until = max(self._until, time.monotonic() + seconds)
        return None if self._open else max(0.0, self._until - time.monotonic())


@dataclass(frozen=True, slots=True)
class Grant:
    """A slot of both pacers."""

    slot: Slot
    lease: Lease
