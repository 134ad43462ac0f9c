"""The paid request: made at most once for an item, whatever happens in between.

The ledger says `submitting` when the request's turn has come, right before it goes out, and `rendering` as soon as it
was accepted. Whenever the outcome is unknown, the service is asked; only a request that was surely never accepted is
made anew. What is decided, and when, is in `flows.items.settlement`.
"""

import asyncio
from datetime import timedelta

from prefect.logging import get_run_logger

from blocks.errors import NotSentError, RenderAmbiguousError, Stage, Url2VideoError
from blocks.jogg.service import Accepted, CannotTell, CreatedProduct, RenderLookup, SubmitGate, SubmitWindow
from blocks.ledger.record import Attempt
from blocks.ledger.state import ItemState
from blocks.ledger.view import utc_now
from flows.items.claim import ItemClaim
from flows.items.session import Session
from flows.items.settlement import Outcome, decide_outcome, next_look_seconds


class AcceptedMeanwhileError(Exception):
    """Raised by the last lookup before a repeated request: the first one was accepted after all; nothing was sent.

    It leaves the client as it is and reaches nobody but `pay_once`.
    """

    def __init__(self, render_id: str, attempt: Attempt) -> None:
        super().__init__(render_id)
        self.render_id = render_id
        self.attempt = attempt


async def pay_once(session: Session, claim: ItemClaim, product: CreatedProduct) -> None:
    """Bring the claimed record to `rendering` with at most one accepted request.

    Raises:
        NotSentError, RateLimitedError: surely nothing was accepted; calling again is safe.
        RenderAmbiguousError: nobody can tell; the record says so, and nothing more was sent.
        AccountError, ParameterError, NotFoundError: refused; nothing was accepted.
        StoreError: the ledger could not be written; what it holds decides on the next entry.
    """
    if claim.is_unsettled:
        await settle(session, claim)
    if claim.record.state is ItemState.RENDERING:
        return

    async def on_turn() -> None:
        session.check_account()
        await _look_before_repeating(session, claim)
        session.moved(claim.item, ItemState.SUBMITTING)
        await claim.submitting(claim.item.price)

    item, gate = claim.item, SubmitGate(on_turn, session.ledger.check_lease)
    try:
        started = await session.service_of(item).start_render(product, item.settings, item.name, gate=gate)
    except AcceptedMeanwhileError as found:
        await claim.adopted(found.render_id, found.attempt)
    except Url2VideoError as error:
        if claim.record.state is not ItemState.SUBMITTING:
            raise
        await _after_error(session, claim, error)
    except asyncio.CancelledError:
        # The connection closes with the task: the exchange is over, and the next run need not wait for its longest.
        claim.exchange_ended()
        raise
    else:
        await claim.accepted(started.render_id)


async def settle(session: Session, claim: ItemClaim) -> None:
    """Ask the service what became of a request, until it has it or can't have it any more.

    Brings the record to `rendering` (adopted) or `planned` (surely never accepted).

    Raises:
        RenderAmbiguousError: the service can't tell; the record says so.
        AccountError: the key is refused, which concerns every item alike.
    """
    settle_seconds = session.settings.settle_seconds
    # The first byte goes out while the lease is good, so the exchange of a run that died began within it.
    longest = session.service_of(claim.item).longest_exchange + timedelta(seconds=session.settings.lease_seconds)
    left = settle_seconds - claim.unknown_seconds(longest)
    get_run_logger().info(
        "%s: the response to its paid request was lost; asking the service for up to %.0f s.",
        claim.item.label,
        max(0.0, left),
    )
    looks = 0
    while True:
        found = await _look(session, claim)
        looks += 1
        unknown = claim.unknown_seconds(longest)
        match decide_outcome(found, unknown_seconds=unknown, looks=looks, settle_seconds=settle_seconds):
            case Outcome.ADOPT if isinstance(found, Accepted):
                return await claim.accepted(found.render_id)
            case Outcome.NEVER_ACCEPTED:
                return await claim.never_accepted()
            case Outcome.AMBIGUOUS if isinstance(found, CannotTell):
                claim.exchange_ended(unknown)
                error = _ambiguous(session, claim, found.reason)
                await claim.ambiguous(error)
                raise error
        await asyncio.sleep(next_look_seconds(looks, unknown_seconds=unknown, settle_seconds=settle_seconds))


async def _look(session: Session, claim: ItemClaim) -> RenderLookup:
    record, service = claim.record, session.service_of(claim.item)
    product = CreatedProduct(product_id=record.product_id, project_id=record.project_id or None)
    window = claim.submit_window(service.longest_exchange)
    return await service.find_render(claim.item.name, product, window=window, earlier=claim.earlier_renders)


async def _look_before_repeating(session: Session, claim: ItemClaim) -> None:
    """Look once more right before a request that was made before: it may have been accepted since."""
    dropped = claim.record.dropped
    if dropped is None:
        return
    product = CreatedProduct(product_id=dropped.product_id, project_id=dropped.project_id or None)
    window, service = SubmitWindow(dropped.attempt.submitted_at, utc_now()), session.service_of(claim.item)
    found = await service.find_render(claim.item.name, product, window=window, earlier=claim.earlier_renders)
    if isinstance(found, Accepted):
        raise AcceptedMeanwhileError(found.render_id, dropped.attempt)


async def _after_error(session: Session, claim: ItemClaim, error: Url2VideoError) -> None:
    if not error.ambiguous:
        await claim.not_accepted()
        raise error
    claim.exchange_ended()
    await settle(session, claim)
    if claim.record.state is not ItemState.RENDERING:
        raise NotSentError(
            f"The request was lost, and the service surely never accepted it. {error.message}",
            code="never_accepted",
            stage=Stage.START_RENDER,
            request_id=error.request_id,
        ) from error


def _ambiguous(session: Session, claim: ItemClaim, reason: str) -> RenderAmbiguousError:
    item, project = claim.item, claim.record.project_id
    where = f"project {project}" if project else f"a {'preview' if item.is_preview else 'video'} named {item.name}"
    return RenderAmbiguousError(
        f"A paid render was submitted, its response lost; the service can't tell whether it was accepted ({reason}).",
        code="render_ambiguous",
        stage=Stage.START_RENDER,
        next_step=f"`url2video finish` asks again. Or look for {where} in the service's own list. If it is there, run"
        f" `{session.resolve_command(item)} --adopt ID`; if not, the same with `--never-accepted`. Nothing more is paid"
        " until then.",
    )
