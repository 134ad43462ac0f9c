"""Publishing: the finished video, its poster and its sidecar into the store, then the ledger's last word."""

import asyncio
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import TypeVar

from prefect.logging import get_run_logger
from pydantic import BaseModel

from blocks.errors import DeliveryError, Stage, VideoUnavailableError
from blocks.jogg.service import RenderProgress
from blocks.jogg.settings import ApiGeneration, Corrections, RenderSettings
from blocks.store.delivery import DeliveredVideo, deliver, deliver_poster
from blocks.store.keys import video_key
from blocks.store.record import Credits, PublishedVideo, RenderState
from flows.claim import ItemClaim
from flows.gathering import wind_up
from flows.item import Item
from flows.poster import thumbnail_uri
from flows.session import Session, utc_now
from flows.thread import in_thread
from flows.waiting import current_progress

D = TypeVar("D")


class Sidecar(BaseModel):
    """The JSON file beside a video: where it came from, what it cost, and how to know it again."""

    fingerprint: str
    source_url: str
    title: str
    corrections: Corrections
    settings: RenderSettings
    generation: ApiGeneration
    product_id: str
    project_id: str
    render_id: str
    batch: str
    credits: Credits
    seconds: float
    width: int
    height: int
    video_codec: str
    audio_codec: str
    size: int
    sha256: str
    poster: bool
    entered: Mapping[RenderState, datetime]
    """When the render came into each state, UTC."""
    published_at: datetime


async def publish(session: Session, item: Item, claim: ItemClaim) -> PublishedVideo:
    """Copy the video, verified, then poster and sidecar, and write it into the ledger.

    The first attempt has the link of the look that found the render done; every further one reads the status again,
    since a link may have expired. The video that is in the store already stays until the new one is verified.

    Raises:
        DeliveryError: the video can't be had as a sound file; the render stays ours in the ledger.
        StoreError: the store does not take it.
        JoggError: the service could not be asked.
    """
    render_id = claim.record.render_id
    done = session.done.pop(render_id, None) or await current_progress(session, item, render_id)
    title = _title(item, claim, done)
    delivered = await _video(session, item, done, title)
    poster_key = await _poster(session, item, done, title)
    published_at = utc_now()
    sidecar = _sidecar(item, claim, done, delivered, published_at, title, has_poster=bool(poster_key))
    key = item_key(item, ".json")
    await in_thread(session.store.put, key, sidecar.model_dump_json(indent=1).encode(), "application/json")
    video = PublishedVideo(
        key=delivered.key,
        size=delivered.size,
        sha256=delivered.sha256,
        seconds=delivered.facts.seconds,
        width=delivered.facts.width,
        height=delivered.facts.height,
        etag=delivered.etag,
        poster_key=poster_key,
        title=title,
    )
    await claim.published(video, done.credits)
    return video


async def _video(session: Session, item: Item, done: RenderProgress, title: str) -> DeliveredVideo:
    if done.video_url is None:
        raise VideoUnavailableError(
            "The render is done, but the service gives no link to the video yet.",
            code="video_link_missing",
            stage=Stage.PUBLISH_VIDEO,
            link_expired=True,
        )
    link, key, about = done.video_url.get_secret_value(), item_key(item, ".mp4"), _metadata(item, title)
    return await _copy(session, lambda stop: deliver(link, session.store, key, about, stop=stop))


async def _poster(session: Session, item: Item, done: RenderProgress, title: str) -> str:
    """Copy the poster and answer its key, empty without one: a missing or broken poster is a warning."""
    if done.cover_url is None:
        return ""
    link, key, about = done.cover_url.get_secret_value(), item_key(item, ".jpg"), _metadata(item, title)

    def copy(stop: threading.Event) -> str:
        poster = deliver_poster(link, session.store, key, about, stop=stop)
        if session.has_pages_left:
            session.thumbnails[item.fingerprint] = thumbnail_uri(poster.body)
        return poster.key

    try:
        return await _copy(session, copy)
    except DeliveryError as error:
        get_run_logger().warning("%s is published without a poster. %s", item.slug, error)
        return ""


async def _copy(session: Session, copy: Callable[[threading.Event], D]) -> D:
    """Copy in one of the session's copying threads; a cancelled run stops the copy and waits for its clean end."""
    stop = threading.Event()
    running = asyncio.get_running_loop().run_in_executor(session.copiers, copy, stop)
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        stop.set()
        await wind_up([running])
        raise


def item_key(item: Item, suffix: str) -> str:
    """Where a file of the item is in the store."""
    return video_key(item.host, item.slug, item.fingerprint, suffix, "previews" if item.is_preview else "videos")


def _title(item: Item, claim: ItemClaim, done: RenderProgress) -> str:
    """The product's. A render of generation 2 bears the name that it was given instead."""
    return claim.corrections.title or claim.record.title or (done.title if done.title != item.name else "")


def _metadata(item: Item, title: str) -> dict[str, str]:
    return {
        "fingerprint": item.fingerprint,
        "source-url": item.url,
        "title": title or item.slug,
    }


def _sidecar(
    item: Item,
    claim: ItemClaim,
    done: RenderProgress,
    delivered: DeliveredVideo,
    published_at: datetime,
    title: str,
    *,
    has_poster: bool,
) -> Sidecar:
    facts, record = delivered.facts, claim.record
    return Sidecar(
        fingerprint=item.fingerprint,
        source_url=item.url,
        title=title,
        corrections=claim.corrections,
        settings=item.settings,
        generation=item.generation,
        product_id=record.product_id,
        project_id=record.project_id,
        render_id=record.render_id,
        batch=record.batch,
        credits=record.credits if done.credits is None else Decimal(str(done.credits)),
        seconds=facts.seconds,
        width=facts.width,
        height=facts.height,
        video_codec=facts.video_codec,
        audio_codec=facts.audio_codec,
        size=delivered.size,
        sha256=delivered.sha256,
        poster=has_poster,
        entered=record.entered,
        published_at=published_at,
    )
