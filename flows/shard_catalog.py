"""shard-catalog: a large catalogue, made by several runs of make-videos on a work pool.

Each shard is a catalogue of its own in the store and a run of a deployment. The runs share the API key, so they keep
the pace together; what they did is gathered into one report. A shard whose run died is run again.
"""

from functools import partial
from pathlib import Path
from typing import Annotated, Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.logging import get_run_logger
from prefect.runtime import flow_run
from pydantic import Field, NonNegativeInt, PositiveInt

from blocks.jogg.pacing.limit import ensure_limit
from blocks.ledger.view import LedgerView
from blocks.store.destination import open_store
from blocks.store.store import VideoStore
from flows.catalog import Order
from flows.catalog import form_fields as form
from flows.catalog.changes import select_items
from flows.items.budget import Affordability, BudgetPeriod, gets_nearly_used
from flows.items.listener import listener
from flows.items.plan import make_plan, plan_items
from flows.items.result import BatchResult, ItemResult
from flows.items.session import utc_now
from flows.make_videos import conclude, read_order, run_name
from flows.reporting.artifacts import write_cost_page
from flows.reporting.events import tell_batch, tell_budget
from flows.reporting.report import write_report
from flows.runtime.concurrency import gather_whole, in_thread
from flows.runtime.run_state import told_as_state
from flows.runtime.settings import load_credentials, load_settings
from flows.shards.results import shard_results
from flows.shards.run import Assignment, run_shard
from flows.shards.shard import Shard, split

DEPLOYMENT = "make-videos/shard"
"""Of prefect.yaml."""


@flow(name="shard-catalog", flow_run_name=run_name, persist_result=False)
@told_as_state
async def shard_catalog(  # noqa: PLR0913, PLR0917 - each is a field of the form that a person fills in the UI
    urls: form.Urls = [],  # noqa: B006 - Prefect copies it
    catalog: form.CatalogAddress = "",
    to: Annotated[str, Field(title="Destination", description="s3://bucket/prefix, or a folder of all.")] = "videos",
    settings: form.Settings = form.DEFAULT_SETTINGS,
    variants: form.Variants = form.NO_VARIANTS,
    selection: form.Rows = form.EVERYTHING,
    service: form.Service = form.DEFAULT_SERVICE,
    budget: form.BudgetLimit = None,
    budget_period: BudgetPeriod = BudgetPeriod.DAY,
    concurrency: Annotated[
        PositiveInt, Field(description="Items under way at once, of each shard.")
    ] = form.CONCURRENCY,
    poll_seconds: form.PollSeconds = 10,
    pay_again: form.PayAgain = False,
    shards: Annotated[PositiveInt, Field(description="Runs to split the catalogue into.")] = 4,
    deployment: Annotated[str, Field(description="Of make-videos, which makes the shards.")] = DEPLOYMENT,
    reruns: Annotated[NonNegativeInt, Field(description="How often a shard whose run died is run again.")] = 3,
) -> State[Any]:
    """Turn a large catalogue into videos, on as many workers as the pool has.

    The whole catalogue is checked and the budget is split before the first run starts. The final state is that of all
    items together, as of make-videos.
    """
    order = Order(tuple(urls), catalog, settings, variants, selection, service.generation)
    read = await read_order(order)
    destination = absolute(to)
    store = await in_thread(open_store, destination)
    await in_thread(store.check)
    limits = load_settings()
    ledger = LedgerView(store, lease_seconds=limits.lease_seconds)
    await ensure_limit((await load_credentials(service)).posts_per_minute)
    items = await select_items(ledger, read.items, selection)
    found = await plan_items(store, ledger, items, pay_again=pay_again)
    plan = await make_plan(ledger, found, budget, budget_period)
    get_run_logger().info(f"{read.sentence} {plan.sentence}".strip())
    listener.get().planned(f"{read.sentence} {plan.sentence}".strip(), len(items))
    # The same when the run is started again under its id: its shards are then found, not started anew.
    batch = str(flow_run.id)
    parts = split(batch, plan.items, shards, plan.affordability.left)
    parameters = {
        "to": destination,
        "service": service.model_copy(update={"shared_pace": True}).model_dump(mode="json"),
        "concurrency": concurrency,
        "poll_seconds": poll_seconds,
        "pay_again": pay_again,
        "part_of": batch,
    }
    work = Assignment(deployment, parameters, store, ledger, limits.lease_seconds, reruns)
    made = await gather_whole(_made(work, shard) for shard in parts)
    ends = tuple(end for ends in made for end in ends)
    return await _report(store, BatchResult(batch, ends, read.bad_rows), plan.affordability)


def absolute(destination: str) -> str:
    """The destination as any process of this machine finds it, whatever folder it runs in."""
    return destination if "://" in destination else str(Path(destination).resolve())


async def _made(work: Assignment, shard: Shard) -> tuple[ItemResult, ...]:
    runs = await run_shard(work, shard)
    return await in_thread(shard_results, work.store, work.ledger, shard, was_rerun=runs > 1)


async def _report(store: VideoStore, batch: BatchResult, planned: Affordability) -> State[Any]:
    """One report for all shards, and one word to those who are told of batches and budgets."""
    await write_cost_page(batch, planned)
    ended = await conclude(batch, partial(write_report, store, batch, utc_now()))
    tell_batch(batch, batch.name, succeeded=batch.succeeded)
    used = planned.spent + batch.credits
    if planned.limit is not None and gets_nearly_used(planned.limit, planned.spent, used):
        tell_budget(planned.period, used, planned.limit)
    return ended
