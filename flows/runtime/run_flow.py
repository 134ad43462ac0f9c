"""Flows whose parameters are the groups of one model, which still take those of version 0.1 one by one.

Prefect binds the parameters of a run to the signature of the flow's function, so each name of 0.1 stands in it: runs of
deployments that 0.1 created go on. Schema and form of a deployment that is created now have the groups alone.
"""

import inspect
import logging
from collections.abc import Callable, Coroutine, Mapping
from contextlib import nullcontext
from datetime import UTC, datetime
from functools import wraps
from inspect import Parameter
from typing import Any, TypeVar
from uuid import UUID

from prefect import Flow
from prefect.client.schemas.objects import State
from prefect.logging import get_run_logger
from prefect.runtime import flow_run
from prefect.states import Cancelled, Failed

from blocks.errors import Url2VideoError
from flows.runtime.prefect_names import parameter_schema
from flows.runtime.run import Named, Run
from flows.runtime.server_watch import RunCancelledError, server_watch

R = TypeVar("R", bound=Run)
Story = Callable[[R], Coroutine[Any, Any, State[Any]]]

GOOD_END = "Finished in state "
"""Prefect 3.8 and 3.9 log it for every task run, at INFO where that ended well (task_engine.py, log_finished_message).
An item has four of them, and no setting leaves out this line alone: a video has one line of ours."""


class RunFlow(Flow[..., Coroutine[Any, Any, State[Any]]]):
    """A flow of one `Run`: its parameters are the groups, by name. `run_flow` makes it."""

    def __init__(self, model: type[Run], fn: Callable[..., Coroutine[Any, Any, State[Any]]], name: str) -> None:
        """`fn` takes the groups of `model`, and beside them the names of 0.1, which it does not use."""
        super().__init__(fn, name=name, flow_run_name=run_name, persist_result=False)
        self.places = model.places()
        # What `prefect deploy` reads of a flow, and what `Flow.serve` does. A description is taken from a default alone
        # (prefect._internal.pydantic.v2_schema.process_v2_params).
        self.__signature__ = inspect.Signature(
            [_parameter(group, info.annotation, info) for group, info in model.model_fields.items()]
        )
        self.parameters = parameter_schema(self)

    def validate_parameters(self, parameters: dict[str, Any]) -> dict[str, Any]:
        """Check all, flat parameters in their groups, where they replace what the group has for them."""
        gathered = dict(parameters)
        for name, group in self.places.items():
            if parameters.get(name) is not None:
                gathered[group] = {**dict(gathered.get(group, {})), name: parameters[name]}
        return super().validate_parameters(gathered)

    def serialize_parameters(self, parameters: dict[str, Any]) -> dict[str, Any]:
        """Leave out the flat parameters that were not given: the page of a run shows those that were."""
        given = {name: value for name, value in parameters.items() if name not in self.places or value is not None}
        return super().serialize_parameters(given)


def run_flow(model: type[R], name: str) -> Callable[[Story[R]], RunFlow]:
    """Make a flow of a function of one `Run`, and make its errors the flow's final state.

    The message is the error's own sentence, the state's result the error itself, and no trace is logged; faults of our
    own (any other exception) keep their trace. A run of the command line also ends here, as Cancelled, where somebody
    cancels it in the Prefect UI.
    """

    def decorate(story: Story[R]) -> RunFlow:
        @wraps(story)
        async def told(**parameters: Any) -> State[Any]:
            logging.getLogger("prefect.task_runs").addFilter(_is_no_good_end)  # added again, it changes nothing
            _say_what_has_moved(model, parameters)
            watch = server_watch.get()
            try:
                async with watch.cancelling(UUID(flow_run.id)) if watch else nullcontext():
                    return await story(model(**{group: parameters[group] for group in model.model_fields}))
            except RunCancelledError as cancelled:
                return Cancelled(message=cancelled.advice, data=cancelled)
            except Url2VideoError as error:
                get_run_logger().error(error.advice)
                return Failed(name=error.code.replace("_", " ").capitalize(), message=error.advice, data=error)

        groups = [_parameter(group, info.annotation, info.default) for group, info in model.model_fields.items()]
        flat = [_parameter(moved, Any, None) for moved in model.places()]
        told.__signature__ = inspect.Signature(groups + flat)  # type: ignore[attr-defined] # PEP 362
        return RunFlow(model, told, name)

    return decorate


def run_name() -> str:
    """Name a flow run after what it makes: one product, or the catalog, or how many. A retried run keeps its name."""
    if flow_run.run_count:
        return str(flow_run.name)
    what: Named = flow_run.parameters["what"]
    return f"{what.label} {datetime.now(UTC):%Y-%m-%d %H:%M}"


def _parameter(name: str, annotation: Any, default: Any) -> Parameter:
    return Parameter(name, Parameter.KEYWORD_ONLY, annotation=annotation, default=default)


def _is_no_good_end(record: logging.LogRecord) -> bool:
    return record.levelno > logging.INFO or not str(record.msg).startswith(GOOD_END)


def _say_what_has_moved(model: type[Run], parameters: Mapping[str, Any]) -> None:
    moved = [f"{group}.{name}" for name, group in model.places().items() if parameters[name] is not None]
    if moved:
        get_run_logger().warning(
            "Parameters of version 0.1 have moved, and the next release takes them at their new places alone: %s.",
            ", ".join(moved),
        )
