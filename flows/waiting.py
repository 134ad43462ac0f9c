"""Waiting for a render: cheap polls in one event loop, until it is done, failed or overdue."""

import asyncio
from datetime import datetime, timedelta

from blocks.errors import RenderFailedError, RenderOverdueError, Stage
from blocks.jogg.retry import retrying
from blocks.jogg.service import RenderProgress, RenderStatus
from blocks.store.record import RenderRecord
from flows.claim import ItemClaim
from flows.item import Item
from flows.render_times import next_wait
from flows.result import ItemState
from flows.session import Session, utc_now


async def wait_until_done(session: Session, item: Item, claim: ItemClaim) -> None:
    """Poll until the render is done.

    Raises:
        RenderFailedError: the service says so; the ledger keeps it, and it is not paid again by itself.
        RenderOverdueError: the deadline has passed; it is still ours and still in the ledger.
        JoggError: the service could not be asked, however often.
    """
    record = claim.record
    accepted_at = record.attempts[-1].accepted_at or utc_now()
    deadline = accepted_at + timedelta(seconds=session.settings.render_deadline_seconds)
    await asyncio.sleep(_first_wait(session, accepted_at))
    looks = 0
    while True:
        progress = await look_once(session, item, claim)
        looks += 1
        elapsed = (utc_now() - accepted_at).total_seconds()
        if progress.status.is_final:
            if record.attempts[-1].batch == session.batch:
                session.render_times.learn(elapsed, at_first_look=looks == 1)
            return
        if utc_now() >= deadline:
            raise _overdue(record, accepted_at)
        await asyncio.sleep(next_wait(elapsed, session.poll_seconds))


async def look_once(session: Session, item: Item, claim: ItemClaim) -> RenderProgress:
    """Look at the render; a failed one is written into the ledger. Raises RenderFailedError, JoggError."""
    looks, render_id = session.looks(item), claim.record.render_id
    progress = await retrying("GET", lambda: looks.progress(render_id))
    session.moved(item, ItemState.RENDERING, progress.percent)
    if progress.status.is_final:
        session.done[render_id] = await _ended(claim, progress)
    return progress


async def current_progress(session: Session, item: Item, render_id: str) -> RenderProgress:
    """Ask once how far the render is; a fault on the way is asked again by the retry rule. Raises JoggError."""
    service = session.service_of(item)
    return await retrying("GET", lambda: service.render_status(render_id))


def _first_wait(session: Session, accepted_at: datetime) -> float:
    """No look before the render can be done; none is waited for twice when it was adopted."""
    default = min(session.settings.first_poll_seconds, session.poll_seconds)
    first = session.render_times.first_look(default)
    return max(0.0, first - (utc_now() - accepted_at).total_seconds())


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


def _overdue(record: RenderRecord, accepted_at: datetime) -> RenderOverdueError:
    minutes = (utc_now() - accepted_at).total_seconds() / 60
    return RenderOverdueError(
        f"Render {record.render_id} was accepted {minutes:.0f} minutes ago and is not done yet.",
        code="render_overdue",
        stage=Stage.WAIT_FOR_RENDER,
    )
