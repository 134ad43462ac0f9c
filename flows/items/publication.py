"""Publishing: the finished video, its poster, captions and sidecar into the store, then the ledger's last word."""

import asyncio
import base64
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeVar

from prefect.logging import get_run_logger
from pydantic import SecretStr

from blocks.delivery.decoder import thumbnail
from blocks.delivery.delivery import CaptionForm, DeliveredVideo, deliver, deliver_captions, deliver_poster
from blocks.delivery.facts import UNKNOWN_CODEC
from blocks.delivery.local_copy import LocalCopy
from blocks.errors import DeliveryError, VideoInvalidError, VideoUnavailableError
from blocks.finding import ContentCheck, Finding
from blocks.jogg.service import RenderProgress
from blocks.ledger.record import PublishedVideo
from blocks.ledger.state import ItemState
from blocks.store.store import JSON
from bounds.printable import printable
from flows.items.checking import check_content, check_video, known_of
from flows.items.claim import ItemClaim
from flows.items.ended import recorded_end
from flows.items.item import Item
from flows.items.result import ItemResult
from flows.items.session import Session
from flows.items.sidecar import Sidecar, item_key
from flows.runtime.concurrency import in_thread, wind_up
from flows.runtime.settings import CheckMode

D = TypeVar("D")

THUMBNAIL_HEIGHT = 320
"""Pixels: large enough to recognise a product, small enough to keep a page below 64 kB."""


async def publish(session: Session, claim: ItemClaim, done: RenderProgress) -> ItemResult:
    """Copy the video, verified, then poster, captions and sidecar, and write it into the ledger.

    The video that is in the store already stays until the new one is verified.

    Raises:
        DeliveryError: the video can't be had as a sound file; the render stays ours in the ledger.
        StoreError: the store does not take it.
    """
    item, title = claim.item, _title(claim, done)
    delivered, found = await _video(session, claim, done, title)
    for finding in found.findings:
        get_run_logger().warning("%s is published; %s.", item.label, finding)
    if found.content and found.content.not_compared:
        get_run_logger().info("%s: not checked are %s.", item.label, "; ".join(found.content.not_compared))
    if delivered.facts.audio_codec == UNKNOWN_CODEC:
        get_run_logger().warning("%s is published; its sound is in a codec that FFmpeg does not know.", item.label)
    poster = await _poster(session, item, done, title)
    captions_key = await _captions(session, item, done.caption_url, CaptionForm.VTT, title)
    srt_key = await _captions(session, item, done.srt_url, CaptionForm.SRT, title)
    video = PublishedVideo(
        key=delivered.key,
        size=delivered.size,
        sha256=delivered.sha256,
        seconds=delivered.facts.seconds,
        width=delivered.facts.width,
        height=delivered.facts.height,
        etag=delivered.etag,
        credentials=delivered.facts.credentials,
        poster_key=poster.key,
        captions_key=captions_key,
        srt_key=srt_key,
        title=title,
        findings=found.findings,
        content=found.content,
        held=bool(found.findings) and session.settings.check_mode is CheckMode.HOLD,
    )
    deducted = None if done.credits is None else Decimal(str(done.credits))
    sidecar = Sidecar.of(claim, delivered, video, claim.record.credits if deducted is None else deducted)
    body = sidecar.model_dump_json(indent=1).encode()
    await in_thread(session.store.put, item_key(item, ".json"), body, JSON)
    await claim.published(video, deducted)
    # What an earlier run has paid for is published by this one, and so not skipped.
    ended = recorded_end(session.store, session.batch, item, claim.record, unpaid=ItemState.PUBLISHED)
    return replace(ended, adopted=not ended.credits, thumbnail=poster.thumbnail)


@dataclass(frozen=True, slots=True)
class _Found:
    """What checks have found in a video; `content` is None where its text was not to be checked."""

    findings: tuple[Finding, ...] = ()
    content: ContentCheck | None = None


async def _video(session: Session, claim: ItemClaim, done: RenderProgress, title: str) -> tuple[DeliveredVideo, _Found]:
    item = claim.item
    if done.video_url is None:
        raise VideoUnavailableError(
            "The render is done, but the service gives no link to the video yet.",
            code="video_link_missing",
            link_expired=True,
        )
    link, key, about = done.video_url.get_secret_value(), item_key(item, ".mp4"), _metadata(item, title)

    known = known_of(item, claim.record.page, claim.corrections, title)

    def copy(stop: threading.Event) -> tuple[DeliveredVideo, _Found]:
        if session.settings.check_mode is CheckMode.OFF:
            return deliver(link, session.store, key, about, stop=stop), _Found()
        with LocalCopy() as local:
            delivered = deliver(link, session.store, key, about, stop=stop, copy=local)
            seen = check_video(session.store, item, delivered, local)
            if not session.settings.content_checks:
                return delivered, _Found(seen)
            said, content = check_content(session.store, item, known, local, first=len(seen) + 1)
            return delivered, _Found((*seen, *said), content)

    return await _copy(session, copy)


@dataclass(frozen=True, slots=True)
class _Poster:
    """A poster in the store; `key` is empty where there is none."""

    key: str = ""
    thumbnail: str = ""
    """A small one inside a page, so that it is seen wherever the store's files can't be: a data URI (RFC 2397)."""


async def _poster(session: Session, item: Item, done: RenderProgress, title: str) -> _Poster:
    """Copy the poster: a missing or broken one is a warning."""
    if done.cover_url is None:
        return _Poster()
    link, key, about = done.cover_url.get_secret_value(), item_key(item, ".jpg"), _metadata(item, title)

    def copy(stop: threading.Event) -> _Poster:
        poster = deliver_poster(link, session.store, key, about, stop=stop)
        return _Poster(key, _thumbnail_uri(poster) if session.has_pages_left else "")

    try:
        return await _copy(session, copy)
    except DeliveryError as error:
        get_run_logger().warning("%s is published without a poster. %s", item.label, error)
        return _Poster()


def _thumbnail_uri(poster: bytes) -> str:
    """A small picture of a JPEG; empty where it has colours or sides that can't be scaled."""
    try:
        small = thumbnail(poster, THUMBNAIL_HEIGHT)
    except VideoInvalidError:
        return ""
    return f"data:image/jpeg;base64,{base64.b64encode(small).decode()}"


async def _captions(session: Session, item: Item, link: SecretStr | None, form: CaptionForm, title: str) -> str:
    """Copy captions and return their key, empty where there are none: broken ones are a warning."""
    if link is None:
        return ""
    address, key, about = link.get_secret_value(), item_key(item, form.value), _metadata(item, title)
    try:
        await _copy(session, lambda stop: deliver_captions(address, session.store, key, about, form, stop=stop))
    except DeliveryError as error:
        get_run_logger().warning("%s is published without %s captions. %s", item.label, form.name, error)
        return ""
    return key


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


def _title(claim: ItemClaim, done: RenderProgress) -> str:
    """The product's. A render of generation 2 bears the name that it was given instead."""
    return (
        printable(claim.corrections.title)
        or claim.record.title
        or (done.title if done.title != claim.item.name else "")
    )


def _metadata(item: Item, title: str) -> dict[str, str]:
    return {
        "fingerprint": item.fingerprint,
        "source-url": item.url,
        "title": title or item.slug,
        **({"id": item.id} if item.id else {}),
    }
