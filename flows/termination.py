"""SIGTERM, heard by the runs of this process and by nothing else.

On SIGTERM Prefect raises TerminationSignal in whatever the main thread is doing (prefect.utilities.engine,
capture_sigterm). Of an event loop that may be a callback, where asyncio logs any exception and goes on; the HTTP
client in the middle of a change of state, after which it waits for ever; or the loop itself, whose end cancels even
those who wind up others. While a run is under way, the signal breaks off its task instead, as asyncio.Runner has it for
SIGINT.
"""

import asyncio
import signal
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from prefect.exceptions import TerminationSignal
from prefect.utilities import engine

PREFECTS_NAME = "_prefect_sigterm_handler"
"""Where Prefect 3.8 keeps its own handler. It acknowledges a cancel from the UI to its worker only while the handler
of SIGTERM is what stands there (commit_control_intent_and_ack); unacknowledged, the run would end Crashed instead of
Cancelled."""

_hearers: list[Callable[[], None]] = []
"""One of each run under way: runs may overlap, and end in any order."""

_replaced: dict[str, Any] = {}
"""What the handler stands in for, while there is a run."""


@asynccontextmanager
async def ended_by_sigterm() -> AsyncIterator[None]:
    """Break the current task off on SIGTERM, as a cancellation; it leaves this block as Prefect's TerminationSignal.

    Without effect outside the main thread, which alone can handle signals (Python docs, signal.signal).
    """
    task, loop, heard = asyncio.current_task(), asyncio.get_running_loop(), False

    def hear() -> None:
        nonlocal heard
        heard = True
        if task:
            loop.call_soon_threadsafe(task.cancel)

    with _heard_by(hear):
        try:
            yield
            await asyncio.sleep(0)  # a cancellation that `in_thread` has put off takes effect here at the latest
        except asyncio.CancelledError as cancelled:
            if not heard:
                raise
            raise TerminationSignal(signal.SIGTERM) from cancelled


@contextmanager
def _heard_by(hear: Callable[[], None]) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    _hearers.append(hear)
    if len(_hearers) == 1:
        _replaced.update(signal=signal.signal(signal.SIGTERM, _tell), name=getattr(engine, PREFECTS_NAME, None))
        setattr(engine, PREFECTS_NAME, _tell)
    try:
        yield
    finally:
        _hearers.remove(hear)
        if not _hearers:
            setattr(engine, PREFECTS_NAME, _replaced["name"])
            signal.signal(signal.SIGTERM, _replaced["signal"] or signal.SIG_DFL)


def _tell(*_: object) -> None:
    for hear in _hearers:
        hear()
