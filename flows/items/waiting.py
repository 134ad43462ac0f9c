"""Waiting for a render: cheap polls in one event loop, until it is done, failed or overdue."""

import asyncio
import time
from contextlib import suppress
from dataclasses import replace

from blocks.errors import JoggError, NotFoundError, RenderFailedError, RenderOverdueError, Stage
from blocks.jogg.retry import retrying
from blocks.jogg.service import CreatedProduct, RenderProgress, RenderStatus
from blocks.ledger.record import RenderRecord
from blocks.ledger.view import utc_now
from flows.items.claim import ItemClaim
from flows.items.item import Item
from flows.items.polling import next_wait
from flows.items.session import Session

NOT_LISTED_SECONDS = 600.0
"""After acceptance, for how long "no such render" means "not listed yet": the id came from the service itself, and it
takes five to ten minutes for a render (v2 guide, "Get result")."""


async def wait_until_done(session: Session, claim: ItemClaim) -> RenderProgress:
    """Poll until the render is done; return what the service then says of it.

    Raises:
        RenderFailedError: the service says so; the ledger keeps it, and it is not paid again by itself.
        RenderOverdueError: the deadline has passed; it is still ours and still in the ledger.
        JoggError: the service could not be asked, however often.
    """
    age, poll_seconds = RenderAge(claim.record), session.options.poll_seconds
    await asyncio.sleep(_first_wait(session, age.seconds))
    looks = 0
    while True:
        progress = await poll_once(session, claim, age)
        looks += 1
        if progress.status.is_final:
            if claim.record.attempts[-1].batch == session.batch:
                session.render_times.learn(age.seconds, at_first_look=looks == 1)
            return progress
        await asyncio.sleep(next_wait(age.seconds, poll_seconds))


class RenderAge:
    """How long ago a render was accepted. Goes on by a clock that never jumps."""

    def __init__(self, record: RenderRecord) -> None:
        """Begin with what the record says; a time in the future, by a wrong clock, counts as now."""
        accepted_at = record.attempts[-1].accepted_at or utc_now()
        self._before = max(0.0, (utc_now() - accepted_at).total_seconds())
        self._began = time.monotonic()

    @property
    def seconds(self) -> float:
        """Seconds since acceptance."""
        return self._before + time.monotonic() - self._began


async def poll_once(session: Session, claim: ItemClaim, age: RenderAge) -> RenderProgress:
    """Poll the render; a failed one is written into the ledger.

    Raises:
        RenderFailedError, RenderOverdueError, JoggError: as `wait_until_done`.
    """
    item, render_id = claim.item, claim.record.render_id
    looks = session.looks(item)
    try:
        progress = await retrying("GET", lambda: looks.progress(render_id))
    except NotFoundError:
        if age.seconds > NOT_LISTED_SECONDS:
            raise
        progress = RenderProgress(render_id, RenderStatus.QUEUED, description="not listed yet")
    session.polled(item, progress)
    if progress.status.is_final:
        return await _ended(claim, progress)
    if age.seconds >= session.settings.render_deadline_seconds:
        raise RenderOverdueError(
            f"Render {render_id} was accepted {age.seconds / 60:.0f} minutes ago and is not done yet.",
            code="render_overdue",
            stage=Stage.WAIT_FOR_RENDER,
        )
    return progress


async def current_progress(session: Session, item: Item, render_id: str) -> RenderProgress:
    """Ask once how far the render is; a fault on the way is asked again by the retry rule. Raises JoggError."""
    service = session.service_of(item)
    return await retrying("GET", lambda: service.render_status(render_id))


async def told_title(session: Session, item: Item, product: CreatedProduct) -> CreatedProduct:
    """Return the product with its title, which in generation 1 its project tells and the response to its POST does not.

    One free GET; where the service does not answer it, the product is returned as it is.
    """
    if product.title or not product.project_id:
        return product
    with suppress(JoggError):
        return replace(product, title=(await current_progress(session, item, product.project_id)).title)
    return product


def _first_wait(session: Session, age_seconds: float) -> float:
    """No poll before the render can be done; none is waited for twice when it was adopted."""
    default = min(session.settings.first_poll_seconds, session.options.poll_seconds)
    return max(0.0, session.render_times.first_look(default) - age_seconds)


async def _ended(claim: ItemClaim, progress: RenderProgress) -> RenderProgress:
    if progress.status is RenderStatus.DONE:
        return progress
    error = RenderFailedError(
        f"The service could not render it: {(progress.error or progress.status.value).rstrip('.')}.",
        code="render_failed",
        stage=Stage.WAIT_FOR_RENDER,
        request_id=progress.request_id,
    )
    await claim.failed(error)
    raise error
