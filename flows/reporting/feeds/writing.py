"""The feeds' files in the store, written from the ledger: what is the same is not written again.

`feeds/<name>` are the feeds, `feeds/left-out.csv` says what they leave out and why, and each offered video has its
snippet beside it. `_feeds/snippets.json` holds a digest of each snippet, so that none is read to compare it.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from blocks.ledger.record import RenderRecord
from blocks.ledger.view import LedgerView
from blocks.store.store import JSON, VideoStore
from flows.catalog.catalog import Catalog
from flows.catalog.order import Order
from flows.items.budget import counted
from flows.items.cells import csv_table
from flows.reporting.feeds.conditional import NewObject, write_changed
from flows.reporting.feeds.roster import note_catalog, products_that_left
from flows.reporting.feeds.rows import SNIPPET_TYPE, Feed, google_feed, meta_feed, sitemap, snippet_key, video_object
from flows.reporting.feeds.rules import GOOGLE, META, SITEMAP, SNIPPET, Address
from flows.reporting.feeds.video import FeedVideo, LeftOut, offered_videos
from flows.runtime.public_address import PublicAddress
from flows.runtime.settings import load_settings

FOLDER = "feeds/"
LEFT_OUT = f"{FOLDER}left-out.csv"
SNIPPETS = "_feeds/snippets.json"
KEYS = (*(f"{FOLDER}{channel.feed}" for channel in (GOOGLE, META, SITEMAP)), LEFT_OUT, SNIPPETS)


@dataclass(frozen=True, slots=True)
class WrittenFeeds:
    """What stands in the store now."""

    feeds: tuple[Feed, ...]
    left_out: tuple[LeftOut, ...]
    bytes_written: int
    """0 where all was there already."""
    unreadable: int
    """Ledger records that can't be read: whatever videos they are of, no feed offers them."""


def refresh_feeds(store: VideoStore, order: Order | None = None, catalog: Catalog | None = None) -> str:
    """Bring the store's feeds up to date and return what they hold; empty where no public address is set.

    `catalog` is what was read for `order`, if the batch had one. Raises StoreError, and ConfigurationError for an
    address that can't be.
    """
    base_url = load_settings().public_base_url
    if not base_url:
        return ""
    public = PublicAddress.of(base_url)
    return feeds_sentence(write_feeds(store, public, order, catalog), public)


def write_feeds(store: VideoStore, public: PublicAddress, order: Order | None, catalog: Catalog | None) -> WrittenFeeds:
    """Write the feeds, after what `catalog`, read for `order`, lists: what it no longer has loses its rows.

    Raises StoreError.
    """
    if order and catalog:
        note_catalog(store, order, catalog)
    return FeedWriter(store, public).write()


def feeds_sentence(written: WrittenFeeds, public: PublicAddress) -> str:
    """Say what the feeds hold, where they are, and how much is left out."""
    rows = ", ".join(f"{feed.name} {counted(feed.rows, 'row')}" for feed in written.feeds)
    videos = {each.fingerprint for each in written.left_out}
    left_out = f" {counted(len(videos), 'video')} left out of some feed, see left-out.csv." if videos else ""
    unreadable = f" {counted(written.unreadable, 'ledger record')} unreadable." if written.unreadable else ""
    return f"Feeds: {public.base}/{FOLDER} ({rows}).{left_out}{unreadable}"


class FeedWriter:
    """Writes the feeds of one store."""

    def __init__(self, store: VideoStore, public: PublicAddress) -> None:
        self._store = store
        self._public = public
        self._feeds: tuple[Feed, ...] = ()
        self._left_out: tuple[LeftOut, ...] = ()
        self._unreadable = 0
        self._snippet_bytes = 0

    def write(self) -> WrittenFeeds:
        """Read the ledger and write what has changed since the last time. Raises StoreError."""
        written = write_changed(self._store, KEYS, self._build)
        return WrittenFeeds(self._feeds, self._left_out, written + self._snippet_bytes, self._unreadable)

    def _build(self, before: Mapping[str, bytes]) -> Mapping[str, NewObject]:
        offered, left_out = self._offered()
        address = cache(self._public.of_key)
        feeds = (google_feed(offered, address), meta_feed(offered, address), sitemap(offered, address))
        left_out += [each for feed in feeds for each in feed.left_out]
        self._left_out = tuple(left_out)
        self._feeds = feeds
        objects = {f"{FOLDER}{feed.name}": NewObject(feed.body, feed.content_type) for feed in feeds}
        reasons = sorted((each.feed or "all", each.id, each.page, each.fingerprint, each.reason) for each in left_out)
        table = csv_table(("feed", "id", "page", "fingerprint", "reason"), reasons)
        objects[LEFT_OUT] = NewObject(table, "text/csv; charset=utf-8")
        digests = self._write_snippets(offered, address, _digests(before.get(SNIPPETS)))
        objects[SNIPPETS] = NewObject(json.dumps(digests, indent=0, sort_keys=True).encode(), JSON)
        return objects

    def _offered(self) -> tuple[list[FeedVideo], list[LeftOut]]:
        # In this order: a video that is in a record has been in the store before.
        records = list(LedgerView(self._store).records())
        readable = [each for each in records if isinstance(each, RenderRecord)]
        self._unreadable = len(records) - len(readable)
        stored = frozenset(self._store.list("videos/"))
        return offered_videos(readable, stored, products_that_left(self._store))

    def _write_snippets(
        self, videos: Iterable[FeedVideo], address: Address, known: Mapping[str, str]
    ) -> Mapping[str, str]:
        """Write the snippets that differ from those whose digests are known; return all digests, by the video's key."""
        digests = {}
        for video in videos:
            if SNIPPET.breach(video, address):
                continue
            body, key = video_object(video, address), video.video.key
            digests[key] = hashlib.sha256(body).hexdigest()[:16]
            if known.get(key) != digests[key]:
                self._store.put(snippet_key(key), body, SNIPPET_TYPE)
                self._snippet_bytes += len(body)
        return digests


def _digests(body: bytes | None) -> Mapping[str, str]:
    try:
        known = json.loads(body or b"{}")
    except ValueError:
        known = {}
    return known if isinstance(known, dict) else {}
