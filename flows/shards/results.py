"""What became of a shard's items: as its run reported, and by the ledger where no run came to its report."""

from collections.abc import Iterator
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from blocks.errors import LedgerRecordError
from blocks.ledger.record import PublishedVideo, RecordedError
from blocks.ledger.state import ItemState
from blocks.ledger.view import LedgerView
from blocks.store.store import VideoStore
from flows.items.ended import ended_before
from flows.items.item import Item
from flows.items.result import ItemResult
from flows.items.settlement import taken_credits
from flows.shards.shard import Shard

LOST = RecordedError(
    code="shard_lost",
    message="The run that was at it died, and so did those that were started in its place.",
    next_step="Run the same catalogue again: it goes on from what the ledger says.",
)


class ReportedEnd(BaseModel):
    """An item's line in results.jsonl: the fields of its `ItemResult`, and whose it is."""

    model_config = ConfigDict(extra="ignore")

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


def shard_results(store: VideoStore, ledger: LedgerView, shard: Shard, *, was_rerun: bool) -> tuple[ItemResult, ...]:
    """The end of every item of the shard, in its order. Raises StoreError.

    What a run of the shard published before it died, the next one skipped: the ledger tells that this batch made it.
    """
    ends = {end.fingerprint: end for end in _reported(store, shard)}

    def result(item: Item) -> ItemResult:
        end = ends.get(item.fingerprint)
        if end is None:
            return _recorded(store, ledger, shard, item)
        skipped = ItemResult(item, **{name: value for name, value in end if name != "fingerprint"})
        if not was_rerun or end.state is not ItemState.SKIPPED:
            return skipped
        recorded = _recorded(store, ledger, shard, item)
        return recorded if recorded.credits else skipped

    return tuple(map(result, shard.items))


def _reported(store: VideoStore, shard: Shard) -> Iterator[ReportedEnd]:
    report = store.read(shard.report_key)
    return map(ReportedEnd.model_validate_json, report.body.splitlines() if report else ())


def _recorded(store: VideoStore, ledger: LedgerView, shard: Shard, item: Item) -> ItemResult:
    try:
        record = ledger.find(item.fingerprint)
    except LedgerRecordError as error:
        return ItemResult(item, ItemState.FAILED, failure=RecordedError.of(error))
    if record is None:
        return ItemResult(item, ItemState.PLANNED, failure=LOST)
    credits = taken_credits(record, shard.batch)
    if record.state is ItemState.PUBLISHED and record.video:
        return ended_before(store, shard.batch, item, record)
    return ItemResult(item, record.state, failure=record.error or LOST, credits=credits, render_id=record.render_id)
