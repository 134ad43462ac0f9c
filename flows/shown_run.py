"""A flow run in this process, shown on the terminal, down to the exit code."""

import asyncio
import signal
from collections.abc import Callable, Coroutine
from contextlib import ExitStack
from typing import Any

import httpx
from prefect.client.schemas.objects import State
from prefect.exceptions import PrefectHTTPStatusError, TerminationSignal
from rich.console import Console

from blocks.errors import Url2VideoError
from flows.console import JsonLines, TerminalView
from flows.lost_server import ServerLostError, server_fault, unhidden
from flows.progress import listener
from flows.result import BatchResult

SERVER_FAULTS = (httpx.TransportError, PrefectHTTPStatusError)
"""What Prefect's client raises where its server is out of reach or at fault."""


def run_shown(start: Callable[[], Coroutine[Any, Any, State[Any]]], *, json_lines: bool, verbose: bool) -> int:
    """Run the flow that `start` calls; 0 if it ends Completed, 1 if something is left to do.

    SIGTERM ends the process as that signal does, once the run has let go of its claims.

    Raises:
        ServerLostError: the Prefect server went away.
        Url2VideoError: the run could not begin.
    """
    try:
        return _run(start, json_lines=json_lines, verbose=verbose)
    except TerminationSignal as stopped:
        # Before the session is open Prefect raises it wherever the process is. Inside the event loop that is past the
        # engine, which would have sent the signal on (prefect.utilities.engine.capture_sigterm).
        signal.signal(stopped.signal, signal.SIG_DFL)
        signal.raise_signal(stopped.signal)
        raise


def _run(start: Callable[[], Coroutine[Any, Any, State[Any]]], *, json_lines: bool, verbose: bool) -> int:
    view = JsonLines() if json_lines else TerminalView(Console())
    listener.set(view)
    with ExitStack() as shown:
        if isinstance(view, TerminalView) and not verbose:
            shown.enter_context(view.shown())
        try:
            state = asyncio.run(start())
        except (*SERVER_FAULTS, RuntimeError) as error:
            # Those of the service and of the store never come so far: of these a run makes ends of items.
            fault = unhidden(error)
            if not isinstance(fault, SERVER_FAULTS):
                raise
            raise _lost(view.batch, fault) from error
    if view.batch is None and isinstance(state.data, Url2VideoError):
        raise state.data
    if view.batch is None:
        raise Url2VideoError(f"The run ended as {state.name}: {state.message}", code="run_failed")
    return 0 if state.is_completed() else 1


def _lost(batch: BatchResult | None, error: Exception) -> ServerLostError:
    fault = server_fault(error)
    if batch is None:
        return ServerLostError(f"The Prefect server {fault}; the run did not end.", exit_code=2)
    message = f"The Prefect server {fault} and does not know how this run ended. {batch.sentence}"
    return ServerLostError(message, exit_code=0 if batch.succeeded else 1)
