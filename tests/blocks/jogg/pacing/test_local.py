"""The pace of POSTs, in a loop whose clock jumps: minutes pass in milliseconds, and no load of the machine matters."""

import asyncio
import random
import selectors
from itertools import pairwise
from typing import Any, NoReturn, cast
from uuid import UUID, uuid4

import httpx
import pytest
from prefect.client.orchestration import PrefectClient

from blocks.jogg.pacing.limit import RELEASE_PAUSES, SharedLimit
from blocks.jogg.pacing.local import REMEMBERED, PostPacer, Transit

STEP = 1e-6
"""Seconds that a turn of the loop takes."""


class JumpingLoop(asyncio.SelectorEventLoop):
    """Where nothing is to be done, it is at once the time at which something is."""

    def __init__(self) -> None:
        self.now = 0.0
        super().__init__(_JumpingSelector(self))

    def time(self) -> float:
        return self.now


class _JumpingSelector(selectors.SelectSelector):
    def __init__(self, loop: JumpingLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> Any:
        assert timeout is not None, "nobody will ever go on"
        self._loop.now += max(timeout, STEP)
        return super().select(0)


class _Policy(asyncio.DefaultEventLoopPolicy):
    def new_event_loop(self) -> asyncio.AbstractEventLoop:
        return JumpingLoop()


@pytest.fixture(scope="module")
def event_loop_policy() -> asyncio.AbstractEventLoopPolicy:
    return _Policy()


def monotonic() -> float:
    return asyncio.get_running_loop().time()


def make_pacer(limit: int, window_seconds: float) -> PostPacer:
    return PostPacer(limit, window_seconds, monotonic)


async def arrivals(pacer: PostPacer, posts: int, *, transit: float = 0.0, seconds: float = 0.0) -> list[float]:
    """When each of the POSTs reached the service, `transit` after it was sent; answered `seconds` later."""
    moments: list[float] = []

    async def post() -> None:
        async with pacer.slot() as slot:
            slot.sent()
            await asyncio.sleep(transit)
            moments.append(monotonic())
            await asyncio.sleep(seconds)

    await asyncio.gather(*(post() for _ in range(posts)))
    return moments


def most_in_any(window: float, moments: list[float]) -> int:
    ordered = sorted(moments)
    return max(sum(start <= moment < start + window for moment in ordered) for start in ordered)


@pytest.mark.parametrize(
    ("transit", "seconds"),
    [(0.0, 0.0), (0.01, 0.0), (0.0, 0.8)],
    ids=["instant", "slow way", "slow answer"],
)
async def test_the_law_holds_in_any_window_and_the_budget_is_used(transit: float, seconds: float) -> None:
    limit, window, posts = 10, 0.5, 50
    started = monotonic()
    moments = await arrivals(make_pacer(limit, window), posts, transit=transit, seconds=seconds)
    assert most_in_any(window, moments) <= limit
    best = (posts / limit - 1) * window
    assert best / (max(moments) - started) >= (0.90 if transit else 0.94), "1/30 of it goes to the transit time"


async def test_the_law_holds_where_the_service_is_slower_than_any_way() -> None:
    """A service that queues counts a POST long after it was sent; its answers tell."""
    limit, window = 5, 0.6
    moments: list[float] = []
    pacer = make_pacer(limit, window)

    async def post() -> None:
        async with pacer.slot() as slot:
            slot.sent()
            await asyncio.sleep(window * 0.15 * random.random())
            moments.append(monotonic())

    await asyncio.gather(*(post() for _ in range(4 * limit)))
    assert most_in_any(window, moments) <= limit


def test_the_way_of_what_is_answered_late_is_that_of_the_slowest_quick_answer() -> None:
    transit = Transit(60)
    assert transit.seconds == 2
    assert transit.answered(5) == 5
    assert transit.answered(30) == 5
    for _ in range(REMEMBERED):
        transit.answered(0.1)
    assert transit.answered(30) == 2


async def test_those_who_ask_first_go_first() -> None:
    pacer = make_pacer(limit=2, window_seconds=0.1)
    order: list[int] = []

    async def post(number: int) -> None:
        async with pacer.slot():
            order.append(number)

    await asyncio.gather(*(post(number) for number in range(9)))
    assert order == list(range(9))


async def test_a_render_goes_before_the_pages_that_wait() -> None:
    pacer = make_pacer(limit=2, window_seconds=0.1)
    order: list[str] = []
    window_is_full = asyncio.Event()

    async def post(name: str, *, urgent: bool) -> None:
        async with pacer.slot(urgent=urgent):
            order.append(name)
            if len(order) == 2:
                window_is_full.set()

    pages = [asyncio.create_task(post(f"page {number}", urgent=False)) for number in range(6)]
    await window_is_full.wait()
    await asyncio.gather(*pages, *(post(f"render {number}", urgent=True) for number in range(2)))
    assert order == ["page 0", "page 1", "render 0", "render 1", "page 2", "page 3", "page 4", "page 5"]


async def test_a_penalty_holds_everybody_back() -> None:
    pacer = make_pacer(limit=5, window_seconds=0.1)
    started = monotonic()
    pacer.penalise(0.3)
    pacer.penalise(0.1)
    assert min(await arrivals(pacer, 3)) - started >= 0.3


async def test_a_post_whose_sending_is_unknown_counts_from_its_end() -> None:
    pacer = make_pacer(limit=1, window_seconds=0.2)
    async with pacer.slot():
        await asyncio.sleep(0.1)
        ended = monotonic()
    assert min(await arrivals(pacer, 1)) - ended >= 0.2


async def test_a_post_of_which_nothing_was_written_takes_nobodys_turn() -> None:
    pacer = make_pacer(limit=1, window_seconds=60)
    started = monotonic()
    for _ in range(3):
        async with pacer.slot() as slot:
            slot.unused()
    assert monotonic() - started < 10


async def test_a_caller_who_gives_up_waiting_takes_nothing_with_it() -> None:
    pacer = make_pacer(limit=1, window_seconds=0.5)
    await arrivals(pacer, 1)
    waiting = [asyncio.create_task(arrivals(pacer, 1)) for _ in range(5)]
    await asyncio.sleep(0)
    for task in waiting[:4]:
        task.cancel()
    started = monotonic()
    await waiting[4]
    assert monotonic() - started < 1.5


async def test_a_lease_that_the_server_does_not_take_back_is_given_up_with_the_last_attempt() -> None:
    attempts: list[float] = []

    class Silent:
        async def release_concurrency_slots_with_lease(self, _lease: UUID) -> NoReturn:
            attempts.append(monotonic())
            raise httpx.ReadTimeout("")

    limit = SharedLimit(cast("PrefectClient", Silent()))
    await limit.give_back(uuid4(), 0)
    pauses = [later - earlier for earlier, later in pairwise(attempts)]
    assert pauses == pytest.approx(RELEASE_PAUSES, abs=0.01)
    assert monotonic() == pytest.approx(attempts[-1], abs=0.01)


async def test_a_failed_post_gives_its_slot_back_after_the_window() -> None:
    pacer = make_pacer(limit=1, window_seconds=0.1)
    with pytest.raises(ConnectionError):
        async with pacer.slot():
            raise ConnectionError
    assert len(await arrivals(pacer, 2)) == 2
