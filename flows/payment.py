"""The paid request: made at most once for an item, whatever happens in between.

The ledger says `submitting` when the request's turn has come, right before it goes out, and `rendering` as soon as it
was accepted. Whenever the
outcome is unknown, the service is asked; only a request that was surely never accepted is made anew.
"""

import asyncio
from datetime import timedelta

from blocks.errors import NotSentError, RenderAmbiguousError, Stage, Url2VideoError
from blocks.jogg.service import Accepted, CannotTell, CreatedProduct, SubmitGate, SubmitWindow
from blocks.store.record import RenderRecord, RenderState
from flows.claim import ItemClaim
from flows.item import Item
from flows.result import ItemState
from flows.session import Session, utc_now

SETTLE_POLL_SECONDS = 2.0
"""Between two looks for a render whose acceptance is unknown: an accepted one shows up within a second or two."""

FEWEST_LOOKS = 3
"""Before a service that can't tell is believed to stay that way: a restart or a lost packet must not decide it."""


async def pay_once(session: Session, item: Item, claim: ItemClaim, product: CreatedProduct) -> None:
    """Bring the claimed record to `rendering` with at most one accepted request.

    Raises:
        NotSentError, RateLimitedError: surely nothing was accepted; calling again is safe.
        RenderAmbiguousError: nobody can tell; the record says so, and nothing more was sent.
        AccountError, ParameterError, NotFoundError: refused; nothing was accepted.
        StoreError: the ledger could not be written; what it holds decides on the next entry.
    """
    if claim.record.state in {RenderState.SUBMITTING, RenderState.AMBIGUOUS}:
        await settle(session, item, claim)
    if claim.record.state is RenderState.RENDERING:
        return
    session.check_account()

    async def on_turn() -> None:
        session.check_account()
        session.moved(item, ItemState.SUBMITTING)
        await claim.submitting(item.price)

    gate = SubmitGate(on_turn=on_turn)
    try:
        started = await session.service_of(item).start_render(product, item.settings, item.name, gate=gate)
    except Url2VideoError as error:
        if claim.record.state is not RenderState.SUBMITTING:
            raise
        await _after_error(session, item, claim, error)
    else:
        await claim.accepted(started.render_id)


async def settle(session: Session, item: Item, claim: ItemClaim) -> None:
    """Ask the service what became of a request, until it has it or can't have it any more.

    Brings the record to `rendering` (adopted) or `planned` (surely never accepted).

    Raises:
        RenderAmbiguousError: the service can't tell; the record says so.
        AccountError: the key is refused, which concerns every item alike.
    """
    record = claim.record
    product = CreatedProduct(product_id=record.product_id, project_id=record.project_id or None)
    submitted_at = record.attempts[-1].submitted_at
    service = session.service_of(item)
    window = SubmitWindow(submitted_at, submitted_at + service.longest_exchange)
    earlier = {attempt.render_id for attempt in record.attempts if attempt.render_id}
    sure_from = submitted_at + timedelta(seconds=session.settings.settle_seconds)
    looks = 0
    while True:
        found = await service.find_render(item.name, product, window=window, earlier=earlier)
        looks += 1
        if isinstance(found, Accepted):
            return await claim.accepted(found.render_id)
        if utc_now() >= sure_from:
            if not isinstance(found, CannotTell):
                return await claim.not_accepted()
            if looks >= FEWEST_LOOKS:
                error = _ambiguous(item, record, found.reason)
                await claim.ambiguous(error)
                raise error
        await asyncio.sleep(min(SETTLE_POLL_SECONDS, session.settings.settle_seconds / FEWEST_LOOKS))


async def _after_error(session: Session, item: Item, claim: ItemClaim, error: Url2VideoError) -> None:
    if not error.ambiguous:
        await claim.not_accepted()
        raise error
    await settle(session, item, claim)
    if claim.record.state is not RenderState.RENDERING:
        raise NotSentError(
            f"The request was lost, and the service surely never accepted it. {error.message}",
            code="never_accepted",
            stage=Stage.START_RENDER,
            request_id=error.request_id,
        ) from error


def _ambiguous(item: Item, record: RenderRecord, reason: str) -> RenderAmbiguousError:
    what = "preview" if item.is_preview else "video"
    where = f"project {record.project_id}" if record.project_id else f"a {what} named {item.name}"
    return RenderAmbiguousError(
        f"A paid render was submitted and its answer lost; the service can't tell whether it was accepted ({reason}).",
        code="render_ambiguous",
        stage=Stage.START_RENDER,
        next_step=f"Look for {where} in the service's own list, then run `url2video finish`:"
        " it asks again and publishes the video if there is one. Nothing more is paid until then.",
    )
