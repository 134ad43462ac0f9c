"""A shard on a work pool: its run is started, watched by its sign of life, and started again if it died.

A run that was killed together with its worker stays Running on the server. Its lease in the store tells: that of a
dead run is gone or runs out. Starting the shard again is safe, for the ledger knows what was paid.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any, TypeVar

import httpx
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.deployments.flow_runs import arun_deployment
from prefect.exceptions import ObjectNotFound
from prefect.logging import get_run_logger
from prefect.states import Crashed

from blocks.errors import ConfigurationError
from blocks.ledger.view import LedgerView, utc_now
from blocks.store.store import VideoStore
from flows.catalog.run import Advanced, Limits, MakeHow, MakeVideos, MakeWhat, ShardCatalog
from flows.items.budget import BudgetPeriod
from flows.runtime.concurrency import in_thread
from flows.shards.shard import Shard

R = TypeVar("R")

POLL_SECONDS = 5.0
"""Between two looks at a run: one small call to the server, and one or two to the store."""

MAX_TRIES = 60
"""Attempts at a call to the server: five minutes and Prefect's own repetitions."""

START_SECONDS = 300.0
"""For a run that is called Running to give its first sign of life: Python starts, and the catalogue is read."""

PENDING_SECONDS = 900.0
"""For a run that a worker has taken to begin: an image may have to be pulled first. Then the worker has died."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """What the shards of a run have in common."""

    run: ShardCatalog
    batch: str
    """Of the whole catalog."""
    store: VideoStore
    ledger: LedgerView
    lease_seconds: float
    """A run without a sign of life for so long is dead."""

    def run_of(self, shard: Shard, catalog: str, budget: Decimal | None) -> MakeVideos:
        """The run of make-videos that makes a shard, whose rows are at the address `catalog`."""
        service = self.run.where.service.model_copy(update={"shared_pace": True})
        return MakeVideos(
            what=MakeWhat(catalog=catalog),
            where=self.run.where.model_copy(update={"service": service}),
            how=MakeHow(pay_again=self.run.how.pay_again),
            limits=Limits(budget=budget, budget_period=BudgetPeriod.BATCH),
            advanced=Advanced(**dict(self.run.advanced), batch=shard.batch, part_of=self.batch),
        )


async def run_shard(work: Assignment, shard: Shard) -> int:
    """Run a shard until its report is in the store, or its run has died too often; returns how many runs it took.

    Raises ConfigurationError where there is no such deployment, and StoreError.
    """
    address = await in_thread(shard.store_catalog, work.store)
    began = utc_now()
    reruns = work.run.split.reruns
    for attempt in range(reruns + 1):
        budget = await _budget_left(work, shard, began) if attempt else shard.budget
        run = await _start(work.run.split.deployment, work.run_of(shard, address, budget), attempt)
        state = await _over(work, shard, run)
        reported = await in_thread(work.store.head, shard.report_key)
        if state.is_cancelled() or reported is not None:
            return attempt + 1
        get_run_logger().warning("%s ended as %s, without a report: %s", shard.batch, state.name, state.message)
    return reruns + 1


async def _start(deployment: str, run: MakeVideos, attempt: int) -> FlowRun:
    batch = run.advanced.batch
    try:
        return await patiently(
            lambda: arun_deployment(
                deployment,
                parameters=run.model_dump(mode="json"),
                flow_run_name=f"{batch}{f', run {attempt + 1}' if attempt else ''}",
                # Asked for again, and by a parent that is run again under its id, the run is found and not made anew.
                idempotency_key=f"{batch}-{attempt}",
                timeout=0,
            )
        )
    except ObjectNotFound:
        raise ConfigurationError(
            f"deployment: there is no {deployment!r}; allowed: a deployment of make-videos.",
            code="deployment_unknown",
            next_step="Create it with `prefect deploy --all`.",
        ) from None


async def _budget_left(work: Assignment, shard: Shard, began: datetime) -> Decimal | None:
    """What the runs before have left: their payments stand in the ledger."""
    if shard.budget is None:
        return None
    spent = await in_thread(work.ledger.credits_spent, began, shard.batch)
    return max(Decimal(0), shard.budget - spent)


async def _over(work: Assignment, shard: Shard, run: FlowRun) -> State[Any]:
    """Wait until the run has ended or died."""
    watch = _Watch(work.lease_seconds)
    async with get_client() as client:
        while True:
            state = (await patiently(lambda: client.read_flow_run(run.id))).state
            if state is None or state.is_final():
                return state or Crashed(message="It has no state.")
            alive = state.is_running() and await in_thread(work.ledger.is_batch_alive, shard.batch)
            if watch.has_died(state, alive=alive):
                crashed: State[Any] = Crashed(message="It gives no sign of life any more.")
                await patiently(partial(client.set_flow_run_state, run.id, crashed, force=True))
                return crashed
            await asyncio.sleep(POLL_SECONDS)


async def patiently(call: Callable[[], Awaitable[R]]) -> R:
    """Make a call that may be made twice to the Prefect server, again while it is busy or away. Raises httpx.HTTPError.

    A server that starts again, or SQLite under several workers (503), must not cost a batch its report.
    """
    for _ in range(MAX_TRIES - 1):
        try:
            return await call()
        except httpx.HTTPError as fault:
            if isinstance(fault, httpx.HTTPStatusError) and not fault.response.is_server_error:
                raise
            get_run_logger().warning("The Prefect server did not answer (%s); asking again.", type(fault).__name__)
        await asyncio.sleep(POLL_SECONDS)
    return await call()


class _Watch:
    """When a run counts as dead: too long without a sign of life, by this machine's clock."""

    def __init__(self, lease_seconds: float) -> None:
        self._lease = timedelta(seconds=lease_seconds)
        self._seen_alive = False
        self._since = utc_now()
        self._state: StateType | None = None

    def has_died(self, state: State[Any], *, alive: bool) -> bool:
        if alive or state.type is not self._state:
            self._since, self._state = utc_now(), state.type
        self._seen_alive = self._seen_alive or alive
        silent = utc_now() - self._since
        if state.is_running():
            return silent > (self._lease if self._seen_alive else timedelta(seconds=START_SECONDS))
        return state.is_pending() and silent > timedelta(seconds=PENDING_SECONDS)
