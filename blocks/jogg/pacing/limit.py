"""The global concurrency limit of the Prefect server that stands for the service's POST budget, and leases of it."""

import asyncio
import time
from contextlib import suppress
from uuid import UUID

import httpx
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.responses import ConcurrencyLimitWithLeaseResponse
from prefect.exceptions import ObjectNotFound

from blocks.errors import ConfigurationError, NotSentError
from blocks.jogg.pacing.local import POSTS_PER_MINUTE

LIMIT_NAME = "jogg-posts"
"""The global concurrency limit; `url2video setup` creates it."""

_BUSY = 503
"""The server's answer when a writer of its SQLite was in the way: nothing was changed. Taking slots is a read and a
write in one transaction (Prefect 3.8.8, `_acquire_concurrency_slots` in server/api/concurrency_limits_v2.py): SQLite
refuses that without waiting where another one has written in between."""

RELEASE_PAUSES = (0.1, 0.4, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0)
"""Seconds between attempts to give a lease back. One that is not is lost to everybody until it runs out."""

LEASE_SECONDS = 300.0
"""It covers the longest POST (190 s, `blocks.jogg.http.transport`) and the window after it, so that no lease needs
renewal while the POST is under way. Only a process that dies in the middle of one blocks its slots for so long."""

SPARE_SECONDS = 3.0
"""By how much a lease outlives the window of its POST: time for us to give it back before the server does."""

MIN_LEASE_SECONDS = 60.0
"""The server takes no shorter one (Prefect 3.8.8, /v2/concurrency_limits)."""

LOCKED = 423
"""The server's answer when no slot is free (the same)."""


async def create_limit(posts_per_minute: int = POSTS_PER_MINUTE) -> None:
    """Create the global concurrency limit, or set it to `posts_per_minute`. Raises httpx.HTTPError."""
    async with get_client() as client:
        await client.upsert_global_concurrency_limit_by_name(LIMIT_NAME, posts_per_minute, slot_decay_per_second=0.0)


async def ensure_limit(posts_per_minute: int = POSTS_PER_MINUTE) -> None:
    """Create the limit if there is none; one that a person has set stays as it is. Raises httpx.HTTPError."""
    async with get_client() as client:
        try:
            await client.read_global_concurrency_limit_by_name(LIMIT_NAME)
        except ObjectNotFound:
            await create_limit(posts_per_minute)


def limit_client() -> PrefectClient:
    """A client of the active profile's server that hears at once of a busy one.

    Prefect's own would say nothing and ask again after 2, 4, 8, 16, 32 and 64 s, while slots are free.
    """
    return get_client(httpx_settings={"event_hooks": {"response": [_raise_if_busy]}})


class SharedLimit:
    """The limit as one process uses it, through a client of `limit_client` that is open."""

    def __init__(self, client: PrefectClient) -> None:
        self._client = client

    async def posts_per_window(self) -> int:
        """How many POSTs all processes may make together: the limit itself says it.

        Raises `ConfigurationError` where the server has no such limit, `NotSentError` where it is out of reach.
        """
        try:
            return (await self._client.read_global_concurrency_limit_by_name(LIMIT_NAME)).limit
        except ObjectNotFound:
            raise _limit_missing() from None
        except httpx.HTTPError as fault:
            lost = _unavailable(fault)
        raise lost

    async def take(self, slots: int) -> UUID | None:
        """Take slots; None when too few are free. Raises as `posts_per_window`."""
        answer = await self._increment(slots)
        if isinstance(answer, httpx.HTTPStatusError) and answer.response.status_code == LOCKED:
            return None
        if isinstance(answer, httpx.HTTPError):
            raise _unavailable(answer)
        granted = ConcurrencyLimitWithLeaseResponse.model_validate(answer.json())
        if not granted.limits:
            raise _limit_missing()
        return granted.lease_id

    async def _increment(self, slots: int) -> httpx.Response | httpx.HTTPError:
        """Hand httpx's exceptions back as values: they carry the request with the key of the Prefect server."""
        try:
            return await self._client.increment_concurrency_slots_with_lease(
                [LIMIT_NAME], slots=slots, mode="concurrency", lease_duration=LEASE_SECONDS
            )
        except httpx.HTTPError as fault:
            return fault

    async def give_back(self, lease: UUID, seconds: float) -> None:
        """Give the slots back after `seconds`; if this process is gone by then, their lease runs out soon after."""
        until = time.monotonic() + seconds
        if seconds > 0:
            with suppress(httpx.HTTPError):
                await self._client.renew_concurrency_lease(lease, max(MIN_LEASE_SECONDS, seconds + SPARE_SECONDS))
        await asyncio.sleep(until - time.monotonic())
        for pause in RELEASE_PAUSES:
            if await self._released(lease):
                return
            await asyncio.sleep(pause)
        await self._released(lease)

    async def _released(self, lease: UUID) -> bool:
        """Whether the server needs not be told again."""
        try:
            await self._client.release_concurrency_slots_with_lease(lease)
        except httpx.HTTPStatusError as fault:
            return not fault.response.is_server_error
        except httpx.HTTPError:
            return False
        return True


async def _raise_if_busy(answer: httpx.Response) -> None:
    """Let nobody but us ask again for slots to be taken or given back. Raises httpx.HTTPStatusError."""
    if answer.status_code == _BUSY and answer.request.url.path.endswith("crement-with-lease"):
        answer.raise_for_status()


def _unavailable(fault: httpx.HTTPError) -> NotSentError:
    return NotSentError(
        f"The Prefect server that keeps the pace did not answer ({type(fault).__name__}).",
        code="pacer_unavailable",
        next_step="Check the Prefect server (`url2video doctor`).",
    )


def _limit_missing() -> ConfigurationError:
    return ConfigurationError(
        f"The Prefect server has no global concurrency limit {LIMIT_NAME!r}.",
        code="limit_missing",
        next_step="Create it with `url2video setup`.",
    )
