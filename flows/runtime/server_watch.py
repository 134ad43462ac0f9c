"""Looks at the Prefect server while a run of the command line goes: is it there, and has somebody cancelled the run?

A worker cancels its runs by SIGTERM. A run in the process of `url2video make` has no worker, so it asks for its own
state. Prefect's client repeats a call to a server that has gone away for a minute and more: whoever calls the server
is told here, sooner, that nobody is there.
"""

import asyncio
import signal
import time
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager, suppress
from contextvars import ContextVar
from typing import TypeVar
from uuid import UUID

import httpx
from prefect.client.orchestration import PrefectClient, get_client
from prefect.exceptions import TerminationSignal
from prefect.settings import PREFECT_CLIENT_MAX_RETRIES, temporary_settings

from blocks.errors import Url2VideoError

T = TypeVar("T")

LOOK_SECONDS = 2.0
"""Between two looks at the run's state: one small request each, far below what Prefect Cloud allows in a minute."""

ANSWER_SECONDS = 5.0
"""For the answer to a look. A server that is there and takes longer is busy, and is asked again."""

GONE = (httpx.ConnectError, httpx.ConnectTimeout, httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError)
"""What the client raises where nobody listens, or where the server died with the connection. A read that takes too
long is none of these: SQLite under several workers keeps a server busy for up to a minute."""


class RunCancelledError(Url2VideoError):
    """Somebody cancelled the run on the Prefect server; all its claims are given up."""

    default_next_step = "The same command goes on from here."

    def __init__(self) -> None:
        super().__init__("Cancelled in the Prefect UI.", code="run_cancelled")


class ServerGoneError(Exception):
    """Nobody listens at the Prefect server's address at the moment."""


class ServerWatch:
    """Asks the server every few seconds, from the beginning of the run until it has `ended`."""

    def __init__(self) -> None:
        self._gone = asyncio.Event()
        self._gone_since = 0.0
        self._task: asyncio.Task[object] | None = None
        """To be cancelled with the run; none before and after it."""
        self._is_cancelled = False
        self._looking: asyncio.Task[None] | None = None
        self.stopped_by: signal.Signals | None = None
        """The signal that the run has heard, once it has let go of its claims."""

    @property
    def gone_seconds(self) -> float:
        """For how long nobody has been there; 0 while somebody is."""
        return time.monotonic() - self._gone_since if self._gone.is_set() else 0.0

    def ended(self) -> None:
        """Look no more."""
        if self._looking:
            self._looking.cancel()

    @asynccontextmanager
    async def cancelling(self, flow_run_id: UUID) -> AsyncIterator[None]:
        """Look at the run from now on, and cancel the current task when it is cancelled on the server.

        Raises RunCancelledError then.
        """
        task = asyncio.current_task()
        self._task, self._is_cancelled = task, False
        self._looking = asyncio.create_task(self._keep_looking(flow_run_id))
        try:
            yield
            await asyncio.sleep(0)  # a cancellation that `in_thread` has put off takes effect here at the latest
        except asyncio.CancelledError as broken_off:
            if task is None or not self._is_cancelled:
                raise
            task.uncancel()  # the engine goes on in this task: it has the state to set
            raise RunCancelledError from broken_off
        except (KeyboardInterrupt, TerminationSignal) as stopped:
            self.stopped_by = signal.SIGINT if isinstance(stopped, KeyboardInterrupt) else signal.SIGTERM
            raise
        finally:
            self._task = None

    async def while_there(self, call: Awaitable[T]) -> T:
        """Await a call to the server. Raises ServerGoneError as soon as nobody is there to answer it."""
        calling, gone = asyncio.ensure_future(call), asyncio.ensure_future(self._gone.wait())
        try:
            await asyncio.wait((calling, gone), return_when=asyncio.FIRST_COMPLETED)
            if not calling.done():
                raise ServerGoneError
            return await calling
        finally:
            calling.cancel()
            gone.cancel()

    async def _keep_looking(self, flow_run_id: UUID) -> None:
        # Of this task alone: a setting of Prefect is a context variable.
        with temporary_settings({PREFECT_CLIENT_MAX_RETRIES: 0}):
            async with get_client() as client:
                while True:
                    # Whatever the server says, a look must not harm the run.
                    with suppress(Exception):
                        await self._look(client, flow_run_id)
                    await asyncio.sleep(LOOK_SECONDS)

    async def _look(self, client: PrefectClient, flow_run_id: UUID) -> None:
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                state = (await client.read_flow_run(flow_run_id)).state
        except GONE:
            if not self._gone.is_set():
                self._gone_since = time.monotonic()
                self._gone.set()
            return
        self._gone.clear()
        if state and (state.is_cancelling() or state.is_cancelled()) and self._task and not self._is_cancelled:
            self._is_cancelled = True
            self._task.cancel()


server_watch: ContextVar[ServerWatch | None] = ContextVar("server_watch", default=None)
"""Set by the command line. A run on a worker has none: its worker cancels it."""


def server_fault(error: BaseException) -> str:
    """What Prefect's client has met, in words that go after the server's name."""
    fault = error.__cause__ or error if isinstance(error, RuntimeError) else error  # so it hides that of its first call
    if isinstance(fault, httpx.HTTPStatusError):
        return f"answers {fault.response.status_code}"
    if isinstance(fault, httpx.TransportError | TimeoutError | OSError):
        return f"can't be reached ({type(fault).__name__})"
    return f"is at fault ({type(fault).__name__}: {fault})"
