"""Blocking calls of the store and the ledger, made from the event loop."""

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from flows.gathering import wind_up

P = ParamSpec("P")
R = TypeVar("R")


async def in_thread(call: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run a blocking call in a thread, to its end.

    A cancellation that comes meanwhile breaks off what the caller awaits next (as `trio.to_thread.run_sync` has it):
    the caller has to hear what became of a write to the ledger, or it could not let go of its claim.
    """
    running = asyncio.ensure_future(asyncio.to_thread(call, *args, **kwargs))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await wind_up([running])
        if task := asyncio.current_task():
            # In place of the one that was caught: who counts them, as asyncio.timeout does, finds as many.
            task.uncancel()
            task.cancel()
        return running.result()
