"""make-videos: product pages in, finished videos in the store out.

The parent flow maps over the items with a bounded gather of awaited step tasks: of the patterns that Prefect offers
it costs the least per item, and it holds no thread while a render is waited for. One bad item never stops the others,
and the final state is computed from their results alone, never from a count of task runs.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from typing import Annotated, Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.logging import get_run_logger
from prefect.runtime import flow_run
from prefect.states import Completed, Failed
from pydantic import Field, PositiveFloat

from blocks.ledger.decision import EntryDecision
from blocks.ledger.state import ItemState
from blocks.store.destination import open_store
from flows.catalog import Catalog, Order, load_catalog
from flows.catalog import form_fields as form
from flows.catalog.changes import select_items
from flows.items.account_memory import recall
from flows.items.budget import BudgetPeriod
from flows.items.item import Item
from flows.items.listener import listener
from flows.items.plan import Plan, PlannedItem, make_plan, plan_items
from flows.items.result import BatchResult, ItemResult
from flows.items.review import ask
from flows.items.session import RunOptions, Session, new_batch, open_session, utc_now
from flows.make_video import make_video
from flows.reporting.artifacts import write_cost_page, write_problems_table, write_results_table
from flows.reporting.events import tell_batch, tell_budget
from flows.reporting.item_loop import run_items
from flows.reporting.report import write_report, written_or_warned
from flows.runtime.concurrency import in_thread
from flows.runtime.run_state import told_as_state
from flows.runtime.settings import load_settings
from flows.tasks import read_catalog


def run_name() -> str:
    """Names a flow run after what it makes: one product, or the catalogue and how many."""
    parameters: dict[str, Any] = flow_run.parameters
    urls = parameters.get("urls") or []
    if parameters.get("catalog"):
        return f"{str(parameters['catalog']).rstrip('/').rpartition('/')[2]} {_minute()}"
    what = urls[0].rstrip("/").rpartition("/")[2] if len(urls) == 1 else f"{len(urls)} products"
    return f"{what} {_minute()}"


@flow(name="make-videos", flow_run_name=run_name, persist_result=False)
@told_as_state
async def make_videos(  # noqa: PLR0913, PLR0917 - each is a field of the form that a person fills in the UI
    urls: form.Urls = [],  # noqa: B006 - Prefect copies it
    catalog: form.CatalogAddress = "",
    to: form.Destination = "videos",
    settings: form.Settings = form.DEFAULT_SETTINGS,
    variants: form.Variants = form.NO_VARIANTS,
    selection: form.Rows = form.EVERYTHING,
    service: form.Service = form.DEFAULT_SERVICE,
    budget: form.BudgetLimit = None,
    budget_period: BudgetPeriod = BudgetPeriod.DAY,
    concurrency: form.Concurrency = form.CONCURRENCY,
    poll_seconds: form.PollSeconds = 10,
    pay_again: form.PayAgain = False,
    batch: Annotated[str, Field(description="Name of the report; of time and run if empty.")] = "",
    part_of: Annotated[str, Field(description="For a shard: the whole batch, which tells people for it.")] = "",
    wait: Annotated[bool, Field(description="Wait for the renders; if not, finish-videos publishes them.")] = True,
    review: Annotated[bool, Field(description="Ask a person in the UI before anything is paid.")] = False,
    review_hours: Annotated[PositiveFloat, Field(description="How long to wait for that person.")] = 24,
) -> State[Any]:
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
    order = Order(tuple(urls), catalog, settings, variants, selection, service.generation)
    read = await read_order(order)
    limits = load_settings()
    to = to or limits.to
    store = await in_thread(open_store, to)
    options = RunOptions(batch or new_batch(), to, poll_seconds, pay_again, waits=wait, reviews=review)
    async with open_session(options, [service], store, limits) as session:
        items = await select_items(session.ledger, read.items, selection)
        tell = None if part_of else partial(tell_budget, budget_period)
        plan = await plan_batch(session, items, Limit(budget, budget_period, tell), said=read.sentence)
        results = await run_items(session, plan.items, make_video, concurrency)
        if session.review.proposed:
            results = await make_reviewed(session, results, concurrency, review_hours)
        made = BatchResult(session.batch, results, read.bad_rows, waits=wait)
        await write_cost_page(made, plan.affordability)
        ended = await conclude(made, partial(write_report, store, made, utc_now()))
        if not part_of:
            tell_batch(made, made.name, succeeded=made.succeeded)
        return ended


async def read_order(order: Order) -> Catalog:
    """Read and check the whole catalogue; what is wrong with it is one table. Raises ConfigurationError."""
    read = await (read_catalog(order) if order.source else in_thread(load_catalog, order))
    if read.bad_rows:
        await write_problems_table(read)
    read.check(order.selection)
    return read


@dataclass(frozen=True, slots=True)
class Limit:
    """What a run may take, and who is told when that is nearly used."""

    credits: Decimal | None
    period: BudgetPeriod
    tell: Callable[[Decimal, Decimal], None] | None = None


async def plan_batch(session: Session, items: Sequence[Item], limit: Limit, *, said: str) -> Plan:
    """Say what will be paid before anything is, after what was `said` of the catalog, and set the budget."""
    found = await plan_items(session.store, session.ledger, items, pay_again=session.options.pay_again)
    plan = await make_plan(session.ledger, await recall(session, found), limit.credits, limit.period)
    sentence = f"{said} {plan.sentence}".strip()
    get_run_logger().info(sentence)
    session.listener.planned(sentence, len(items))
    session.budget.allow(plan.affordability.left, limit.credits, limit.tell)
    return plan


async def make_reviewed(
    session: Session, results: tuple[ItemResult, ...], concurrency: int, hours: float
) -> tuple[ItemResult, ...]:
    """Ask a person about all that awaits a review, make what is approved, and return the ends of all."""
    waiting = [result.item for result in results if result.state is ItemState.AWAITING_REVIEW]
    decided = [PlannedItem(item, EntryDecision.START) for item in await ask(session.review, waiting, hours)]
    made = {result.item.fingerprint: result for result in await run_items(session, decided, make_video, concurrency)}
    return tuple(made.get(result.item.fingerprint, result) for result in results)


async def conclude(batch: BatchResult, write: Callable[[], str]) -> State[Any]:
    """Report with `write` and show how it ended: Completed, or Failed under a name that counts what is left."""
    gallery = await written_or_warned(write)
    await write_results_table(batch, gallery)
    get_run_logger().info("%s Gallery: %s", batch.sentence, gallery or "none")
    listener.get().finished(batch, gallery)
    if batch.succeeded:
        return Completed(name=batch.name, message=batch.sentence)
    return Failed(name=batch.name, message=batch.sentence)


def _minute() -> str:
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M}"
