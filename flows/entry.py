"""How an item enters a run: the ledger decides whether to skip it, to go on with it, or to wait for another run."""

import asyncio

from blocks.errors import RenderFailedError, Stage
from blocks.store.decision import EntryDecision
from blocks.store.ledger import Busy, Claimed, Settled
from blocks.store.record import RecordedError, RenderRecord, RenderState
from flows.catalog import catalog_row
from flows.claim import ItemClaim
from flows.item import Item
from flows.result import ItemResult, ItemState
from flows.session import Session
from flows.thread import in_thread

BUSY_POLL_SECONDS = 3.0
"""Between two looks at an item that another run is making: a ledger read, small and free."""


async def enter(session: Session, item: Item) -> ItemClaim | ItemResult:
    """Claim the item, or tell how it has ended already. Waits while another run is at it. Raises StoreError."""
    if known := session.published.pop(item.fingerprint, None):
        return ended_before(session, item, known, EntryDecision.SKIP)
    planned = RenderRecord(
        fingerprint=item.fingerprint,
        url=item.url,
        kind="preview" if item.is_preview else "render",
        generation=item.generation,
        title=item.corrections.title,
        catalog_row=catalog_row(item),
        batch=session.batch,
    )
    while True:
        claim = await in_thread(
            session.ledger.claim,
            planned,
            pay_again=session.pay_again,
            seems_new=item.fingerprint in session.new,
        )
        session.new.discard(item.fingerprint)
        match claim:
            case Claimed():
                return ItemClaim(item, session.ledger, claim)
            case Settled(record=record, decision=decision):
                return ended_before(session, item, record, decision)
            case Busy(record=record):
                session.moved(item, ItemState(record.state.value))
                await asyncio.sleep(min(BUSY_POLL_SECONDS, session.poll_seconds))


def ended_before(session: Session, item: Item, record: RenderRecord, decision: EntryDecision) -> ItemResult:
    """The result of an item that an earlier run has brought to its end."""
    if decision is EntryDecision.SKIP and record.video:
        address = session.store.address(record.video.key)
        return ItemResult(
            item, ItemState.SKIPPED, record.video, address, render_id=record.render_id, title=record.video.title
        )
    if record.state is RenderState.REJECTED:
        return ItemResult(item, ItemState.REJECTED, title=record.title)
    failure = record.error or RecordedError.of(
        RenderFailedError("An earlier run saw its render fail.", code="render_failed", stage=Stage.WAIT_FOR_RENDER)
    )
    return ItemResult(item, ItemState.FAILED, failure=failure, render_id=record.render_id, title=record.title)
