"""How an item enters a run: the ledger decides whether to skip it, to go on with it, or to wait for another run."""

import asyncio

from blocks.errors import ConflictError
from blocks.ledger.decision import EntryDecision
from blocks.ledger.record import Attempt, RenderRecord
from blocks.ledger.state import ItemState
from blocks.ledger.takeover import Busy, Claimed, Settled
from blocks.ledger.view import utc_now
from bounds.printable import printable
from flows.items.claim import ItemClaim
from flows.items.ended import recorded_end
from flows.items.item import Item
from flows.items.plan import PlannedItem
from flows.items.result import ItemResult
from flows.items.session import Session
from flows.items.sidecar import Sidecar
from flows.items.stored_row import catalog_row
from flows.runtime.concurrency import in_thread

BUSY_POLL_SECONDS = 3.0
"""Between two looks at an item that another run is making: a ledger read, small and free."""


async def enter(session: Session, planned: PlannedItem) -> ItemClaim | ItemResult:
    """Claim the item, or return how it has ended already. Waits while another run is at it. Raises StoreError."""
    item = planned.item
    if planned.published:
        return recorded_end(session.store, session.batch, item, planned.published)
    record = RenderRecord(
        fingerprint=item.fingerprint,
        url=item.url,
        kind="preview" if item.is_preview else "render",
        generation=item.generation,
        title=printable(item.corrections.title),
        catalog_row=catalog_row(item),
        batch=session.batch,
    )
    if planned.sidecar and planned.decision is EntryDecision.SKIP:
        return await _rebuilt(session, item, record, planned.sidecar)
    claimed = await _claimed(session, item, record, seems_new=planned.is_new)
    if isinstance(claimed, ItemClaim):
        await _adopt(claimed, planned)
    return claimed


async def _claimed(session: Session, item: Item, record: RenderRecord, *, seems_new: bool) -> ItemClaim | ItemResult:
    while True:
        claim = await in_thread(session.ledger.claim, record, pay_again=session.options.pay_again, seems_new=seems_new)
        seems_new = False
        match claim:
            case Claimed():
                return ItemClaim(item, session.ledger, claim)
            case Settled(record=found):
                return recorded_end(session.store, session.batch, item, found)
            case Busy(record=found):
                session.moved(item, found.state)
                await asyncio.sleep(min(BUSY_POLL_SECONDS, session.options.poll_seconds))


async def _rebuilt(session: Session, item: Item, record: RenderRecord, sidecar: Sidecar) -> ItemClaim | ItemResult:
    """Write the lost record anew from what lies beside the video."""
    video, attempt = sidecar.published_video(item), sidecar.attempt
    remembered = record.model_copy(update={"product_id": sidecar.product_id, "project_id": sidecar.project_id})
    try:
        rebuilt = await in_thread(session.ledger.rebuilt, remembered, video, attempt)
    except ConflictError:
        # Another run has written it meanwhile.
        return await _claimed(session, item, record, seems_new=False)
    return recorded_end(session.store, session.batch, item, rebuilt)


async def _adopt(claim: ItemClaim, planned: PlannedItem) -> None:
    """Take over a render that the store or the account knows and the ledger does not."""
    if claim.record.state is not ItemState.PLANNED or claim.record.attempts:
        return
    if planned.sidecar:
        await claim.adopted(planned.sidecar.render_id, planned.sidecar.attempt)
    elif planned.render_id:
        now = utc_now()
        # Of no batch: this run pays nothing for it.
        attempt = Attempt(submitted_at=now, credits=claim.item.price, accepted_at=now, render_id=planned.render_id)
        await claim.adopted(planned.render_id, attempt)
