"""Ctrl-C and SIGTERM, heard by the runs of this process and by nothing else.

On SIGTERM Prefect raises TerminationSignal in whatever the main thread is doing (prefect.utilities.engine,
capture_sigterm), and so does asyncio.Runner KeyboardInterrupt on the second Ctrl-C. Of an event loop that may be a
callback, where asyncio logs any exception and goes on; the HTTP client in the middle of a change of state, after which
it waits for ever; or the loop itself, whose end cancels even those who wind up others. While a run is under way, each
of these signals breaks off its task instead, as asyncio.Runner has it for the first Ctrl-C.
"""

import asyncio
import signal
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager

from prefect.exceptions import TerminationSignal

from flows.runtime.prefect_names import put_sigterm_handler, sigterm_handler

SIGNALS = (signal.SIGINT, signal.SIGTERM)

_hearers: list[Callable[[int], None]] = []
"""One of each run under way: runs may overlap, and end in any order."""

_replaced = ExitStack()
"""Puts back what the handler stands in for, while there is a run."""


@asynccontextmanager
async def ended_by_signals() -> AsyncIterator[None]:
    """Break the current task off, as a cancellation, which leaves this block as KeyboardInterrupt or TerminationSignal.

    Without effect outside the main thread, which alone can handle signals (Python docs, signal.signal).
    """
    task, loop = asyncio.current_task(), asyncio.get_running_loop()
    heard: list[int] = []

    def hear(number: int) -> None:
        heard.append(number)
        if task:
            loop.call_soon_threadsafe(task.cancel)

    with _heard_by(hear):
        try:
            yield
            await asyncio.sleep(0)  # a cancellation that `in_thread` has put off takes effect here at the latest
        except asyncio.CancelledError as cancelled:
            if not heard:
                raise
            raise _end(heard[0]) from cancelled


def _end(number: int) -> BaseException:
    return KeyboardInterrupt() if number == signal.SIGINT else TerminationSignal(number)


@contextmanager
def _heard_by(hear: Callable[[int], None]) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    _hearers.append(hear)
    if len(_hearers) == 1:
        _stand_in()
    try:
        yield
    finally:
        _hearers.remove(hear)
        if not _hearers:
            _replaced.close()


def _stand_in() -> None:
    for number in SIGNALS:
        _replaced.callback(signal.signal, number, signal.signal(number, _tell) or signal.SIG_DFL)
    _replaced.callback(put_sigterm_handler, sigterm_handler())
    put_sigterm_handler(_tell)


def _tell(number: int, _: object) -> None:
    for hear in _hearers:
        hear(number)
