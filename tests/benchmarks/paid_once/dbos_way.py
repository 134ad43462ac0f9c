"""DBOS: a durable workflow for each page; each step is checkpointed, and pending workflows are recovered at the start.

Runs in an environment of its own (`DBOS`), which has neither Prefect nor url2video.
"""

import logging

from dbos import DBOS, SetWorkflowID  # not of this environment

from tests.benchmarks.paid_once.calls import Asked, Calls, name_of

RETRIES = {"retries_allowed": True, "max_attempts": 4, "interval_seconds": 0.2, "backoff_rate": 1.0}
"""Three retries, as the others have."""

_asked: list[Asked] = []


@DBOS.step(**RETRIES)  # type: ignore[untyped-decorator] # untyped here
def create_product(page: str) -> str:
    """Have the page read."""
    return Calls(_asked[0]).product(page)


@DBOS.step(**RETRIES)  # type: ignore[untyped-decorator] # untyped here
def start_render(product: str, name: str) -> str:
    """Order the video."""
    return Calls(_asked[0]).pay(product, name)


@DBOS.step(**RETRIES)  # type: ignore[untyped-decorator] # untyped here
def wait_for_render(video: str) -> str:
    """Wait for it."""
    return Calls(_asked[0]).finished(video)


@DBOS.step(**RETRIES)  # type: ignore[untyped-decorator] # untyped here
def publish(link: str, name: str) -> None:
    """Copy it."""
    Calls(_asked[0]).publish(link, name)


@DBOS.workflow(max_recovery_attempts=1000)  # type: ignore[untyped-decorator] # untyped here
def make(page: str) -> None:
    """One video."""
    name = name_of(page)
    publish(wait_for_render(start_render(create_product(page), name)), name)


def run(asked: Asked) -> None:
    """Raises what a step has raised last."""
    _asked.append(asked)
    logging.disable(logging.CRITICAL)
    # One version, so that a start recovers what the one before it has left.
    DBOS(
        config={
            "name": "paid-once",
            "system_database_url": f"sqlite:///{asked.state}/dbos.sqlite",
            "application_version": "1",
        }
    )
    DBOS.launch()
    handles = []
    for page in asked.pages:
        with SetWorkflowID(name_of(page)):
            handles.append(DBOS.start_workflow(make, page))
    for handle in handles:
        handle.get_result()
