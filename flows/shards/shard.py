"""A shard: a part of a catalogue that one run of make-videos makes, on whichever machine takes it.

A plan is `split` into shards. `shard_results` tells what became of a shard's items: what its run reported, and what the
ledger says where no run came to its report.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from pydantic import BaseModel

from blocks.errors import LedgerRecordError
from blocks.ledger.record import PublishedVideo, RecordedError
from blocks.ledger.state import ItemState
from blocks.ledger.view import LedgerView
from blocks.store.store import VideoStore
from flows.items.ended import recorded_end
from flows.items.item import Item
from flows.items.plan import PlannedItem
from flows.items.result import ItemResult
from flows.items.settlement import taken_credits
from flows.items.stored_row import catalog_row
from flows.reporting.report import JSON_LINES, json_lines

LOST = RecordedError(
    code="shard_lost",
    message="The run that was at it died, and so did those that were started in its place.",
    next_step="Run the same catalogue again: it goes on from what the ledger says.",
)


@dataclass(frozen=True, slots=True)
class Shard:
    """Some items, and the credits that may be taken for them."""

    batch: str
    """Of the shard: names its report and its payments, over all runs it takes."""
    items: tuple[Item, ...]
    budget: Decimal | None = None

    @property
    def report_key(self) -> str:
        """Where its run leaves what became of each item."""
        return f"batches/{self.batch}/results.jsonl"

    def store_catalog(self, store: VideoStore) -> str:
        """Write its items as a catalogue into the store, where any machine reads it; its address. Raises StoreError."""
        key = f"batches/{self.batch}/catalog.jsonl"
        store.put(key, json_lines(map(catalog_row, self.items)), JSON_LINES)
        return store.address(key)


def split(batch: str, planned: Sequence[PlannedItem], count: int, left: Decimal | None) -> tuple[Shard, ...]:
    """Split a plan into `count` shards of neighbours, or fewer; `left` credits are given out from the first on."""
    if not planned:
        return ()
    size = -(-len(planned) // count)
    shards = []
    for number, start in enumerate(range(0, len(planned), size), 1):
        part = planned[start : start + size]
        budget = None if left is None else min(left, sum((each.credits for each in part), Decimal(0)))
        left = None if left is None or budget is None else left - budget
        shards.append(Shard(f"{batch}-shard-{number:03}", tuple(each.item for each in part), budget))
    return tuple(shards)


class ReportedEnd(BaseModel):
    """An item's line in results.jsonl: the fields of its `ItemResult`, and whose it is."""

    fingerprint: str
    state: ItemState
    render_id: str = ""
    adopted: bool = False
    credits: Decimal = Decimal(0)
    open_credits: Decimal = Decimal(0)
    title: str = ""
    address: str = ""
    video: PublishedVideo | None = None
    failure: RecordedError | None = None

    def result(self, item: Item) -> ItemResult:
        """Return it as the end of `item`."""
        return ItemResult(
            item,
            self.state,
            self.video,
            self.address,
            self.failure,
            credits=self.credits,
            open_credits=self.open_credits,
            adopted=self.adopted,
            render_id=self.render_id,
            title=self.title,
        )


def shard_results(store: VideoStore, ledger: LedgerView, shard: Shard, *, was_rerun: bool) -> tuple[ItemResult, ...]:
    """The end of every item of the shard, in its order. Raises StoreError.

    What a run of the shard published before it died, the next one skipped: the ledger tells that this batch made it.
    """
    report = store.read(shard.report_key)
    reported = map(ReportedEnd.model_validate_json, report.body.splitlines() if report else ())
    ends = {end.fingerprint: end for end in reported}

    def result(item: Item) -> ItemResult:
        end = ends.get(item.fingerprint)
        if end is None:
            return _recorded(store, ledger, shard, item)
        if was_rerun and end.state is ItemState.SKIPPED:
            recorded = _recorded(store, ledger, shard, item)
            if recorded.credits:
                return recorded
        return end.result(item)

    return tuple(map(result, shard.items))


def _recorded(store: VideoStore, ledger: LedgerView, shard: Shard, item: Item) -> ItemResult:
    try:
        record = ledger.find(item.fingerprint)
    except LedgerRecordError as error:
        return ItemResult(item, ItemState.FAILED, failure=RecordedError.of(error))
    if record is None:
        return ItemResult(item, ItemState.PLANNED, failure=LOST)
    credits = taken_credits(record, shard.batch)
    if record.state is ItemState.PUBLISHED and record.video:
        return recorded_end(store, shard.batch, item, record)
    return ItemResult(item, record.state, failure=record.error or LOST, credits=credits, render_id=record.render_id)
