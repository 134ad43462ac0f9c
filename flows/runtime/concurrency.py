"""Many items at once, which end together where the run is cancelled, and blocking calls made from the event loop."""

import asyncio
import contextvars
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")

MAX_READS = 16
"""Blocking calls at a time for one of many items: each is one small GET or a few of them, and a catalog of thousands
must not take minutes to plan."""


@asynccontextmanager
async def gathering(work: Iterable[Coroutine[Any, Any, R]]) -> AsyncIterator[Awaitable[list[R]]]:
    """Start all of `work`, for the block to await the results. If it fails or is cancelled, cancel the rest of the work
    and wait until it has cleaned up.

    A process that is told to end does so as soon as the flow has: the others would hold their claims and unfinished
    uploads until these run out (asyncio.gather leaves them running).
    """
    tasks = [asyncio.ensure_future(each) for each in work]
    try:
        yield asyncio.gather(*tasks)
    except BaseException:
        for task in tasks:
            task.cancel()
        await wind_up(tasks)
        raise


async def wind_up(running: Sequence[asyncio.Future[R]]) -> None:
    """Wait for all to end, however often this is broken off meanwhile: a signal may come twice."""
    while pending := [each for each in running if not each.done()]:
        with suppress(asyncio.CancelledError):
            await asyncio.wait(pending)


async def in_thread(call: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run a blocking call in a thread, to its end.

    A cancellation that comes meanwhile breaks off what the caller awaits next (as `trio.to_thread.run_sync` has it):
    the caller has to hear what became of a write to the ledger, or it could not let go of its claim.
    """
    here = partial(contextvars.copy_context().run, call, *args, **kwargs)
    # No task, as asyncio.to_thread would need to be one: a second Ctrl-C cancels all of them.
    running = asyncio.get_running_loop().run_in_executor(None, here)
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await wind_up([running])
        if task := asyncio.current_task():
            # In place of the one that was caught: who counts them, as asyncio.timeout does, finds as many.
            task.uncancel()
            task.cancel()
        return running.result()


async def in_threads(call: Callable[[T], R], pieces: Iterable[T]) -> list[R]:
    """Run a blocking call for each piece, `MAX_READS` at a time; return the results in order.

    If one fails, the rest is cancelled.
    """
    turns = asyncio.Semaphore(MAX_READS)

    async def one(piece: T) -> R:
        async with turns:
            return await in_thread(call, piece)

    async with gathering(map(one, pieces)) as results:
        return await results
