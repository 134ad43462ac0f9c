"""What a flow run's own errors, and a cancellation, make of its final state."""

from collections.abc import Callable, Coroutine
from contextlib import nullcontext
from functools import wraps
from typing import Any, ParamSpec
from uuid import UUID

from prefect.client.schemas.objects import State
from prefect.logging import get_run_logger
from prefect.runtime import flow_run
from prefect.states import Cancelled, Failed

from blocks.errors import Url2VideoError
from flows.runtime.server_watch import RunCancelledError, server_watch

P = ParamSpec("P")


def told_as_state(run: Callable[P, Coroutine[Any, Any, State[Any]]]) -> Callable[P, Coroutine[Any, Any, State[Any]]]:
    """Make the errors of a flow its final state: the error's own sentence as the message, no trace in the log.

    The state's result is the error itself. Faults of our own (any other exception) keep their trace. A run of the
    command line also ends here, as Cancelled, where somebody cancels it in the Prefect UI.
    """

    @wraps(run)
    async def told(*args: P.args, **kwargs: P.kwargs) -> State[Any]:
        watch = server_watch.get()
        if watch:
            watch.begun(UUID(flow_run.id))
        try:
            async with watch.cancelling() if watch else nullcontext():
                return await run(*args, **kwargs)
        except RunCancelledError as cancelled:
            return Cancelled(message=cancelled.advice, data=cancelled)
        except Url2VideoError as error:
            get_run_logger().error(error.advice)
            return Failed(name=error.code.replace("_", " ").capitalize(), message=error.advice, data=error)

    return told
