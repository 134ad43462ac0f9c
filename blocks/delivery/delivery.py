"""From the service's link into the store: every byte passes once, and nothing appears before it was verified."""

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from blocks.delivery.decoder import TOO_COSTLY, as_jpeg, signals
from blocks.delivery.facts import Signals
from blocks.delivery.local_copy import LocalCopy
from blocks.delivery.probe import VideoFacts, VideoProbe
from blocks.delivery.source import RESTART_CODES, SourceLimits, VideoSource
from blocks.errors import DeliveryError, VideoInvalidError
from blocks.store.store import VideoStore

RESTARTS = 2
"""Times a body that came short or damaged is fetched again from its first byte, within one delivery. Flows try later,
with a fresh link."""
POSTER_BYTES = 20 * 1024**2
"""A poster of 1080x1920 is below 3 MB even as PNG."""


@dataclass(frozen=True, slots=True)
class DeliveredVideo:
    """A verified video in the store. `etag` is the store's version tag of the object."""

    key: str
    size: int
    sha256: str
    facts: VideoFacts
    etag: str
    signals: Signals | VideoInvalidError | None
    """What is seen and heard in it, or why no download of it could be decoded to its end; None without a copy."""


MAX_CAPTION_BYTES = 1024**2
"""Captions of an hour are below 100 kB."""


class CaptionForm(StrEnum):
    """A form of captions, by the suffix of its files."""

    VTT = ".vtt"
    SRT = ".srt"

    @property
    def content_type(self) -> str:
        """As stores and players know it; SubRip has no registered type."""
        return "text/vtt; charset=utf-8" if self is CaptionForm.VTT else "application/x-subrip; charset=utf-8"

    @property
    def beginning(self) -> re.Pattern[str]:
        """How a file of this form begins, which no page of a proxy at fault does (WebVTT, section 4.1)."""
        return re.compile(
            r"\ufeff?WEBVTT\b" if self is CaptionForm.VTT else r"\ufeff?\s*\d+\s*\n\d\d:\d\d:\d\d,\d{3} -->"
        )


def deliver(
    source_url: str,
    store: VideoStore,
    key: str,
    metadata: Mapping[str, str],
    *,
    limits: SourceLimits | None = None,
    stop: threading.Event | None = None,
    copy: LocalCopy | None = None,
) -> DeliveredVideo:
    """Copy a finished video into the store, in constant memory; the old object stays until this one is sound.

    `copy` gets the bytes too, and is decoded to its end: a download that can't be is damaged. Where each is, the last
    is kept nevertheless, for it has a sound beginning and was paid for.

    `stop`, set from another thread, ends it within a chunk or one silence of the source; nothing stays behind.
    Raises `VideoUnavailableError` (late, expired, dropped or short; see `link_expired`), `VideoInvalidError` (each
    download was no playable video), `VideoTooLargeError`, and `StoreError`.
    """
    for _ in range(RESTARTS):
        source = VideoSource(source_url, limits=limits, stop=stop)
        try:
            return _deliver_once(source, store, key, metadata, copy, is_last=False)
        except DeliveryError as error:
            damaged = isinstance(error, VideoInvalidError) and error.code != TOO_COSTLY
            if not damaged and error.code not in RESTART_CODES:
                raise
    source = VideoSource(source_url, limits=limits, stop=stop)
    return _deliver_once(source, store, key, metadata, copy, is_last=True)


def deliver_poster(
    source_url: str,
    store: VideoStore,
    key: str,
    metadata: Mapping[str, str],
    *,
    stop: threading.Event | None = None,
) -> bytes:
    """Copy a cover picture into the store as JPEG, which is returned; pictures of other formats are encoded anew.

    Raises `DeliveryError` where it is none (a video can do without), and `StoreError`.
    """
    source = VideoSource(source_url, limits=SourceLimits(max_bytes=POSTER_BYTES), stop=stop)
    body = as_jpeg(b"".join(source.chunks()))
    store.put(key, body, "image/jpeg", metadata)
    return body


def deliver_captions(
    source_url: str,
    store: VideoStore,
    key: str,
    metadata: Mapping[str, str],
    form: CaptionForm,
    *,
    stop: threading.Event | None = None,
) -> None:
    """Copy captions into the store, byte for byte.

    Raises `DeliveryError` where it is none of that form (a video can do without), and `StoreError`.
    """
    limits = SourceLimits(max_bytes=MAX_CAPTION_BYTES)
    source = VideoSource(source_url, limits=limits, stop=stop, error_pages=("text/html",))
    body = b"".join(source.chunks())
    if not form.beginning.match(body.decode(errors="replace")):
        raise VideoInvalidError(f"The captions are no {form.name} file", code="not_captions")
    store.put(key, body, form.content_type, metadata)


def _deliver_once(
    source: VideoSource,
    store: VideoStore,
    key: str,
    metadata: Mapping[str, str],
    copy: LocalCopy | None,
    *,
    is_last: bool,
) -> DeliveredVideo:
    probe = VideoProbe()
    if copy:
        copy.begin()
    with store.open_upload(key, "video/mp4", metadata) as upload:
        for chunk in source.chunks():
            probe.feed(chunk)
            upload.write(chunk)
            if copy:
                copy.write(chunk)
        facts = probe.finish()
        found = _signals(copy, is_last=is_last) if copy and not copy.fault else None
        etag = upload.complete(facts.sha256)
    return DeliveredVideo(key, facts.size, facts.sha256, facts, etag, found)


def _signals(copy: LocalCopy, *, is_last: bool) -> Signals | VideoInvalidError:
    """Decode a copy to its end. Raises `VideoInvalidError` where that fails and another download may be better."""
    try:
        found = signals(str(copy.path))
    except VideoInvalidError as error:
        if is_last or error.code == TOO_COSTLY:
            return error
        raise
    if found.seen.damaged and not is_last:
        message = f"{found.seen.damaged} pictures are damaged"
        raise VideoInvalidError(message, code="pictures_damaged")
    return found
