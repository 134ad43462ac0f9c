"""Blocking calls of the store and the ledger, made from the event loop."""

import asyncio
import contextvars
from collections.abc import Callable
from functools import partial
from typing import ParamSpec, TypeVar

from flows.gathering import wind_up

P = ParamSpec("P")
R = TypeVar("R")


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
