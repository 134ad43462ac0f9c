"""The way of one item: claim, read, correct, pay once, wait, publish. Every end is a result, never an exception."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal

from prefect.logging import get_run_logger

from blocks.errors import (
    AccountError,
    BudgetSpentError,
    InsufficientCreditError,
    NotFoundError,
    RenderAmbiguousError,
    Url2VideoError,
)
from blocks.jogg.service import CreatedProduct
from blocks.store.record import RecordedError, RenderState
from flows.claim import ItemClaim
from flows.entry import enter
from flows.item import Item
from flows.lineage import publishing
from flows.payment import settle
from flows.result import ItemResult, ItemState
from flows.session import Session
from flows.steps import create_product, read_again, start_render, update_product, wait_for_render


async def make_video(session: Session, item: Item) -> ItemResult:
    """Bring one item to an end. Whatever goes wrong becomes its result, so that it never stops the others."""
    claim: ItemClaim | None = None
    try:
        session.check_account()
        entered = await enter(session, item)
        if isinstance(entered, ItemResult):
            result = entered
        else:
            claim = entered
            result = await _make(session, item, claim)
    except Exception as error:  # noqa: BLE001 - a fault in one item, even one of ours, must not lose the others
        result = await _failed(session, item, claim, _as_ours(error))
    session.listener.ended(result)
    return result


async def _make(session: Session, item: Item, claim: ItemClaim) -> ItemResult:
    """The story."""
    try:
        if claim.record.state in {RenderState.SUBMITTING, RenderState.AMBIGUOUS}:
            await settle(session, item, claim)
        if claim.record.state is not RenderState.RENDERING:
            if session.review.is_needed(item, claim.record):
                return await _reviewed(session, item, claim)
            async with _within_budget(session, item, claim):
                await _render(session, item, claim)
        if not session.waits:
            return await _submitted(session, item, claim)
        await wait_for_render(session, claim)
        video = await publishing(session, item)(session, claim)
    except BaseException as error:
        await _let_go(claim, error)
        raise
    return ItemResult(
        item,
        ItemState.PUBLISHED,
        video,
        session.store.address(video.key),
        credits=_credits(session, claim),
        adopted=not _credits(session, claim),
        render_id=claim.record.render_id,
        title=video.title,
    )


async def _reviewed(session: Session, item: Item, claim: ItemClaim) -> ItemResult:
    """The end of an item that nobody has approved."""
    if session.review.rejects(item):
        await claim.rejected()
        return ItemResult(item, ItemState.REJECTED, title=claim.record.title)
    if not session.review.asked:
        get_run_logger().warning("%s awaits a review: it is paid for only by a run that asks for one.", item.slug)
        await claim.release()
        return ItemResult(item, ItemState.AWAITING_REVIEW)
    product = await _product(session, item, claim)
    session.review.propose(item, product)
    await claim.awaiting_review()
    return ItemResult(item, ItemState.AWAITING_REVIEW, title=product.title)


async def _submitted(session: Session, item: Item, claim: ItemClaim) -> ItemResult:
    """The end of an item in a run that does not wait: finish-videos takes it from here."""
    await claim.release()
    paid, record = _credits(session, claim), claim.record
    return ItemResult(item, ItemState.RENDERING, credits=paid, adopted=not paid, render_id=record.render_id)


async def _render(session: Session, item: Item, claim: ItemClaim) -> None:
    """Have the page read, corrected and its render accepted."""
    try:
        await _submit(session, item, claim)
    except NotFoundError:
        # A product of the cache, or a preview, that the service has forgotten since: reading the page anew is free.
        await _submit(session, item, claim, refresh=True)


async def _submit(session: Session, item: Item, claim: ItemClaim, *, refresh: bool = False) -> None:
    product = await _product(session, item, claim, refresh=refresh)
    if session.review.asked:
        await claim.approved(session.review.corrections[item.fingerprint])
    corrections = claim.corrections
    if not corrections.is_empty:
        await update_product(session, claim, product, corrections)
    await start_render(session, claim, product)


async def _product(session: Session, item: Item, claim: ItemClaim, *, refresh: bool = False) -> CreatedProduct:
    product = session.chosen_previews.pop(item.fingerprint, None)
    if product is None:
        async with session.product_turn(item):
            read = read_again if refresh else create_product
            product = await read(session, claim)
    claim.product_created(product)
    return product


@asynccontextmanager
async def _within_budget(session: Session, item: Item, claim: ItemClaim) -> AsyncIterator[None]:
    """Reserve the item's credits before anything is sent; give them back unless this batch pays them."""
    price = item.price
    session.budget.take(price)
    try:
        yield
    finally:
        if not _credits(session, claim):
            session.budget.give_back(price)


def _credits(session: Session, claim: ItemClaim) -> Decimal:
    """What this batch has paid for the item."""
    ours = (a.credits for a in claim.record.attempts if a.batch == session.batch and a.accepted_at)
    return sum(ours, Decimal(0))


async def _let_go(claim: ItemClaim, error: BaseException) -> None:
    """Leave the ledger so that the next run can go on: an end where nothing was accepted, a pause where it was."""
    ours = error if isinstance(error, Url2VideoError) else None
    nothing_accepted = claim.record.state in {RenderState.PLANNED, RenderState.AWAITING_REVIEW}
    if ours and nothing_accepted and not isinstance(ours, AccountError | BudgetSpentError):
        await claim.failed(ours)
    else:
        await claim.release(ours)


async def _failed(session: Session, item: Item, claim: ItemClaim | None, error: Url2VideoError) -> ItemResult:
    state = ItemState.FAILED
    if isinstance(error, AccountError):
        session.stop_paying(error)
        state = ItemState.UNAFFORDABLE if isinstance(error, InsufficientCreditError) else ItemState.PLANNED
    elif isinstance(error, BudgetSpentError):
        state = ItemState.UNAFFORDABLE
    elif isinstance(error, RenderAmbiguousError):
        state = ItemState.AMBIGUOUS
    credits = _credits(session, claim) if claim else Decimal(0)
    render_id = claim.record.render_id if claim else ""
    return ItemResult(item, state, failure=RecordedError.of(error), credits=credits, render_id=render_id)


def _as_ours(error: Exception) -> Url2VideoError:
    if isinstance(error, Url2VideoError):
        return error
    get_run_logger().error("An unexpected %s ended an item.", type(error).__name__, exc_info=error)
    return Url2VideoError(
        f"Unexpected {type(error).__name__}: {error}",
        code="unexpected",
        next_step="The run's log has the details.",
    )
