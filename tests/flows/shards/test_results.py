"""What became of a shard's items, as its run reported and as the ledger knows."""

import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from prefect.client.schemas.objects import State
from prefect.states import Pending, Running, Scheduled

from blocks.jogg.corrections import Corrections
from blocks.jogg.settings import ApiGeneration, RenderSettings
from blocks.ledger.lease import OwnerLease
from blocks.ledger.record import Attempt, PublishedVideo, RenderRecord, record_key
from blocks.ledger.state import ItemState
from blocks.ledger.view import LedgerView
from blocks.store.local.folder import LocalFolder
from flows.items.item import Item
from flows.items.result import BatchResult, ItemResult
from flows.items.stored_row import catalog_row
from flows.reporting.report import write_report
from flows.shards import run as shard_run
from flows.shards.shard import Shard, shard_results

NOW = datetime(2026, 3, 1, tzinfo=UTC)
VIDEO = PublishedVideo(key="videos/a.mp4", size=1, sha256="00", seconds=2, title="A")


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


@pytest.mark.parametrize(
    ("state", "alive_first", "seconds", "dead"),
    [
        (Running(), True, 59, False),
        (Running(), True, 61, True),
        (Running(), False, 299, False),
        (Running(), False, 301, True),
        (Pending(), False, 899, False),
        (Pending(), False, 901, True),
        (Scheduled(), False, 10**6, False),
    ],
)
def test_a_run_is_dead_after_a_silence(
    state: State, alive_first: bool, seconds: float, dead: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = NOW
    monkeypatch.setattr(shard_run, "utc_now", lambda: now)
    watch = shard_run._Watch(60)
    assert not watch.has_died(state, alive=alive_first)
    now += timedelta(seconds=seconds)
    assert watch.has_died(state, alive=False) is dead


@pytest.mark.parametrize(("status", "calls"), [(503, 3), (422, 1)])
async def test_a_busy_server_is_asked_again_and_a_refusal_is_not(
    status: int, calls: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(shard_run, "POLL_SECONDS", 0)
    monkeypatch.setattr(shard_run, "MAX_TRIES", 3)
    monkeypatch.setattr(shard_run, "get_run_logger", lambda: logging.getLogger("busy"))
    made = 0

    async def call() -> None:
        nonlocal made
        made += 1
        httpx.Response(status, request=httpx.Request("GET", "http://server.example")).raise_for_status()

    with pytest.raises(httpx.HTTPStatusError):
        await shard_run.patiently(call)
    assert made == calls
    assert len(caplog.records) == calls - 1
