"""What is planned for an item, by what the ledger and the store know of it, and what the batch costs."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from blocks.jogg.corrections import Corrections
from blocks.jogg.settings import ApiGeneration, RenderSettings
from blocks.ledger.decision import EntryDecision
from blocks.ledger.record import Attempt, PublishedVideo, RenderRecord, record_key
from blocks.ledger.state import ItemState
from blocks.ledger.view import MIN_LISTED_FOR, LedgerView, utc_now
from flows.items.budget import BudgetPeriod
from flows.items.item import Item
from flows.items.plan import PlannedItem, make_plan, plan_items
from flows.items.sidecar import Sidecar, item_key
from tests.ledger_stores import CountingStore, MemoryStore
from tests.present import present

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
VIDEO = b"a video"


def item(row: int = 1) -> Item:
    return Item(row, f"https://shop.example/p/{row}", Corrections(), RenderSettings(), ApiGeneration.OPEN)


def attempt(moment: datetime = NOW, credits: str = "1") -> Attempt:
    return Attempt(submitted_at=moment, credits=Decimal(credits), batch="earlier", accepted_at=moment, render_id="j")


def write_record(store: MemoryStore, made: Item, state: ItemState, *attempts: Attempt) -> RenderRecord:
    video = PublishedVideo(key=item_key(made, ".mp4"), size=len(VIDEO), sha256="", seconds=1)
    record = RenderRecord(
        fingerprint=made.fingerprint,
        url=made.url,
        generation="open",
        state=state,
        attempts=attempts,
        video=video if state is ItemState.PUBLISHED else None,
    )
    store.create(record_key(made.fingerprint), record.to_bytes(), "application/json")
    return record


def write_sidecar(store: MemoryStore, made: Item) -> Sidecar:
    sidecar = Sidecar(
        fingerprint=made.fingerprint,
        source_url=made.url,
        title="Mug",
        corrections=made.corrections,
        settings=made.settings,
        generation=made.generation,
        product_id="p",
        project_id="j",
        render_id="j",
        batch="earlier",
        credits=Decimal(1),
        seconds=1,
        width=1080,
        height=1920,
        video_codec="h264",
        audio_codec="aac",
        size=len(VIDEO),
        sha256="",
        poster=False,
        entered={},
        published_at=NOW,
    )
    store.put(item_key(made, ".json"), sidecar.model_dump_json().encode(), "application/json")
    return sidecar


async def planned(store: MemoryStore, *, pay_again: bool = False) -> PlannedItem:
    (found,) = await plan_items(store, LedgerView(store), [item()], pay_again=pay_again)
    return found


async def test_what_nobody_knows_is_paid_and_new() -> None:
    assert await planned(MemoryStore()) == PlannedItem(item(), EntryDecision.START, Decimal(1), is_new=True)


async def test_a_published_video_is_skipped_with_its_record() -> None:
    store = MemoryStore()
    record = write_record(store, item(), ItemState.PUBLISHED, attempt())
    store.put(item_key(item(), ".mp4"), VIDEO, "video/mp4")
    assert await planned(store) == PlannedItem(item(), EntryDecision.SKIP, published=record)


@pytest.mark.parametrize(
    ("state", "attempts", "pay_again", "decision", "credits"),
    [
        (ItemState.PLANNED, (), False, EntryDecision.START, 1),
        (ItemState.RENDERING, (attempt(),), False, EntryDecision.WAIT, 0),
        (ItemState.AMBIGUOUS, (attempt(),), False, EntryDecision.SETTLE, 0),
        (ItemState.FAILED, (attempt(),), False, EntryDecision.ENDED, 0),
        (ItemState.FAILED, (attempt(),), True, EntryDecision.START, 1),
        (ItemState.FAILED, (), False, EntryDecision.START, 1),
        (ItemState.REJECTED, (), True, EntryDecision.ENDED, 0),
        # The video is gone from the store: it is fetched again, and not paid.
        (ItemState.PUBLISHED, (attempt(),), False, EntryDecision.WAIT, 0),
    ],
)
async def test_the_record_decides_and_only_a_start_is_paid(
    state: ItemState, attempts: tuple[Attempt, ...], pay_again: bool, decision: EntryDecision, credits: int
) -> None:
    store = MemoryStore()
    write_record(store, item(), state, *attempts)
    assert await planned(store, pay_again=pay_again) == PlannedItem(item(), decision, Decimal(credits))


async def test_a_record_that_cannot_be_read_is_the_error_of_its_item_alone() -> None:
    store = MemoryStore()
    store.put(record_key(item(1).fingerprint), b"{", "application/json")
    bad, good = await plan_items(store, LedgerView(store), [item(1), item(2)], pay_again=False)
    assert (bad.decision, bad.credits, good.decision) == (EntryDecision.UNREADABLE, Decimal(0), EntryDecision.START)
    assert present(bad.error).code == "ledger_record_unreadable"


@pytest.mark.parametrize(
    ("body", "decision"), [(VIDEO, EntryDecision.SKIP), (VIDEO[:-1], EntryDecision.WAIT), (None, EntryDecision.WAIT)]
)
async def test_a_sidecar_without_a_record_tells_that_the_video_was_paid(
    body: bytes | None, decision: EntryDecision
) -> None:
    store = MemoryStore()
    sidecar = write_sidecar(store, item())
    if body is not None:
        store.put(item_key(item(), ".mp4"), body, "video/mp4")
    assert await planned(store) == PlannedItem(item(), decision, is_new=True, sidecar=sidecar)


class FastListingStore(MemoryStore):
    """One whose list costs less than many reads, as that of S3."""

    lists_fast = True


async def test_a_list_tells_of_many_items_which_are_new() -> None:
    store = FastListingStore()
    items = [item(row) for row in range(MIN_LISTED_FOR)]
    write_record(store, items[3], ItemState.RENDERING, attempt())
    counting = CountingStore(store)
    found = await plan_items(counting, LedgerView(counting), items, pay_again=False)
    assert [each.item for each in found] == items
    # Of each one that is new, the sidecar alone is read; of the other, the record.
    assert counting.calls["read"] == len(items)
    assert [each.is_new for each in found] == [made is not items[3] for made in items]
    assert found[3].decision is EntryDecision.WAIT


@pytest.mark.parametrize(
    ("budget", "period", "spent"),
    [
        (Decimal(5), BudgetPeriod.DAY, Decimal("0.7")),
        (Decimal(5), BudgetPeriod.BATCH, Decimal(0)),
        (None, BudgetPeriod.DAY, Decimal(0)),
    ],
)
async def test_a_daily_budget_counts_what_was_spent_today(
    budget: Decimal | None, period: BudgetPeriod, spent: Decimal
) -> None:
    store = MemoryStore()
    write_record(store, item(7), ItemState.RENDERING, attempt(utc_now(), "0.7"))
    view = LedgerView(store)
    found = await plan_items(store, view, [item(1), item(2), item(7)], pay_again=False)
    plan = await make_plan(view, found, budget, period)
    arithmetic = plan.affordability
    assert (arithmetic.to_pay, arithmetic.cost, arithmetic.limit, arithmetic.period) == (2, Decimal(2), budget, period)
    assert arithmetic.spent == spent


async def test_the_batch_is_one_sentence() -> None:
    store = MemoryStore()
    write_record(store, item(7), ItemState.RENDERING, attempt())
    write_record(store, item(8), ItemState.REJECTED)
    view = LedgerView(store)
    found = await plan_items(store, view, [item(row) for row in (1, 7, 8)], pay_again=False)
    plan = await make_plan(view, found, None, BudgetPeriod.DAY)
    assert plan.sentence == "3 items: 1 to adopt, 1 ended, 1 to render for 1 credit, no budget set."


def test_what_was_found_out_is_forgotten_where_another_run_has_been_at_it() -> None:
    known = PlannedItem(item(), EntryDecision.WAIT, Decimal(1), is_new=True, render_id="j")
    assert known.forgotten == PlannedItem(item(), EntryDecision.WAIT, Decimal(1))
