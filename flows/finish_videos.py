"""finish-videos: what was accepted and never collected is published, what is ambiguous is settled. Nothing is paid.

A sweep over the open records of the ledger, or the renders that are named. It takes the claims of runs that died,
leaves those of runs that live, and polls each render once: what is still rendering is for the next sweep. What it can't
bring further is left, and the run says so.
"""

import re
from collections.abc import Awaitable
from functools import partial
from typing import Any

from prefect.client.schemas.objects import State
from prefect.logging import get_run_logger
from prefect.states import Completed, Failed

from blocks.errors import ConfigurationError, NotFoundError, Stage, StoreError
from blocks.ledger.record import RecordedError
from blocks.ledger.state import ItemState
from blocks.ledger.takeover import Claimed
from flows.catalog.run import FinishVideos
from flows.items.budget import counted
from flows.items.claim import ItemClaim
from flows.items.guard import guarded
from flows.items.item import FINGERPRINT_DIGITS
from flows.items.listener import listener
from flows.items.open_orders import OpenOrder, open_orders
from flows.items.opening import new_batch, open_session
from flows.items.payment import settle
from flows.items.resolution import Resolution
from flows.items.result import BatchResult, ItemResult
from flows.items.session import RunOptions, Session
from flows.items.waiting import RenderAge, current_progress, poll_once
from flows.reporting.artifacts import write_results_table
from flows.reporting.events import tell_batch
from flows.reporting.feeds.writing import refresh_feeds
from flows.reporting.item_loop import run_items
from flows.reporting.report import written_or_warned
from flows.runtime.access import open_access, with_other_generations
from flows.runtime.concurrency import in_thread
from flows.runtime.prefect_names import linked, unlinked
from flows.runtime.run_flow import run_flow
from flows.tasks import publishing

CONCURRENCY = 50
"""Renders polled at once: each is one or two small GETs."""

REAP_SECONDS = 24 * 3600
"""An upload begun longer ago belongs to a run that was killed: a video is copied in seconds, and retried in minutes."""


NEVER_MADE = RecordedError(
    code="never_made",
    message="It was ordered, and nothing was paid for it yet: the run that was to make it has ended.",
    stage=Stage.START_RENDER,
    next_step="Run `url2video make` for it: it pays for it for the first time.",
)


@run_flow(FinishVideos, "finish-videos")
async def finish_videos(run: FinishVideos) -> State[Any]:
    """Publish every render that is done and not in the store yet, and settle those whose response was lost.

    Pays for nothing. With `video_ids` (of a webhook) it polls those renders alone; without, it is a **sweep** over all
    that are open, of every contract generation, which also drops uploads that killed runs left unfinished. A render
    that is not done yet is for the next sweep. The run is Completed if nothing else is left: no ambiguous, failed or
    overdue render, and no order that was never made.
    """
    what, where, resolve = run.what, run.where, run.what.resolve
    if resolve and len(what.video_ids) != 1:
        raise ConfigurationError(
            f"video_ids: {len(what.video_ids)} are named; allowed: exactly one render to resolve.",
            code="option_invalid",
        )
    access = await with_other_generations(await open_access(where.to, where.service), where.more_services)
    options = RunOptions(new_batch(), access.to, waits=False)
    async with open_session(options, access) as session:
        if what.scan:
            await in_thread(session.ledger.scan)
        found = await in_thread(open_orders, session, what.video_ids)
        if resolve and not found.orders:
            raise ConfigurationError(
                f"video_ids: {what.video_ids[0]!r} is no open render of this store; allowed: the fingerprint that the"
                " item's error names.",
                code="nothing_to_resolve",
            )
        session.listener.planned(f"{counted(len(found.orders), 'open render')}.", len(found.orders))
        results = await run_items(session, found.orders, partial(collect_video, resolve), CONCURRENCY)
        if not what.video_ids:
            await reap_unfinished_uploads(session)
        everything = (*results, *found.left)
        batch = BatchResult(options.batch, everything, unreadable=found.unreadable, waits=False)
        # A sweep that finds nothing comes every few minutes: it must not read the whole ledger.
        if batch.counts[ItemState.PUBLISHED]:
            await written_or_warned(partial(refresh_feeds, access.store), "The feeds")
        return await _report(batch, resolve)


def collect_video(resolution: Resolution | None, session: Session, order: OpenOrder) -> Awaitable[ItemResult | None]:
    """Take one open order as far as it goes now; None where a living run is at it or it has ended meanwhile."""

    async def claimed(_: int) -> ItemClaim | None:
        claimed = await in_thread(session.ledger.reclaim, order.record)
        return ItemClaim(order.item, session.ledger, claimed) if isinstance(claimed, Claimed) else None

    return guarded(session, order.item, claimed, partial(_collect, session, resolution))


async def _collect(session: Session, resolution: Resolution | None, claim: ItemClaim) -> ItemResult:
    """The story."""
    item = claim.item
    if claim.is_unsettled:
        await (_resolve(session, claim, resolution) if resolution else settle(session, claim))
    if claim.record.state is ItemState.PLANNED:
        # A person who says that it was never accepted knows that it was never made.
        await claim.release(keeps_order=resolution is None)
        return ItemResult(item, ItemState.PLANNED, failure=NEVER_MADE, title=claim.record.title)
    progress = await poll_once(session, claim, RenderAge(claim.record))
    if progress.status.is_final:
        return await publishing(item)(unlinked(item), linked(progress))
    await claim.release()
    return ItemResult(item, ItemState.RENDERING, render_id=claim.record.render_id, title=claim.record.title)


async def _resolve(session: Session, claim: ItemClaim, resolution: Resolution) -> None:
    """Write down what a person has found out. Raises NotFoundError for a render that can't be this item's."""
    if resolution.never_accepted:
        await claim.never_accepted()
        return
    progress = await current_progress(session, claim.item, resolution.adopt)
    if progress.title != claim.item.name and re.fullmatch(rf"[0-9a-f]{{{FINGERPRINT_DIGITS}}}", progress.title):
        raise NotFoundError(
            f"The render {resolution.adopt} bears the name of another item, {progress.title}.",
            code="render_of_another_item",
            stage=Stage.START_RENDER,
            next_step=f"Look for a render named {claim.item.name}.",
        )
    await claim.accepted(resolution.adopt)


async def reap_unfinished_uploads(session: Session) -> None:
    """Drop what killed runs left half copied: S3 bills the parts for ever. Where it is not allowed, warn."""
    try:
        reaped = await in_thread(session.store.reap_uploads, REAP_SECONDS)
    except StoreError as error:
        get_run_logger().warning("Unfinished uploads could not be dropped. %s", error)
    else:
        if reaped:
            get_run_logger().info("%s of killed runs dropped.", counted(reaped, "unfinished upload"))


async def _report(batch: BatchResult, resolved: Resolution | None) -> State[Any]:
    """Completed unless something is left. What a person has resolved as never accepted is as he wants it."""
    await write_results_table(batch, "")
    listener.get().finished(batch, "")
    done = batch.succeeded or (
        resolved is not None and resolved.never_accepted and batch.counts[ItemState.PLANNED] == len(batch.results)
    )
    left, total = len(batch.left) + len(batch.unreadable), len(batch.results) + len(batch.unreadable)
    name = "Completed" if done else f"{left} of {total} not finished"
    tell_batch(batch, name, succeeded=done)
    return Completed(message=batch.sentence) if done else Failed(name=name, message=batch.sentence)
