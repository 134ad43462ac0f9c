"""Against a real local Prefect server."""

import asyncio
import os
import sys
from collections.abc import Iterator
from contextlib import AsyncExitStack, suppress
from time import monotonic
from typing import Any
from uuid import UUID

import httpx
import pytest
from prefect.client.orchestration import get_client
from prefect.exceptions import ObjectNotFound
from prefect.settings import PREFECT_API_URL, temporary_settings

from blocks.errors import ConfigurationError, NotSentError
from blocks.jogg.pacing.limit import LIMIT_NAME, MIN_LEASE_SECONDS, SharedLimit, create_limit, limit_client
from blocks.jogg.pacing.local import WINDOW_SECONDS
from blocks.jogg.pacing.shared import LEASES_PER_WINDOW, SharedPacer, open_shared_pacer
from tests.prefect_server import PrefectServer, run_prefect_server

LIMIT = 6
WINDOW = 1.5


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One of its own, which has nothing else to do: the pace is measured."""
    home, quiet = tmp_path_factory.mktemp("prefect"), {"PREFECT_SERVER_UI_ENABLED": "false"}
    with (
        run_prefect_server(home, "--no-services", environment=quiet) as started,
        temporary_settings({PREFECT_API_URL: started.api_url}),
    ):
        yield


@pytest.fixture
async def limit(server: None) -> None:  # noqa: ARG001 # it lives there
    """A limit with no slot held, whatever the test before has left to its leases."""
    with suppress(ObjectNotFound):
        await delete_limit()
    await create_limit(LIMIT)


async def delete_limit() -> None:
    async with get_client() as client:
        await client.delete_global_concurrency_limit_by_name(LIMIT_NAME)


@pytest.fixture
def leased(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The slots of each lease that the server grants: one at a time, and each answer takes its way."""
    sizes: list[int] = []
    take, turn = SharedLimit.take, asyncio.Lock()

    async def noted(limit: SharedLimit, slots: int) -> UUID | None:
        async with turn:
            lease = await take(limit, slots)
        await asyncio.sleep(0.05)
        if lease:
            sizes.append(slots)
        return lease

    monkeypatch.setattr(SharedLimit, "take", noted)
    return sizes


async def held_slots() -> int:
    async with get_client() as client:
        return (await client.read_global_concurrency_limit_by_name(LIMIT_NAME)).active_slots


async def held_slots_are(expected: int) -> None:
    while await held_slots() != expected:  # noqa: ASYNC110 # another process tells; there is no event to await
        await asyncio.sleep(0.05)


async def post(pacer: SharedPacer, moments: list[float]) -> None:
    async with pacer.slot() as slot:
        moments.append(monotonic())
        slot.sent()
        await asyncio.sleep(0.02)


@pytest.mark.usefixtures("server")
async def test_without_its_limit_nothing_is_sent() -> None:
    with suppress(ObjectNotFound):
        await delete_limit()
    with pytest.raises(ConfigurationError, match="url2video setup"):
        async with open_shared_pacer():
            pass


@pytest.mark.usefixtures("limit")
async def test_a_limit_that_is_taken_away_is_told_to_everybody_who_waits() -> None:
    async with open_shared_pacer(WINDOW) as pacer:
        await delete_limit()
        ends = await asyncio.gather(*(post(pacer, []) for _ in range(3)), return_exceptions=True)
    assert [type(end) for end in ends] == [ConfigurationError] * 3


@pytest.mark.usefixtures("limit")
async def test_a_render_that_comes_late_goes_before_the_pages_that_wait() -> None:
    order: list[str] = []
    granted = asyncio.Semaphore(0)

    async def named(pacer: SharedPacer, name: str) -> None:
        async with pacer.slot(urgent=name == "render"):
            order.append(name)
            granted.release()

    async with open_shared_pacer(0.5) as pacer:
        pages = [asyncio.create_task(named(pacer, "page")) for _ in range(3 * LIMIT)]
        for _ in range(LIMIT):
            await granted.acquire()
        await asyncio.gather(named(pacer, "render"), *pages)
    assert order.index("render") <= LIMIT + 1


@pytest.mark.usefixtures("limit")
async def test_several_pacers_keep_the_law_together_and_use_the_budget() -> None:
    moments: list[float] = []
    posts = 3 * LIMIT
    async with AsyncExitStack() as stack:
        pacers = [await stack.enter_async_context(open_shared_pacer(WINDOW)) for _ in range(3)]
        started = monotonic()
        await asyncio.gather(*(post(pacers[number % 3], moments) for number in range(posts)))
    ordered = sorted(moments)
    assert all(ordered[i + LIMIT] - ordered[i] >= WINDOW for i in range(posts - LIMIT))
    assert ordered[-1] - started < MIN_LEASE_SECONDS, "no slot stays away until its lease runs out"


@pytest.mark.usefixtures("limit")
async def test_a_high_limit_takes_no_more_questions_than_a_low_one(leased: list[int]) -> None:
    many = 60
    await create_limit(many)
    moments: list[float] = []
    async with open_shared_pacer(WINDOW) as pacer:
        await asyncio.gather(*(post(pacer, moments) for _ in range(2 * many)))
    ordered = sorted(moments)
    assert all(ordered[i + many] - ordered[i] >= WINDOW for i in range(many))
    assert max(leased) == many // LEASES_PER_WINDOW
    assert len(leased) < many


@pytest.mark.usefixtures("limit", "leased")
async def test_no_slot_is_leased_for_nobody() -> None:
    """It would be lost to everybody, for a window or until its lease runs out."""
    callers = 50
    await create_limit(2 * callers)
    async with open_shared_pacer() as pacer:
        await asyncio.gather(*(post(pacer, []) for _ in range(callers)))
    assert await held_slots() == callers


@pytest.mark.usefixtures("limit")
async def test_a_server_that_misses_an_answer_loses_no_slot_and_no_caller(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is cut off in the middle: for the next question and for the next slot that would go back."""
    request, missed = httpx.AsyncClient.send, {"increment-with-lease": 1, "decrement-with-lease": 1}

    async def cut(client: httpx.AsyncClient, asked: httpx.Request, **more: Any) -> httpx.Response:
        name = asked.url.path.rsplit("/", 1)[-1]
        if missed.get(name, 0):
            missed[name] -= 1
            raise httpx.ReadError("cut off", request=asked)
        return await request(client, asked, **more)

    monkeypatch.setenv("PREFECT_CLIENT_MAX_RETRIES", "0")
    monkeypatch.setattr("blocks.jogg.pacing.limit.RELEASE_PAUSES", (0.05, 0.05))
    moments: list[float] = []
    async with open_shared_pacer(WINDOW) as pacer:
        monkeypatch.setattr(httpx.AsyncClient, "send", cut)
        async with asyncio.timeout(20):  # a slot that did not go back would be away for five minutes
            await asyncio.gather(*(post(pacer, moments) for _ in range(2 * LIMIT + 1)))
    assert not any(missed.values())
    assert len(moments) == 2 * LIMIT + 1


@pytest.mark.usefixtures("limit")
async def test_a_busy_server_is_heard_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Prefect's own client would ask again in silence, after seconds and then after a minute."""
    handle, refusals = httpx.AsyncHTTPTransport.handle_async_request, 1

    async def busy(transport: httpx.AsyncHTTPTransport, asked: httpx.Request) -> httpx.Response:
        nonlocal refusals
        if refusals and asked.url.path.endswith("increment-with-lease"):
            refusals -= 1
            return httpx.Response(503, request=asked)
        return await handle(transport, asked)

    monkeypatch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", busy)
    async with limit_client() as client:
        limit = SharedLimit(client)
        with pytest.raises(NotSentError):
            await limit.take(1)
        assert await limit.take(1)


@pytest.mark.usefixtures("limit")
async def test_a_caller_who_gives_up_waiting_leaves_no_slot_behind() -> None:
    granted = asyncio.Event()

    async def hold() -> None:
        async with pacer.slot():
            granted.set()
            await asyncio.Event().wait()

    async with open_shared_pacer(0.1) as pacer:
        await post(pacer, [])
        waiting = [asyncio.create_task(hold()) for _ in range(20)]
        await granted.wait()
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        async with asyncio.timeout(10):
            await held_slots_are(0)
    assert await held_slots() == 0


POST_AND_STAY = f"""
import asyncio
from blocks.jogg.pacing.shared import open_shared_pacer

async def post(pacer):
    async with pacer.slot() as slot:
        slot.sent()

async def main():
    async with open_shared_pacer() as pacer:
        await asyncio.gather(*(post(pacer) for _ in range({LIMIT})))
        await asyncio.Event().wait()

asyncio.run(main())
"""


@pytest.mark.long
async def test_a_process_that_is_killed_after_its_posts_blocks_its_slots_little_longer_than_the_window(
    prefect_server: PrefectServer,
) -> None:
    with temporary_settings({PREFECT_API_URL: prefect_server.api_url}):
        await create_limit(LIMIT)
        environment = os.environ | {"PREFECT_API_URL": prefect_server.api_url}
        process = await asyncio.create_subprocess_exec(sys.executable, "-c", POST_AND_STAY, env=environment)
        await held_slots_are(LIMIT)
        taken = monotonic()
        await asyncio.sleep(1)  # the leases are shortened right after the POSTs, and nothing tells of it
        process.kill()
        await process.wait()
        await held_slots_are(0)
    assert WINDOW_SECONDS <= monotonic() - taken < WINDOW_SECONDS + 10


async def test_a_server_out_of_reach_means_that_nothing_was_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_CLIENT_MAX_RETRIES", "0")
    with temporary_settings({PREFECT_API_URL: "http://127.0.0.1:9/api"}), pytest.raises(NotSentError) as raised:
        async with open_shared_pacer(WINDOW):
            pass
    assert raised.value.__context__ is None
