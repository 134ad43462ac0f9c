"""finish-videos: what was accepted and never collected is published, what is ambiguous is settled. Nothing is paid.

A sweep over the ledger, or the renders that are named. It takes the claims of runs that died, leaves those of runs
that live, and looks at each render once: what is still rendering is for the next sweep.
"""

import asyncio
from collections.abc import Sequence
from typing import Annotated, Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.logging import get_run_logger
from prefect.runtime import flow_run
from prefect.states import Completed, Failed
from pydantic import Field

from blocks.errors import ConfigurationError, RenderAmbiguousError, StoreError, Url2VideoError
from blocks.jogg.settings import ApiGeneration, Corrections, RenderSettings
from blocks.store.destination import open_store
from blocks.store.ledger import Claimed
from blocks.store.record import OPEN_STATES, RecordedError, RenderRecord, RenderState, record_key
from blocks.store.records import UnreadableRecord
from flows import form_fields as form
from flows.artifacts import write_results_table, write_video_page
from flows.catalog import item_of_record
from flows.claim import ItemClaim
from flows.events import tell_batch, tell_video
from flows.gathering import gather_whole
from flows.item import Item
from flows.lineage import publishing
from flows.payment import settle
from flows.result import BatchResult, ItemResult, ItemState
from flows.run_state import told_as_state
from flows.session import Session, new_batch, open_session, utc_now
from flows.settings import load_settings
from flows.thread import in_thread
from flows.waiting import look_once

CONCURRENCY = 50
"""Renders looked at at once: each is one or two small GETs."""

REAP_SECONDS = 24 * 3600
"""An upload begun longer ago belongs to a run that was killed: a video is copied in seconds, and retried in minutes."""


def run_name() -> str:
    """Names a flow run after what it collects."""
    video_ids = flow_run.parameters.get("video_ids") or []
    what = video_ids[0] if len(video_ids) == 1 else f"{len(video_ids)} renders" if video_ids else "sweep"
    return f"{what} {utc_now():%Y-%m-%d %H:%M}"


@flow(name="finish-videos", flow_run_name=run_name, persist_result=False)
@told_as_state
async def finish_videos(
    video_ids: Annotated[list[str], Field(description="Render ids or fingerprints; all that are open if empty.")] = [],  # noqa: B006 - Prefect copies it
    to: form.Destination = "videos",
    service: form.Service = form.DEFAULT_SERVICE,
    scan: Annotated[bool, Field(description="Read the whole ledger first and repair its index.")] = False,
) -> State[Any]:
    """Publish every render that is done and not in the store yet, and settle those whose answer was lost.

    Pays for nothing. With `video_ids` (of a webhook) it looks at those renders alone; without, it is a **sweep** over
    all that are open, which also drops uploads that killed runs left unfinished. A render that is not done yet is for
    the next one. A sweep reads what the ledger's index names; `scan` first repairs that from all records.
    """
    limits = load_settings()
    store = await in_thread(open_store, to or limits.to)
    batch = new_batch()
    async with open_session(batch, service, store, limits) as session:
        if scan:
            missing = await in_thread(session.ledger.scan)
            get_run_logger().info("The ledger was scanned: its index lacked %d markers.", missing)
        records = await in_thread(open_records, session, service.generation, video_ids)
        session.listener.planned(f"{len(records)} renders are open.", len(records))
        results = await _finish_all(session, records)
        if not video_ids:
            await reap_unfinished_uploads(session)
        return await _report(session, BatchResult(batch, results))


def open_records(
    session: Session, generation: ApiGeneration, video_ids: Sequence[str]
) -> list[RenderRecord | UnreadableRecord]:
    """The open records of this generation, or those of them that are named, and those that can't be read.

    A fingerprint is looked up; for a render id all open records are read. Raises StoreError.
    """
    if not video_ids:
        return [found for found in session.ledger.open_records() if _is_left(found, generation)]
    named = [_looked_up(session, name) for name in video_ids]
    records = [found for found in named if found is not None and _is_left(found, generation)]
    others = {name for name, found in zip(video_ids, named, strict=True) if found is None}
    if others:
        opened = (found for found in session.ledger.open_records() if isinstance(found, RenderRecord))
        records += [
            found for found in opened if _is_left(found, generation) and others & {found.render_id, found.project_id}
        ]
    return records


def _is_left(found: RenderRecord | UnreadableRecord, generation: ApiGeneration) -> bool:
    if isinstance(found, UnreadableRecord):
        return True
    return found.state in OPEN_STATES and found.generation == generation


def _looked_up(session: Session, name: str) -> RenderRecord | UnreadableRecord | None:
    try:
        return session.ledger.find_any(name)
    except ConfigurationError:
        # No name that a key can have, so no fingerprint.
        return None


async def finish_video(session: Session, record: RenderRecord | UnreadableRecord) -> ItemResult | None:
    """Take one record as far as it goes now; None where a living run is at it or it has ended meanwhile."""
    if isinstance(record, UnreadableRecord):
        return _unreadable(session, record.key, record.error)
    try:
        item = item_of_record(record)
    except ConfigurationError as error:
        return _unreadable(session, record_key(record.fingerprint), error)
    claimed = await in_thread(session.ledger.reclaim, record.fingerprint)
    if not isinstance(claimed, Claimed):
        return None
    claim = ItemClaim(item, session.ledger, claimed)
    try:
        if claim.record.state not in OPEN_STATES:
            return None
        result = await _taken_on(session, item, claim)
    except Url2VideoError as error:
        state = ItemState.AMBIGUOUS if isinstance(error, RenderAmbiguousError) else ItemState.FAILED
        result = ItemResult(item, state, failure=RecordedError.of(error), render_id=claim.record.render_id)
    finally:
        # What was surely never accepted stays an order that is still to be made.
        await claim.release(keeps_order=True)
    session.listener.ended(result)
    return result


async def _taken_on(session: Session, item: Item, claim: ItemClaim) -> ItemResult:
    if claim.record.state is not RenderState.RENDERING:
        await settle(session, item, claim)
    if claim.record.state is not RenderState.RENDERING:
        get_run_logger().info("%s was surely never accepted; `make` pays for it for the first time.", item.slug)
        return ItemResult(item, ItemState.PLANNED)
    render_id = claim.record.render_id
    progress = await look_once(session, item, claim)
    if not progress.status.is_final:
        return ItemResult(item, ItemState.RENDERING, render_id=render_id, title=claim.record.title)
    video = await publishing(session, item)(session, claim)
    address = session.store.address(video.key)
    return ItemResult(item, ItemState.PUBLISHED, video, address, adopted=True, render_id=render_id, title=video.title)


def _unreadable(session: Session, key: str, error: Url2VideoError) -> ItemResult:
    """The failed result of a record that can't be read, or whose row makes no item, under its key."""
    address = session.store.address(key)
    item = Item(0, address, Corrections(), RenderSettings(), ApiGeneration.OPEN, known_by=address)
    result = ItemResult(item, ItemState.FAILED, failure=RecordedError.of(error))
    session.listener.ended(result)
    return result


async def _finish_all(session: Session, records: Sequence[RenderRecord | UnreadableRecord]) -> tuple[ItemResult, ...]:
    turns = asyncio.Semaphore(CONCURRENCY)

    async def one(record: RenderRecord | UnreadableRecord) -> ItemResult | None:
        async with turns:
            return await finish_video(session, record)

    finished = await gather_whole(one(record) for record in records)
    return tuple(result for result in finished if result)


async def reap_unfinished_uploads(session: Session) -> None:
    """Drop what killed runs left half copied: S3 bills the parts for ever. Where it is not allowed, warn."""
    try:
        reaped = await in_thread(session.store.reap_uploads, REAP_SECONDS)
    except StoreError as error:
        get_run_logger().warning("Unfinished uploads could not be dropped. %s", error)
    else:
        if reaped:
            get_run_logger().info("%d unfinished uploads of killed runs dropped.", reaped)


async def _report(session: Session, batch: BatchResult) -> State[Any]:
    """Failed if anything is wrong; a render that is not done yet is not."""
    for result in batch.results:
        tell_video(batch.batch, result)
        await write_video_page(session, result)
    await write_results_table(batch, "")
    session.listener.finished(batch, "")
    wrong = sum(batch.counts[state] for state in (ItemState.FAILED, ItemState.AMBIGUOUS))
    name = f"{wrong} of {len(batch.results)} not finished" if wrong else "Completed"
    tell_batch(batch, name, succeeded=not wrong)
    if wrong:
        return Failed(name=name, message=batch.sentence)
    return Completed(message=batch.sentence)
