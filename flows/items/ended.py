"""The result of an item that needs nothing more of this run: its record tells how it ended."""

from blocks.errors import RenderFailedError, Stage
from blocks.ledger.record import RecordedError, RenderRecord
from blocks.ledger.state import ItemState
from blocks.store.store import VideoStore
from flows.items.checking import held_back, shown_state
from flows.items.item import Item
from flows.items.result import ItemResult
from flows.items.settlement import taken_credits


def ended_before(store: VideoStore, batch: str, item: Item, record: RenderRecord) -> ItemResult:
    """Return the result of an item that has come to its end, by an earlier run or by one that took it over.

    What `batch` has paid for it is counted here, whoever published it.
    """
    credits = taken_credits(record, batch)
    # A record keeps its video when the file is lost and fetching it again fails: then it says so.
    if record.state is ItemState.PUBLISHED and record.video:
        state = shown_state(record.video, ItemState.PUBLISHED if credits else ItemState.SKIPPED)
        address, title = store.address(record.video.key), record.video.title
        reason, render_id = held_back(item, record.video, address), record.render_id
        return ItemResult(item, state, record.video, address, reason, credits=credits, render_id=render_id, title=title)
    if record.state is ItemState.REJECTED:
        return ItemResult(item, ItemState.REJECTED, title=record.title)
    failure = record.error or RecordedError.of(
        RenderFailedError("An earlier run saw its render fail.", code="render_failed", stage=Stage.WAIT_FOR_RENDER)
    )
    render_id = record.render_id
    return ItemResult(item, ItemState.FAILED, failure=failure, credits=credits, render_id=render_id, title=record.title)
