"""Names of Prefect that its documents do not promise: all that the project uses of them, and what each stands in for.

`tests/flows/runtime/test_prefect_names.py` fails where one of them is gone or means something else.
"""

import signal
from collections.abc import Callable
from typing import Any, TypeVar, cast

from prefect.context import refresh_global_settings_context
from prefect.utilities import engine
from prefect.utilities.annotations import opaque, quote
from prefect.utilities.callables import parameter_schema

__all__ = ["parameter_schema", "refresh_global_settings_context"]

T = TypeVar("T")

# `parameter_schema(flow)`: the schema of a run form, which `prefect deploy` sends. The public way is `Flow.parameters`,
# which is made from it once, before the flow's signature can be set.
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


# By itself Prefect looks into every input of a step for objects that a step has returned, and draws edges in the graph.
# It knows many by their place in memory alone (`link_state_to_result` in its utilities.engine), an empty string among
# them, and would join unrelated videos. A result that is to be linked is an object with a `__weakref__`, which it knows
# again for certain. The public way, `wait_for`, adds edges only.


def linked(value: T) -> T:
    """Return the input for a step: an edge from the step that has returned this very object, if one has."""
    return cast("T", opaque(value))


def unlinked(value: T) -> T:
    """Return the input for a step: no edge."""
    return cast("T", quote(value))
