"""Many items at once, which end together where the run is broken off."""

import asyncio
from collections.abc import Coroutine, Iterable
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
        await _wind_up(tasks)
        raise


async def _wind_up(tasks: list[asyncio.Task[R]]) -> None:
    """Wait for the ends of broken-off tasks, however often this is broken off meanwhile: one signal may do it twice."""
    while pending := [task for task in tasks if not task.done()]:
        with suppress(asyncio.CancelledError):
            await asyncio.wait(pending)
