"""The result of an item that has come to its end, as its record tells it."""

from blocks.errors import RenderFailedError, Stage
from blocks.ledger.record import PublishedVideo, RecordedError, RenderRecord, VideoDecision
from blocks.ledger.state import ItemState
from blocks.store.store import VideoStore
from flows.items.item import Item
from flows.items.result import ItemResult
from flows.items.settlement import taken_credits


def recorded_end(
    store: VideoStore, batch: str, item: Item, record: RenderRecord, *, unpaid: ItemState = ItemState.SKIPPED
) -> ItemResult:
    """Return the result that the record of an ended item tells, whichever run brought it to its end.

    What `batch` has paid for it is counted here, whoever published it. `unpaid` is the state of a published video for
    which it has paid nothing: skipped, unless the run that asks has published it itself.
    """
    credits = taken_credits(record, batch)
    # A record keeps its video when the file is lost and fetching it again fails: then it says so.
    if record.state is ItemState.PUBLISHED and record.video:
        state = _shown_state(record.video, ItemState.PUBLISHED if credits else unpaid)
        address, title = store.address(record.video.key), record.video.title
        reason, render_id = _held_back(item, record.video, address), record.render_id
        return ItemResult(item, state, record.video, address, reason, credits=credits, render_id=render_id, title=title)
    if record.state is ItemState.REJECTED:
        return ItemResult(item, ItemState.REJECTED, title=record.title)
    failure = record.error or RecordedError.of(
        RenderFailedError("An earlier run saw its render fail.", code="render_failed", stage=Stage.WAIT_FOR_RENDER)
    )
    render_id = record.render_id
    return ItemResult(item, ItemState.FAILED, failure=failure, credits=credits, render_id=render_id, title=record.title)


def _held_back(item: Item, video: PublishedVideo, address: str) -> RecordedError | None:
    """Return the reason that is shown for a video that a person has to decide about; None for any other."""
    if not video.needs_review:
        return None
    to = address.removesuffix(video.key).rstrip("/")
    return RecordedError(
        code=ItemState.NEEDS_REVIEW.value,
        message=f"{'; '.join(map(str, video.findings))}.",
        next_step=f"Look at it, then `url2video verdict {item.fingerprint} --accept --to {to}`, or `--reject`.",
    )


def _shown_state(video: PublishedVideo, otherwise: ItemState) -> ItemState:
    """Return how a run tells of a video in the store: by what a person has decided or has to, else as `otherwise`."""
    if video.needs_review:
        return ItemState.NEEDS_REVIEW
    return ItemState.REJECTED if video.decision is VideoDecision.REJECTED else otherwise
