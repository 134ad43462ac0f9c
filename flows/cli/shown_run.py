"""A flow run in this process, shown on the terminal, down to the exit code."""

import asyncio
import signal
from collections.abc import Callable, Coroutine
from contextlib import nullcontext
from functools import partial
from typing import Any

import httpx
from prefect import tags
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.exceptions import Abort, TerminationSignal
from prefect.settings import get_current_settings

from blocks.errors import Url2VideoError
from flows.catalog.run import Where
from flows.cli.automations import TAG
from flows.cli.command import INTERRUPTED, ServerLostError, leave_at_once, print_error
from flows.cli.console import RunView, TerminalView, view_of
from flows.cli.free_call import check_ways
from flows.cli.next_steps import NextSteps
from flows.cli.options import Shown, ShownGallery
from flows.items.listener import listener
from flows.runtime.access import proven
from flows.runtime.handover import handed
from flows.runtime.own_server import lock_own_server
from flows.runtime.run import Run
from flows.runtime.run_flow import RunFlow
from flows.runtime.server_watch import RunCancelledError, ServerWatch, server_fault, server_watch

START_SECONDS = 30.0
"""For a server to say that it is well, which needs no database: one that takes longer has no time for a run."""

GRACE_SECONDS = 3.0
"""From the run's last word to the exit, where nobody is there to take it: a server that starts again may come back."""

Start = Callable[[], Coroutine[Any, Any, State[Any]]]


def run_shown(start: Start, shown: Shown, next_steps: NextSteps) -> int:
    """Run the flow that `start` calls; 0 if it ends Completed, 1 if something is left to do, 130 if it was cancelled.

    SIGTERM ends the process as that signal does, once the run has let go of its claims.

    Raises:
        ServerLostError: the Prefect server is out of reach or went away.
        Url2VideoError: the run could not begin; nothing was sent.
    """
    lock_own_server()
    view, watch = view_of(shown, next_steps), ServerWatch()
    if isinstance(view, TerminalView) and not get_current_settings().api.url:
        view.noted("Starting Prefect (about 10 s; set PREFECT_API_URL to avoid).")
    bars = view.shown() if isinstance(view, TerminalView) and not shown.verbose else nullcontext()
    try:
        with bars:
            state, error = asyncio.run(_watched(start, view, watch))
    except Url2VideoError:
        raise
    except TerminationSignal as stopped:
        # Before the session is open Prefect raises it wherever the process is. Inside the event loop that is past the
        # engine, which would have sent the signal on (prefect.utilities.engine.capture_sigterm).
        signal.signal(stopped.signal, signal.SIG_DFL)
        signal.raise_signal(stopped.signal)
        raise
    except (Exception, Abort) as fault:
        # Those of the service and of the store never come so far: of these a run makes ends of items.
        raise _lost(view, watch, fault) from fault
    view.open_gallery(asked=isinstance(shown, ShownGallery) and shown.opens)
    return _exit_code(view, state, error)


def run_proven(flow: RunFlow, run: Run, where: Where, shown: Shown, *, asks_service: bool = True) -> int:
    """Prove key, where the run asks a service, and destination; then run it as `run_shown` does.

    Raises Url2VideoError: something is wrong with the key or the destination. Nothing was sent.
    """
    with handed(proven, asyncio.run(check_ways(where, asks_service=asks_service))):
        return run_shown(partial(flow, **dict(run), return_state=True), shown, NextSteps(where))


async def _watched(start: Start, view: RunView, watch: ServerWatch) -> tuple[State[Any], Any]:
    """Run the flow; its final state, and the error in it if there is one."""
    # Of this task and those below it alone: the next run of the process has its own.
    listener.set(view)
    server_watch.set(watch)
    await _require_server()
    leaving = asyncio.create_task(_leave_when_gone(view, watch))
    try:
        with tags(TAG):
            state = await start()
        return state, await state.aresult(raise_on_failure=False)
    finally:
        leaving.cancel()
        watch.ended()


async def _require_server() -> None:
    """Prove that the Prefect server answers, if one is set. Raises ServerLostError."""
    if not get_current_settings().api.url:
        return
    try:
        async with asyncio.timeout(START_SECONDS), get_client() as client:
            fault = await client.api_healthcheck()
    except (httpx.HTTPError, RuntimeError, TimeoutError) as error:
        fault = error
    if fault is not None:
        raise ServerLostError(f"The Prefect server {server_fault(fault)}; the run did not begin.", exit_code=2)


async def _leave_when_gone(view: RunView, watch: ServerWatch) -> None:
    """End the process once all is said and nobody is there to hear of it: Prefect's client would try for a minute."""
    while True:
        await asyncio.sleep(GRACE_SECONDS / 10)
        if (view.batch or watch.stopped_by) and watch.gone_seconds >= GRACE_SECONDS:
            leave_at_once(_lost(view, watch, ConnectionError()))


def _exit_code(view: RunView, state: State[Any], error: Any) -> int:
    if isinstance(error, RunCancelledError):
        print_error(error)
        return INTERRUPTED
    if not isinstance(error, Url2VideoError):
        if view.batch is not None:
            return 0 if state.is_completed() else 1
        error = Url2VideoError(f"The run ended as {state.name}: {state.message}", code="run_failed")
    if not view.has_begun:
        raise error
    view.show_ends()
    print_error(error)
    return 0 if view.batch and view.batch.succeeded else 1


def _lost(view: RunView, watch: ServerWatch, error: BaseException) -> ServerLostError:
    """The error that says what the server does not know, with the exit code of a run whose end it knows."""
    fault = server_fault(error)
    if view.batch is not None:
        message = f"The Prefect server {fault} and does not know how this run ended. {view.batch.sentence}"
        return ServerLostError(message, exit_code=0 if view.batch.succeeded else 1)
    if watch.stopped_by:
        message = f"Interrupted; the Prefect server {fault} and does not know of it."
        return ServerLostError(message, exit_code=128 + watch.stopped_by)
    if not view.has_begun:
        return ServerLostError(f"The Prefect server {fault}; the run did not begin.", exit_code=2)
    view.show_ends()
    return ServerLostError(f"The Prefect server {fault}, and the run stopped.", exit_code=1)
