"""What a run asks of the store depends on what it touches, not on how many videos there are."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from blocks.jogg.corrections import Corrections
from blocks.jogg.settings import ApiGeneration, RenderSettings
from blocks.ledger.index import LedgerIndex
from blocks.ledger.lease import OwnerLease
from blocks.ledger.ledger import Ledger
from blocks.ledger.record import PublishedVideo, RenderRecord, record_key
from blocks.ledger.takeover import Claimed
from blocks.ledger.view import LedgerView
from blocks.store.s3.s3 import S3Store
from blocks.store.store import VideoStore
from flows.items.budget import BudgetPeriod, midnight_before
from flows.items.item import Item
from flows.items.plan import Plan, make_plan, plan_items
from tests.ledger_stores import CountingStore, MemoryStore, past_fingerprint, past_record
from tests.s3_servers import S3Server

OPEN_RECORDS = 50
ITEMS = [
    Item(row, f"https://shop.example/new/{row}", Corrections(), RenderSettings(), ApiGeneration.OPEN)
    for row in range(10)
]
ONE = Decimal(1)
WRITERS = 32


def begin(ledger: Ledger, fingerprint: str) -> Claimed:
    claim = ledger.claim(RenderRecord(fingerprint=fingerprint, url="https://shop.example/p", generation="open"))
    assert isinstance(claim, Claimed)
    return ledger.accepted(ledger.submitting(claim, price=ONE), render_id=fingerprint)


def with_open_records(store: VideoStore) -> None:
    """Let the store have an index of old, and renders under way that were paid today."""
    LedgerIndex(store).completed(date(2026, 1, 1))
    with OwnerLease(store) as lease:
        for number in range(OPEN_RECORDS):
            ledger = Ledger(store, lease)
            ledger.release(begin(ledger, f"open{number}"))


def sweep(store: VideoStore) -> None:
    with OwnerLease(store) as lease:
        ledger = Ledger(store, lease)
        found = [record for record in ledger.open_records() if isinstance(record, RenderRecord)]
        assert len(found) == OPEN_RECORDS
        for record in found:
            claim = ledger.reclaim(record)
            assert isinstance(claim, Claimed)
            ledger.release(claim, keeps_order=True)


def budget(store: VideoStore) -> None:
    with OwnerLease(store) as lease:
        assert Ledger(store, lease).credits_spent(midnight_before(datetime.now(UTC))) == OPEN_RECORDS


async def planned(store: VideoStore, ledger: LedgerView) -> Plan:
    items = await plan_items(store, ledger, ITEMS, pay_again=False)
    return await make_plan(ledger, items, Decimal(1000), BudgetPeriod.DAY)


def dry_run(store: VideoStore) -> None:
    plan = asyncio.run(planned(store, LedgerView(store)))
    assert (plan.affordability.to_pay, plan.affordability.spent) == (len(ITEMS), Decimal(OPEN_RECORDS))


def make(store: VideoStore) -> None:
    """All that the plan and the ledger of a run ask for; the videos themselves are not what is counted."""
    with OwnerLease(store) as lease:
        ledger = Ledger(store, lease)
        asyncio.run(planned(store, ledger))
        for item in ITEMS:
            video = PublishedVideo(key=f"videos/shop.example/p-{item.fingerprint}.mp4", size=1, sha256="", seconds=1)
            ledger.published(begin(ledger, item.fingerprint), video)


RUNS: list[Callable[[VideoStore], None]] = [sweep, budget, dry_run, make]


def calls_of_each_run(store: VideoStore) -> dict[str, int]:
    calls = {}
    for run in RUNS:
        counting = CountingStore(store)
        run(counting)
        calls[run.__name__] = counting.calls.total()
    return calls


def check_equal(few: dict[str, int], many: dict[str, int]) -> None:
    for run, calls in few.items():
        assert abs(many[run] - calls) <= calls / 10, run


@pytest.mark.parametrize("videos", [100_000, 1_000_000])
def test_a_run_calls_the_store_as_often_among_a_million_videos_as_among_a_thousand(videos: int) -> None:
    few, many = MemoryStore(past=1000), MemoryStore(past=videos)
    for store in (few, many):
        with_open_records(store)
    check_equal(calls_of_each_run(few), calls_of_each_run(many))


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_a_run_sends_as_many_requests_to_s3_among_100_000_videos_as_among_a_thousand(ministack: S3Server) -> None:
    check_equal(requests_of_each_run(ministack, 1000), requests_of_each_run(ministack, 100_000))


def requests_of_each_run(server: S3Server, videos: int) -> dict[str, int]:
    store = server.store(f"calls/{videos}")
    fill(store, map(past_fingerprint, range(videos)))
    with_open_records(store)
    sent: Counter[str] = Counter()
    store._client.meta.events.register("before-send.s3", lambda request, **_: sent.update([request.method]))
    requests = {}
    for run in RUNS:
        sent.clear()
        run(store)
        requests[run.__name__] = sent.total()
    return requests


def fill(store: S3Store, fingerprints: Iterable[str]) -> None:
    def write(fingerprint: str) -> Any:
        return store.put(record_key(fingerprint), past_record(fingerprint).to_bytes(), "application/json")

    with ThreadPoolExecutor(WRITERS) as pool:
        for _ in pool.map(write, fingerprints):
            pass
