"""How a plan and its budget are split over shards, and what became of a shard's items."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from blocks.jogg.corrections import Corrections
from blocks.jogg.settings import ApiGeneration, RenderSettings
from blocks.ledger.decision import EntryDecision
from blocks.ledger.lease import OwnerLease
from blocks.ledger.record import Attempt, PublishedVideo, RenderRecord, record_key
from blocks.ledger.state import ItemState
from blocks.ledger.view import LedgerView
from blocks.store.local.folder import LocalFolder
from flows.items.item import Item
from flows.items.plan import PlannedItem
from flows.items.result import BatchResult, ItemResult
from flows.items.stored_row import catalog_row
from flows.reporting.report import write_report
from flows.shards.shard import Shard, shard_results, split

NOW = datetime(2026, 3, 1, tzinfo=UTC)
VIDEO = PublishedVideo(key="videos/a.mp4", size=1, sha256="00", seconds=2, title="A")


def planned(count: int, credits: str = "1") -> list[PlannedItem]:
    url = "https://shop.example/p/{}"
    items = [Item(n, url.format(n), Corrections(), RenderSettings(), ApiGeneration.OPEN) for n in range(count)]
    return [PlannedItem(item, EntryDecision.START, Decimal(credits)) for item in items]


@pytest.mark.parametrize(
    ("count", "shards", "sizes"), [(10, 4, [3, 3, 3, 1]), (3, 4, [1, 1, 1]), (0, 4, []), (5, 1, [5])]
)
def test_a_plan_is_split_into_neighbours(count: int, shards: int, sizes: list[int]) -> None:
    parts = split("b", planned(count), shards, None)
    assert [len(part.items) for part in parts] == sizes
    assert [item.row for part in parts for item in part.items] == list(range(count))
    assert {part.budget for part in parts} <= {None}


def test_the_shards_together_have_the_budget_once() -> None:
    parts = split("b", planned(10), 4, Decimal(7))
    assert [part.budget for part in parts] == [3, 3, 1, 0]


def item(number: int) -> Item:
    url = f"https://shop.example/p/{number}"
    return Item(number, url, Corrections(), RenderSettings(), ApiGeneration.OPEN)


@pytest.fixture
def store(tmp_path: Path) -> LocalFolder:
    return LocalFolder(tmp_path)


def keep(store: LocalFolder, made: Item, state: ItemState, batch: str) -> None:
    record = RenderRecord(
        fingerprint=made.fingerprint,
        state=state,
        url=made.url,
        generation="open",
        attempts=(Attempt(submitted_at=NOW, credits=1, batch=batch, accepted_at=NOW),),
        video=VIDEO if state is ItemState.PUBLISHED else None,
    )
    store.create(record_key(made.fingerprint), record.to_bytes(), "application/json")


def states(store: LocalFolder, shard: Shard, *, was_rerun: bool) -> list[tuple[str, int]]:
    results = shard_results(store, LedgerView(store), shard, was_rerun=was_rerun)
    assert [result.item.row for result in results] == [made.row for made in shard.items]
    return [(result.state.value, int(result.credits)) for result in results]


def test_without_a_report_the_ledger_tells(store: LocalFolder) -> None:
    keep(store, item(1), ItemState.PUBLISHED, "b")
    keep(store, item(2), ItemState.RENDERING, "b")
    ends = states(store, Shard("b", (item(1), item(2), item(3))), was_rerun=True)
    assert ends == [("published", 1), ("rendering", 1), ("planned", 0)]


def test_what_an_earlier_run_of_the_shard_published_is_not_skipped_by_the_batch(store: LocalFolder) -> None:
    keep(store, item(1), ItemState.PUBLISHED, "b")
    keep(store, item(2), ItemState.PUBLISHED, "of yesterday")
    results = tuple(ItemResult(item(n), ItemState.SKIPPED, VIDEO, "a.mp4") for n in (1, 2))
    write_report(store, BatchResult("b", results), NOW)
    shard = Shard("b", (item(1), item(2)))
    assert states(store, shard, was_rerun=True) == [("published", 1), ("skipped", 0)]
    assert states(store, shard, was_rerun=False) == [("skipped", 0), ("skipped", 0)]


def test_a_shards_catalogue_reads_back_as_its_items(store: LocalFolder) -> None:
    from flows.catalog.catalog import load_catalog  # noqa: PLC0415 - of this test alone
    from flows.catalog.order import Order  # noqa: PLC0415

    shard = Shard("b", (item(1), item(2)))
    again = load_catalog(Order(source=shard.store_catalog(store))).items
    assert [catalog_row(each) for each in again] == [catalog_row(each) for each in shard.items]


def test_a_batch_lives_as_long_as_its_run_holds_its_lease(store: LocalFolder) -> None:
    view = LedgerView(store)
    with OwnerLease(store, batch="b"):
        assert view.is_batch_alive("b")
        assert not view.is_batch_alive("c")
    assert not view.is_batch_alive("b")
