"""SIGTERM, heard wherever it lands.

On SIGTERM Prefect raises TerminationSignal in whatever the process is doing (prefect.utilities.engine.capture_sigterm).
In an event loop that is often a callback, and there asyncio logs any exception and goes on: the signal would be lost,
and the run killed the hard way half a minute later. Prefect's handler has to stay, for a worker cancels through it; so
the loop is told of the signal beside it, by the descriptor that the interpreter writes every signal to.
"""

import asyncio
import signal
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

from prefect.exceptions import TerminationSignal

_descriptors: list[int] = []
"""Where signals were told before any run, and where each run of this process hears of them: runs that overlap end in
any order, and the descriptor of one that has ended may be another file's by then."""


@asynccontextmanager
async def ended_by_sigterm() -> AsyncIterator[None]:
    """Break the current task off on SIGTERM, as a cancellation; it leaves this block as Prefect's TerminationSignal.

    Without effect outside the main thread, which alone can ask for signals (Python docs, signal.set_wakeup_fd).
    """
    task, heard = asyncio.current_task(), False

    def hear() -> None:
        nonlocal heard
        if signal.SIGTERM in inbox.recv(4096) and task:
            heard = True
            task.cancel()

    with _signals() as inbox:
        asyncio.get_running_loop().add_reader(inbox, hear)
        try:
            yield
            await asyncio.sleep(0)  # a cancellation that `in_thread` has put off takes effect here at the latest
        except asyncio.CancelledError as cancelled:
            if not heard:
                raise
            raise TerminationSignal(signal.SIGTERM) from cancelled
        finally:
            asyncio.get_running_loop().remove_reader(inbox)


@contextmanager
def _signals() -> Iterator[socket.socket]:
    """A socket that has a byte for every signal that the process gets, its number."""
    inbox, outbox = socket.socketpair()
    with inbox, outbox:
        inbox.setblocking(False)
        outbox.setblocking(False)
        with suppress(ValueError):
            before = signal.set_wakeup_fd(outbox.fileno(), warn_on_full_buffer=False)
            _descriptors[:] = [*(_descriptors or [before]), outbox.fileno()]
        try:
            yield inbox
        finally:
            with suppress(ValueError):
                _descriptors.remove(outbox.fileno())
                signal.set_wakeup_fd(_descriptors[-1])
                if len(_descriptors) == 1:  # nobody runs any more
                    _descriptors.clear()
