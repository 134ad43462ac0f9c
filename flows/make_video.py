"""The way of one item: claim, read, correct, pay once, wait, publish."""

from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from functools import partial

from prefect.logging import get_run_logger

from blocks.errors import NotFoundError
from blocks.jogg.service import CreatedProduct, StartedRender
from blocks.ledger.state import ItemState
from flows.items.claim import ItemClaim
from flows.items.entry import enter
from flows.items.guard import guarded
from flows.items.payment import settle
from flows.items.plan import PlannedItem
from flows.items.result import ItemResult
from flows.items.session import Session
from flows.items.settlement import keeps_reservation, taken_credits
from flows.items.waiting import told_title
from flows.runtime.prefect_names import linked, unlinked
from flows.tasks import create_product, publishing, read_again, start_render, update_product, wait_for_render


def make_video(session: Session, planned: PlannedItem) -> Awaitable[ItemResult | None]:
    """Bring one item to an end. Whatever goes wrong becomes its result, so that it never stops the others."""

    async def claimed(attempt: int) -> ItemClaim | ItemResult:
        if planned.error:
            raise planned.error
        session.check_account()
        # Once a claim was lost, what the plan knew is of the past.
        return await enter(session, planned if attempt == 0 else planned.forgotten)

    return guarded(session, planned.item, claimed, partial(_make, session, planned))


async def _make(session: Session, planned: PlannedItem, claim: ItemClaim) -> ItemResult:
    """The story."""
    item = claim.item
    if claim.is_unsettled:
        await settle(session, claim)
    started: StartedRender | None = None
    if claim.record.state is not ItemState.RENDERING:
        if session.review.is_needed(item, claim.record):
            return await _reviewed(session, claim)
        async with _within_budget(session, claim):
            try:
                product = planned.preview or await _product(session, claim)
                product = await _corrected(session, claim, product)
                started = await start_render(unlinked(item), linked(product))
            except NotFoundError:
                # A product of the cache, or a preview, that the service has forgotten: reading the page anew is free.
                product = await _product(session, claim, refresh=True)
                product = await _corrected(session, claim, product)
                started = await start_render(unlinked(item), linked(product))
    if not session.options.waits:
        return await _submitted(session, claim)
    progress = await wait_for_render(unlinked(item), wait_for=[linked(started)] if started else None)
    return await publishing(item)(unlinked(item), linked(progress))


async def _reviewed(session: Session, claim: ItemClaim) -> ItemResult:
    """The end of an item that nobody has approved."""
    item = claim.item
    if session.review.rejects(item):
        await claim.rejected()
        return ItemResult(item, ItemState.REJECTED, title=claim.record.title)
    if not session.review.asked:
        get_run_logger().warning("%s awaits a review: it is paid for only by a run that asks for one.", item.label)
        await claim.release()
        return ItemResult(item, ItemState.AWAITING_REVIEW)
    product = await told_title(session, item, await _product(session, claim))
    session.review.propose(item, product)
    await claim.awaiting_review()
    return ItemResult(item, ItemState.AWAITING_REVIEW, title=product.title)


async def _submitted(session: Session, claim: ItemClaim) -> ItemResult:
    """The end of an item in a run that does not wait: finish-videos takes it from here."""
    await claim.release()
    paid, record = taken_credits(claim.record, session.batch), claim.record
    return ItemResult(claim.item, ItemState.RENDERING, credits=paid, adopted=not paid, render_id=record.render_id)


async def _corrected(session: Session, claim: ItemClaim, product: CreatedProduct) -> CreatedProduct:
    """Note the product in the claim, and put over it what the catalog and a reviewer know better; returns it."""
    claim.product_created(product)
    if session.review.asked:
        await claim.approved(session.review.corrections[claim.item.fingerprint])
    corrections = claim.corrections
    if not corrections.is_empty:
        product = await update_product(unlinked(claim.item), linked(product), unlinked(corrections))
    return product


async def _product(session: Session, claim: ItemClaim, *, refresh: bool = False) -> CreatedProduct:
    item = claim.item
    async with session.product_turn(item):
        step = read_again if refresh else create_product
        return await step(unlinked(item), unlinked(session.service_id(item)), unlinked(claim.record.credits))


@asynccontextmanager
async def _within_budget(session: Session, claim: ItemClaim) -> AsyncIterator[None]:
    """Reserve the item's credits before anything is sent; give them back once the request surely took none."""
    price = claim.item.price
    session.budget.take(price)
    try:
        yield
    finally:
        if not keeps_reservation(claim.record, session.batch):
            session.budget.give_back(price)
