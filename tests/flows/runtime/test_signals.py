"""A SIGTERM is never lost, wherever in the event loop it lands."""

import asyncio
import signal
import time
from collections.abc import Iterator

import pytest
from prefect.exceptions import TerminationSignal
from prefect.utilities.engine import can_ack_control_intent, capture_sigterm

from flows.runtime.concurrency import gathering, in_thread
from flows.runtime.signals import ended_by_signals


@pytest.fixture(autouse=True)
def prefect_handles_sigterm() -> Iterator[None]:
    """As its engine does while a flow runs."""
    with capture_sigterm():
        yield


async def stopped_while_awaiting(ends: list[str], begun: asyncio.Event) -> None:
    """Gather three that wait for ever; `begun` is set when all do."""
    waiting: set[str] = set()

    async def work(name: str) -> None:
        waiting.add(name)
        if len(waiting) == 3:
            begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            ends.append(name)

    async with ended_by_signals(), gathering(work(name) for name in "abc") as results:
        await results


async def test_in_a_callback_where_asyncio_would_swallow_it() -> None:
    ends: list[str] = []
    begun = asyncio.Event()
    loop = asyncio.get_running_loop()

    async def strike() -> None:
        await begun.wait()
        loop.call_soon(signal.raise_signal, signal.SIGTERM)

    striking = asyncio.create_task(strike())
    with pytest.raises(TerminationSignal):
        await stopped_while_awaiting(ends, begun)
    assert striking.done()
    assert sorted(ends) == ["a", "b", "c"]


async def test_in_a_task_of_somebody_else_which_goes_on() -> None:
    ends: list[str] = []
    begun = asyncio.Event()

    async def stranger() -> str:
        await begun.wait()
        signal.raise_signal(signal.SIGTERM)
        return "unharmed"

    task = asyncio.create_task(stranger())
    with pytest.raises(TerminationSignal):
        await stopped_while_awaiting(ends, begun)
    assert sorted(ends) == ["a", "b", "c"]
    assert await task == "unharmed"


async def test_in_one_of_the_awaited_while_the_others_wind_up() -> None:
    ends: list[str] = []
    begun = asyncio.Event()

    async def hit() -> None:
        await begun.wait()
        signal.raise_signal(signal.SIGTERM)

    async def slow() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            for _ in range(10):  # turns of the loop: the signal is heard of meanwhile
                await asyncio.sleep(0)
            ends.append("slow")

    with pytest.raises(TerminationSignal):
        async with ended_by_signals(), gathering((hit(), slow())) as results:
            await results
    assert ends == ["slow"]


async def test_in_the_last_write_of_a_run() -> None:
    loop = asyncio.get_running_loop()
    written = []

    def write(writer: "asyncio.Task[None]") -> None:
        loop.call_soon_threadsafe(signal.raise_signal, signal.SIGTERM)
        until = time.monotonic() + 10
        while not writer.cancelling():
            assert time.monotonic() < until, "the loop does not hear of the signal"
        written.append("all")

    async def run() -> None:
        async with ended_by_signals():
            await in_thread(write, running)
            written.append("and known")

    running = asyncio.create_task(run())
    with pytest.raises(TerminationSignal):
        await running
    assert written == ["all", "and known"]


async def test_another_cancellation_stays_one() -> None:
    begun = asyncio.Event()
    task = asyncio.create_task(stopped_while_awaiting([], begun))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_runs_that_overlap_may_end_in_any_order() -> None:
    leave = [asyncio.Event() for _ in range(3)]

    async def run(number: int) -> None:
        async with ended_by_signals():
            await leave[number].wait()

    before = signal.getsignal(signal.SIGTERM)
    runs = [asyncio.create_task(run(number)) for number in range(3)]
    for number in (1, 0, 2):
        await asyncio.sleep(0)
        leave[number].set()
        await runs[number]
        assert can_ack_control_intent(), "Prefect would not let its worker cancel the run"
    assert signal.getsignal(signal.SIGTERM) is before


async def test_each_of_the_runs_that_overlap_is_ended() -> None:
    begun = [asyncio.Event(), asyncio.Event()]
    runs = [asyncio.create_task(stopped_while_awaiting([], each)) for each in begun]
    for each in begun:
        await each.wait()
    signal.raise_signal(signal.SIGTERM)
    ends = await asyncio.gather(*runs, return_exceptions=True)
    assert [type(end) for end in ends] == [TerminationSignal] * 2
