"""make-videos: product pages in, finished videos in the store out.

The parent flow maps over the items with a bounded gather of awaited step tasks: of the patterns that Prefect offers
it costs the least per item, and it holds no thread while a render is waited for. One bad item never stops the others,
and the final state is computed from their results alone, never from a count of task runs.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from prefect.client.schemas.objects import State
from prefect.logging import get_run_logger
from prefect.states import Completed, Failed

from blocks.jogg.additions import require_additions
from blocks.ledger.decision import EntryDecision
from blocks.ledger.state import ItemState
from blocks.ledger.view import utc_now
from flows.catalog.catalog import Catalog, load_catalog, read_before
from flows.catalog.changes import look_up
from flows.catalog.order import Order, order_of
from flows.catalog.run import Limits, MakeVideos
from flows.catalog.standing_budget import with_standing_budget
from flows.items.account_memory import recall
from flows.items.listener import listener
from flows.items.opening import new_batch, open_session
from flows.items.plan import Plan, PlannedItem, make_plan, planned_before
from flows.items.result import BatchResult, ItemResult
from flows.items.review import ask
from flows.items.session import RunOptions, Session
from flows.make_video import make_video
from flows.reporting.artifacts import write_cost_page, write_problems_table, write_results_table
from flows.reporting.events import tell_batch, tell_budget
from flows.reporting.feeds.writing import refresh_feeds
from flows.reporting.item_loop import run_items
from flows.reporting.report import write_report, written_or_warned
from flows.runtime.access import open_access
from flows.runtime.concurrency import in_thread
from flows.runtime.prefect_names import unlinked
from flows.runtime.run_flow import run_flow
from flows.tasks import read_catalog, read_published


@run_flow(MakeVideos, "make-videos")
async def make_videos(run: MakeVideos) -> State[Any]:
    """Turn product pages into videos in the store, each paid for once.

    Run it again with the same parameters and it pays for nothing twice. Every item has one of these ends:

    | end | what is left to do |
    |---|---|
    | `published`, `skipped` | nothing: the video is in the store, since now or before |
    | `rejected` | nothing: a reviewer said no |
    | `rendering` | with `wait` off, finish-videos publishes it |
    | `awaiting_review` | a run with `review` on asks again |
    | `failed` | see its stage and reason; a paid render is paid again only with `pay_again` |
    | `ambiguous` | the service can't tell whether it was paid: finish-videos asks it again |
    | `unaffordable` | raise the budget, or add credit |

    The run is Completed only if nothing is left to do; otherwise its name counts what is.
    """
    order = order_of(run)
    if run.what.published_since:
        order = replace(order, rows=await read_published(run.what.published_since))
    read = await read_order(order)
    access = await open_access(run.where.to, run.where.service)
    await require_additions(access.credentials, (item.settings for item in read.items))
    limits, advanced = await with_standing_budget(run.limits), run.advanced
    options = RunOptions(
        advanced.batch or new_batch(), access.to, advanced.poll_seconds, run.how.pay_again, run.how.wait, run.how.review
    )
    async with open_session(options, access) as session:
        found = planned_before.get()
        if found is None:
            selection, pay_again = run.what.selection, run.how.pay_again
            found = await look_up(session.store, session.ledger, read.items, selection, pay_again=pay_again)
        plan = await plan_batch(session, found, limits, read.sentence, tells=not advanced.part_of)
        results = await run_items(session, plan.items, make_video, advanced.concurrency)
        if session.review.proposed:
            results = await make_reviewed(session, results, advanced.concurrency, run.how.review_hours)
        made = BatchResult(session.batch, results, read.bad_rows, waits=run.how.wait)
        await write_cost_page(made, plan.affordability)
        feeds = None if advanced.part_of else partial(refresh_feeds, access.store, order, read)
        write = partial(write_report, access.store, made, utc_now())
        return await conclude(made, write, feeds, tells=not advanced.part_of)


async def read_order(order: Order) -> Catalog:
    """Read and check the whole catalogue, or take what the command line has read; what is wrong with it is one table.

    Raises ConfigurationError: it can't be read, or a row is bad and the selection skips none.
    """
    read = read_before.get()
    if read is None:
        read = await (read_catalog(unlinked(order)) if order.source else in_thread(load_catalog, order))
    if read.bad_rows:
        await write_problems_table(read)
    read.check(order.selection)
    return read


async def plan_batch(
    session: Session, found: tuple[PlannedItem, ...], limits: Limits, said: str = "", *, tells: bool = True
) -> Plan:
    """Say what will be paid before anything is, after what was `said` of the catalog, and set the budget.

    `tells`: who listens to events is told when it is nearly used.
    """
    plan = await make_plan(session.ledger, await recall(session, found), limits.budget, limits.budget_period)
    sentence = f"{said} {plan.sentence}".strip()
    get_run_logger().info(sentence)
    session.listener.planned(sentence, len(found))
    tell = partial(tell_budget, limits.budget_period) if tells else None
    session.budget.allow(plan.affordability.left, limits.budget, tell)
    return plan


async def make_reviewed(
    session: Session, results: tuple[ItemResult, ...], concurrency: int, hours: float
) -> tuple[ItemResult, ...]:
    """Ask a person about all that awaits a review, make what is approved, and return the ends of all."""
    waiting = [result.item for result in results if result.state is ItemState.AWAITING_REVIEW]
    decided = [PlannedItem(item, EntryDecision.START) for item in await ask(session.review, waiting, hours)]
    made = {result.item.fingerprint: result for result in await run_items(session, decided, make_video, concurrency)}
    return tuple(made.get(result.item.fingerprint, result) for result in results)


async def conclude(
    batch: BatchResult,
    write: Callable[[], str] | None = None,
    feeds: Callable[[], str] | None = None,
    *,
    tells: bool = True,
) -> State[Any]:
    """Show how a batch ended: Completed, or Failed under a name that counts what is left.

    `write` writes its report, if it has one. `feeds` brings the feeds up to date and returns what they hold; None
    leaves them to another run. `tells`: who listens to events is told of the batch.
    """
    gallery = await written_or_warned(write) if write else ""
    if feeds and (held := await written_or_warned(feeds, "The feeds")):
        listener.get().noted(held)
    await write_results_table(batch, gallery)
    get_run_logger().info(batch.sentence + (f" Gallery: {gallery or 'none'}" if write else ""))
    listener.get().finished(batch, gallery)
    if tells:
        tell_batch(batch, batch.name, succeeded=batch.succeeded)
    if batch.succeeded:
        return Completed(name=batch.name, message=batch.sentence)
    return Failed(name=batch.name, message=batch.sentence)
