"""Many items at once, which end together where the run is broken off."""

import asyncio
from collections.abc import Coroutine, Iterable
from typing import Any, TypeVar

R = TypeVar("R")


async def gather_whole(work: Iterable[Coroutine[Any, Any, R]]) -> tuple[R, ...]:
    """Await all of `work`. If one is broken off, break off the others and wait for their clean ends.

    On SIGTERM Prefect raises in whichever task is at work and ends the process as soon as the flow has: the others
    would hold their claims and unfinished uploads until these run out (asyncio.gather leaves them running).
    """
    tasks = [asyncio.ensure_future(each) for each in work]
    try:
        return tuple(await asyncio.gather(*tasks))
    except BaseException:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        raise
