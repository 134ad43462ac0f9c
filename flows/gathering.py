"""Many items at once, which end together where the run is broken off."""

import asyncio
from collections.abc import Coroutine, Iterable, Sequence
from contextlib import suppress
from typing import Any, TypeVar

R = TypeVar("R")


async def gather_whole(work: Iterable[Coroutine[Any, Any, R]]) -> tuple[R, ...]:
    """Await all of `work`. If one is broken off, or this is, break off the others and wait for their clean ends.

    A process that is told to end does so as soon as the flow has: the others would hold their claims and unfinished
    uploads until these run out (asyncio.gather leaves them running).
    """
    tasks = [asyncio.ensure_future(each) for each in work]
    try:
        return tuple(await asyncio.gather(*tasks))
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
