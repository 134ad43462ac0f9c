"""The same law for several processes that share an API key, kept by a global concurrency limit of the Prefect server.

A slot of the limit is held for the whole window of a POST and then given back. Prefect's own `rate_limit()` is no
help: its slots decay, so a full burst and what decays during the window add up to more than the law allows.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from uuid import UUID

import httpx
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.responses import ConcurrencyLimitWithLeaseResponse

from blocks.errors import ConfigurationError, NotSentError
from blocks.jogg.pacing import POSTS_PER_MINUTE, WINDOW_SECONDS, PostPacer, Slot

LIMIT_NAME = "jogg-posts"
"""The global concurrency limit; `url2video setup` creates it."""

ASK_SHARE = 1 / 60
"""How long to wait before a full limit is asked again, as a share of the window: 1 s of 60, and only the first in a
process's queue asks, so a free slot is idle for a hundredth of its time at most."""

LEASE_SECONDS = 300.0
"""A crashed process blocks its slots for so long. It covers the longest POST (190 s, `blocks.jogg.transport`) and the
window after it, so that no lease needs renewal while the POST is under way."""

SHORTEST_LEASE_SECONDS = 60.0
"""The server takes no shorter one (Prefect 3.8.8, /v2/concurrency_limits)."""

LOCKED = 423
"""The server's answer when no slot is free (the same)."""


async def create_limit(posts_per_minute: int = POSTS_PER_MINUTE) -> None:
    """Create the global concurrency limit, or set it to `posts_per_minute`. Raises httpx.HTTPError."""
    async with get_client() as client:
        await client.upsert_global_concurrency_limit_by_name(LIMIT_NAME, posts_per_minute, slot_decay_per_second=0.0)


@asynccontextmanager
async def open_shared_pacer(
    posts_per_minute: int = POSTS_PER_MINUTE, window_seconds: float = WINDOW_SECONDS
) -> AsyncIterator["SharedPacer"]:
    """Open a pacer on the server of the active profile, for as long as POSTs are made in this process."""
    async with get_client() as client:
        pacer = SharedPacer(client, posts_per_minute, window_seconds)
        try:
            yield pacer
        finally:
            await pacer.close()


class SharedPacer:
    """A `Pacer` for one of several processes. A local one in front keeps the queue in order and spares the server."""

    def __init__(self, client: PrefectClient, posts_per_minute: int, window_seconds: float) -> None:
        """Use an opened client."""
        self._client = client
        self._local = PostPacer(posts_per_minute, window_seconds)
        self._window = window_seconds
        self._turn = asyncio.Lock()
        self._background: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[Slot]:
        """Wait for a turn.

        Raises:
            NotSentError: the Prefect server is out of reach.
            ConfigurationError: it has no such limit.
        """
        async with self._local.slot() as slot:
            lease = await self._acquire()
            try:
                yield slot
            finally:
                slot.ended()
                self._spawn(self._give_back(lease, slot.remaining()))

    def penalise(self, seconds: float) -> None:
        """Let nobody of this process start for `seconds`; the others hear of it by their own 429."""
        self._local.penalise(seconds)

    async def close(self) -> None:
        """Leave at once. Slots whose window is still open go back by the end of their lease."""
        for task in self._background:
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)

    async def _acquire(self) -> UUID:
        async with self._turn:
            while True:
                asking = asyncio.ensure_future(self._ask())
                try:
                    lease = await asyncio.shield(asking)
                except asyncio.CancelledError:
                    self._spawn(self._give_up(asking))
                    raise
                if lease is not None:
                    return lease
                spread = 0.5 + random.random()  # noqa: S311  # spreads questions, guards no secret
                await asyncio.sleep(self._window * ASK_SHARE * spread)

    async def _ask(self) -> UUID | None:
        """Take a slot; None when all are held."""
        answer = await self._increment()
        if isinstance(answer, httpx.HTTPStatusError) and answer.response.status_code == LOCKED:
            return None
        if isinstance(answer, httpx.HTTPError):
            raise NotSentError(
                f"The Prefect server that keeps the pace did not answer ({type(answer).__name__}).",
                code="pacer_unavailable",
                next_step="Check the Prefect server (`url2video doctor`).",
            )
        granted = ConcurrencyLimitWithLeaseResponse.model_validate(answer.json())
        if not granted.limits:
            raise ConfigurationError(
                f"The Prefect server has no global concurrency limit {LIMIT_NAME!r}.",
                code="limit_missing",
                next_step="Create it with `url2video setup`.",
            )
        return granted.lease_id

    async def _increment(self) -> httpx.Response | httpx.HTTPError:
        """Hand httpx's exceptions back as values: they carry the request with the key of the Prefect server."""
        try:
            return await self._client.increment_concurrency_slots_with_lease(
                [LIMIT_NAME], slots=1, mode="concurrency", lease_duration=LEASE_SECONDS
            )
        except httpx.HTTPError as fault:
            return fault

    async def _give_back(self, lease: UUID, seconds: float) -> None:
        """Give the slot back after `seconds`; by then, should this process end, its lease has nearly run out."""
        with suppress(httpx.HTTPError):  # a slot that can't be given back runs out by its lease
            await self._client.renew_concurrency_lease(lease, max(SHORTEST_LEASE_SECONDS, seconds * 1.25))
            await asyncio.sleep(seconds)
            await self._client.release_concurrency_slots_with_lease(lease)

    async def _give_up(self, asking: "asyncio.Future[UUID | None]") -> None:
        """Give back what is granted to a caller who has gone meanwhile."""
        with suppress(httpx.HTTPError, NotSentError, ConfigurationError):
            if lease := await asking:
                await self._client.release_concurrency_slots_with_lease(lease)

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)
