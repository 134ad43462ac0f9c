"""finish-videos: what was accepted and never collected is published, what is ambiguous is settled. Nothing is paid.

A sweep over the ledger, or the renders that are named. It takes the claims of runs that died, leaves those of runs
that live, and looks at each render once: what is still rendering is for the next sweep.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Annotated, Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.logging import get_run_logger
from prefect.runtime import flow_run
from prefect.states import Completed, Failed
from pydantic import Field

from blocks.errors import RenderAmbiguousError, StoreError, Url2VideoError
from blocks.jogg.settings import ApiGeneration
from blocks.store.destination import open_store
from blocks.store.ledger import Claimed
from blocks.store.record import RecordedError, RenderRecord, RenderState
from flows import form_fields as form
from flows.artifacts import write_results_table, write_video_page
from flows.catalog import item_from_row
from flows.claim import ItemClaim
from flows.events import tell_batch, tell_video
from flows.gathering import gather_whole
from flows.item import Item
from flows.lineage import publishing
from flows.payment import settle
from flows.result import BatchResult, ItemResult, ItemState
from flows.session import Session, new_batch, open_session, utc_now
from flows.settings import load_settings
from flows.thread import in_thread
from flows.waiting import look_once

OPEN_STATES = frozenset({RenderState.SUBMITTING, RenderState.RENDERING, RenderState.AMBIGUOUS})
"""What may hold a render that was paid for and is not in the store."""

CONCURRENCY = 50
"""Renders looked at at once: each is one or two small GETs."""

REAP_SECONDS = 24 * 3600
"""An upload begun longer ago belongs to a run that was killed: a video is copied in seconds, and retried in minutes."""

RECENT = timedelta(days=1)
"""A webhook comes minutes after its render was accepted, hours in a long queue."""


def run_name() -> str:
    """Names a flow run after what it collects."""
    video_ids = flow_run.parameters.get("video_ids") or []
    what = video_ids[0] if len(video_ids) == 1 else f"{len(video_ids)} renders" if video_ids else "sweep"
    return f"{what} {utc_now():%Y-%m-%d %H:%M}"


@flow(name="finish-videos", flow_run_name=run_name, persist_result=False)
async def finish_videos(
    video_ids: Annotated[list[str], Field(description="Render ids or fingerprints; all that are open if empty.")] = [],  # noqa: B006 - Prefect copies it
    to: form.Destination = "videos",
    service: form.Service = form.DEFAULT_SERVICE,
) -> State[Any]:
    """Publish every render that is done and not in the store yet, and settle those whose answer was lost.

    Pays for nothing. With `video_ids` (of a webhook) it looks at those renders alone; without, it is a **sweep** over
    all that are open, which also drops uploads that killed runs left unfinished. A render that is not done yet is for
    the next one.
    """
    limits = load_settings()
    store = await in_thread(open_store, to or limits.to)
    batch = new_batch()
    async with open_session(batch, service, store, limits) as session:
        records = await in_thread(open_records, session, service.generation, video_ids)
        session.listener.planned(f"{len(records)} renders are open.", len(records))
        results = await _finish_all(session, records)
        if not video_ids:
            await reap_unfinished_uploads(session)
        return await _report(session, BatchResult(batch, results))


def open_records(session: Session, generation: ApiGeneration, video_ids: Sequence[str]) -> list[RenderRecord]:
    """The open records of this generation, or those of them that are named. Raises StoreError.

    Named ones are looked for among the last day's first: with a webhook for each of thousands of renders, the whole
    ledger must not be read for every one.
    """
    if not video_ids:
        return _open_among(session.ledger.records(), generation)
    named = set(video_ids)
    recent = _named(_open_among(session.ledger.records(changed_since=utc_now() - RECENT), generation), named)
    if len(recent) == len(named):
        return recent
    return _named(_open_among(session.ledger.records(), generation), named)


def _open_among(records: Iterable[RenderRecord], generation: ApiGeneration) -> list[RenderRecord]:
    return [record for record in records if record.state in OPEN_STATES and record.generation == generation]


def _named(records: Sequence[RenderRecord], names: set[str]) -> list[RenderRecord]:
    return [record for record in records if names & {record.render_id, record.project_id, record.fingerprint}]


async def finish_video(session: Session, record: RenderRecord) -> ItemResult | None:
    """Take one record as far as it goes now; None where a living run is at it or it has ended meanwhile."""
    item = item_from_row(record.catalog_row, ApiGeneration(record.generation))
    if record.kind == "preview":
        item = replace(item, is_preview=True)
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
        await claim.release()
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


async def _finish_all(session: Session, records: Sequence[RenderRecord]) -> tuple[ItemResult, ...]:
    turns = asyncio.Semaphore(CONCURRENCY)

    async def one(record: RenderRecord) -> ItemResult | None:
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
