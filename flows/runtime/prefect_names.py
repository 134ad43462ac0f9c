"""Names of Prefect that its documents do not promise: all that the project uses of them, and what each stands in for.

`tests/flows/runtime/test_prefect_names.py` fails where one of them is gone or means something else.
"""

import signal
from collections.abc import Callable
from typing import Any

from prefect.context import refresh_global_settings_context
from prefect.utilities import engine
from prefect.utilities.annotations import opaque, quote
from prefect.utilities.callables import parameter_schema

__all__ = [
    "opaque",
    "parameter_schema",
    "put_sigterm_handler",
    "quote",
    "refresh_global_settings_context",
    "sigterm_handler",
]

# `parameter_schema(flow)`: the schema of a run form, which `prefect deploy` sends. The public way is `Flow.parameters`,
# which is made from it once, before the flow's signature can be set.
#
# `opaque(value)`, `quote(value)`: an input of a task that is not searched for results of others: itself one, or none.
# The public way, `wait_for`, adds edges only.
#
# `refresh_global_settings_context()`: has Prefect read the environment again. The public way, `temporary_settings`, is
# a context variable, which the process of a server that Prefect starts does not get.

_SIGTERM_HANDLER = "_prefect_sigterm_handler"
"""Prefect acknowledges a cancellation from the UI to its worker only while the process's handler of SIGTERM is what
stands under this name (prefect.utilities.engine, commit_control_intent_and_ack). Unacknowledged, the run ends Crashed
instead of Cancelled. There is no public way to handle SIGTERM and be cancelled."""

Handler = Callable[[int, Any], object]


def sigterm_handler() -> Handler | signal.Handlers | int | None:
    """Return what Prefect takes for its own handler. Raises AttributeError where it keeps none."""
    handler: Handler | signal.Handlers | int | None = getattr(engine, _SIGTERM_HANDLER)
    return handler


def put_sigterm_handler(handler: Handler | signal.Handlers | int | None) -> None:
    """Have Prefect take `handler` for its own."""
    setattr(engine, _SIGTERM_HANDLER, handler)
