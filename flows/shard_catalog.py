"""shard-catalog: a large catalogue, made by several runs of make-videos on a work pool.

Each shard is a catalogue of its own in the store and a run of a deployment. The runs share the API key, so they keep
the pace together; what they did is gathered into one report. A shard whose run died is run again.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from prefect.client.schemas.objects import State
from prefect.logging import get_run_logger
from prefect.runtime import flow_run

from blocks.errors import ConfigurationError
from blocks.field_problems import FieldProblem, shown
from blocks.jogg.pacing.limit import ensure_limit
from blocks.ledger.view import LedgerView, utc_now
from blocks.store.store import VideoStore
from flows.catalog.changes import look_up
from flows.catalog.order import order_of
from flows.catalog.run import ShardCatalog
from flows.catalog.standing_budget import with_standing_budget
from flows.items.budget import Affordability, gets_nearly_used
from flows.items.listener import listener
from flows.items.plan import make_plan
from flows.items.result import BatchResult, ItemResult
from flows.make_videos import conclude, read_order
from flows.reporting.artifacts import write_cost_page
from flows.reporting.events import tell_budget
from flows.reporting.feeds.writing import refresh_feeds
from flows.reporting.report import write_report
from flows.runtime.access import open_access
from flows.runtime.concurrency import gathering, in_thread
from flows.runtime.run_flow import run_flow
from flows.runtime.settings import load_settings
from flows.shards.run import Assignment, run_shard
from flows.shards.shard import Shard, shard_results, split


@run_flow(ShardCatalog, "shard-catalog")
async def shard_catalog(run: ShardCatalog) -> State[Any]:
    """Turn a large catalogue into videos, on as many workers as the pool has.

    The whole catalogue is checked and the budget is split before the first run starts. The final state is that of all
    items together, as of make-videos.
    """
    order = order_of(run)
    read = await read_order(order)
    where = run.where.model_copy(update={"to": absolute(run.where.to)})
    access = await open_access(where.to, where.service)
    store, lease_seconds = access.store, load_settings().lease_seconds
    ledger = LedgerView(store, lease_seconds=lease_seconds)
    await ensure_limit(access.credentials.posts_per_minute)
    found = await look_up(store, ledger, read.items, run.what.selection, pay_again=run.how.pay_again)
    limits = await with_standing_budget(run.limits)
    plan = await make_plan(ledger, found, limits.budget, limits.budget_period)
    said = f"{read.sentence} {plan.sentence}".strip()
    get_run_logger().info(said)
    listener.get().planned(said, len(found))
    # The same when the run is started again under its id: its shards are then found, not started anew.
    batch = str(flow_run.id)
    parts = split(batch, plan.items, run.split.shards, plan.affordability.left)
    work = Assignment(run.model_copy(update={"where": where}), batch, store, ledger, lease_seconds)
    async with gathering(_made(work, shard) for shard in parts) as made:
        ends = tuple(end for ends in await made for end in ends)
    feeds = partial(refresh_feeds, store, order, read)
    return await _report(store, BatchResult(batch, ends, read.bad_rows), plan.affordability, feeds)


def absolute(destination: str) -> str:
    """Return the destination as any process of this machine finds it, whatever folder it runs in.

    Raises ConfigurationError for a Prefect block: a shard reads its part of the catalog from the store by its address,
    for which the block's keys do not count.
    """
    if destination.startswith("block://"):
        raise ConfigurationError.of(
            FieldProblem("to", shown(destination), "s3://bucket/prefix or a folder, where a catalog is split"),
            code="bad_store",
        )
    return destination if "://" in destination else str(Path(destination).resolve())


async def _made(work: Assignment, shard: Shard) -> tuple[ItemResult, ...]:
    runs = await run_shard(work, shard)
    return await in_thread(shard_results, work.store, work.ledger, shard, was_rerun=runs > 1)


async def _report(
    store: VideoStore, batch: BatchResult, planned: Affordability, feeds: Callable[[], str]
) -> State[Any]:
    """One report for all shards, and one word to those who are told of batches and budgets."""
    await write_cost_page(batch, planned)
    ended = await conclude(batch, partial(write_report, store, batch, utc_now()), feeds)
    used = planned.spent + batch.credits
    if planned.limit is not None and gets_nearly_used(planned.limit, planned.spent, used):
        tell_budget(planned.period, used, planned.limit)
    return ended
