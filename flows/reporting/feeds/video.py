"""Published videos as feeds may offer them, read from the ledger, and which of a product's videos are current."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from pydantic import JsonValue

from blocks.errors import ConfigurationError
from blocks.ledger.record import PublishedVideo, RenderRecord, VideoDecision
from blocks.ledger.state import ItemState
from blocks.ledger.view import LedgerView
from blocks.store.store import VideoStore
from flows.items.item import Item
from flows.items.page_address import canonical_url
from flows.items.release_0_1 import SETTINGS_OF_0_1
from flows.items.row import SETTING_FIELDS
from flows.items.stored_row import item_of_record

NO_TIME = datetime.min.replace(tzinfo=UTC)

Look = tuple[tuple[str, str], ...]
"""Every setting of a video, by name: a product has one current video of each look."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A video that a feed does not offer, and why, for people."""

    feed: str
    """Name of the feed's file; empty for all feeds."""
    fingerprint: str
    id: str
    page: str
    reason: str


@dataclass(frozen=True, slots=True)
class FeedVideo:
    """A verified video in the store. Times are UTC."""

    fingerprint: str
    id: str
    """The shop's own number of the product; empty where its catalog gave none."""
    page: str
    """Canonical address of the product page."""
    look: Look
    video: PublishedVideo
    title: str
    description: str
    ordered_at: datetime
    """When it was paid for: of two videos of one product and look, the later ordered one replaces the other."""
    published_at: datetime

    @property
    def product(self) -> str:
        """Names the product: its id, or its page where there is no id."""
        return product_name(self.id, self.page)

    def setting(self, name: str) -> str:
        """Return one setting of its look, empty where it has none."""
        return dict(self.look).get(name, "")

    def left_out_of(self, feed: str, reason: str) -> LeftOut:
        """Say why a feed does not offer it."""
        return LeftOut(feed, self.fingerprint, self.id, self.page, reason)


def product_name(shop_id: str, page: str) -> str:
    """Name a product as feeds and rosters know it. No id looks like an address."""
    return shop_id or page


def feed_video(record: RenderRecord) -> FeedVideo | None:
    """Return the video of a record; None where it has none that is published, or is a draft's or damaged."""
    video = record.video
    if record.kind != "render" or record.state is not ItemState.PUBLISHED or video is None:
        return None
    row = record.catalog_row
    try:
        page = canonical_url(record.url)
    except ConfigurationError:
        return None
    published_at = record.entered.get(ItemState.PUBLISHED, NO_TIME)
    title = video.title or record.title or str(row.get("title", ""))
    reviewed = str(record.reviewed.get("intro_text", ""))
    return FeedVideo(
        record.fingerprint,
        str(row.get("id", "")),
        page,
        _look(row),
        video,
        title,
        reviewed or str(row.get("intro_text", "")) or title,
        record.attempts[-1].submitted_at if record.attempts else published_at,
        published_at,
    )


def current_videos(videos: Iterable[FeedVideo]) -> list[FeedVideo]:
    """Return those that no later one of the same product and look replaces, by product and then newest first."""
    latest: dict[tuple[str, Look], FeedVideo] = {}
    for video in videos:
        known = latest.setdefault((video.product, video.look), video)
        if _age(known) < _age(video):
            latest[video.product, video.look] = video
    newest_first = sorted(latest.values(), key=_age, reverse=True)
    return sorted(newest_first, key=lambda video: video.product)


def offered_videos(
    records: Iterable[RenderRecord], stored: Collection[str], left: Collection[str]
) -> tuple[list[FeedVideo], list[LeftOut]]:
    """Return what feeds may offer of the ledger's records, and the current videos that they may not.

    `stored` are the keys of the videos in the store, `left` the names of products that are no longer in their catalog.
    A replaced video never stands in for a later one that is lost: it shows what was true before. It does stand in for
    one that a person has rejected, or has still to decide about.
    """
    offered, left_out, decided = [], [], []
    for video in filter(None, map(feed_video, records)):
        if video.video.needs_review:
            reason = f"it awaits a decision (`url2video verdict`): {'; '.join(map(str, video.video.findings))}"
            left_out.append(video.left_out_of("", reason))
        elif video.video.decision is not VideoDecision.REJECTED:
            decided.append(video)
    for video in current_videos(decided):
        if video.product in left:
            left_out.append(video.left_out_of("", "the product is no longer in its catalog"))
        elif video.video.stale:
            left_out.append(video.left_out_of("", f"the page has changed: {video.video.stale}"))
        elif video.video.key not in stored:
            reason = "its file is no longer in the store; `url2video make` fetches it again"
            left_out.append(video.left_out_of("", reason))
        else:
            offered.append(video)
    return offered, left_out


@dataclass(frozen=True, slots=True)
class LiveVideo:
    """A current video, and the item that it was made from."""

    record: RenderRecord
    item: Item
    video: PublishedVideo

    @property
    def title(self) -> str:
        """What the video calls the product."""
        own = str(self.record.reviewed.get("title") or self.item.corrections.title)
        return own or self.record.page.title

    @property
    def has_own_title(self) -> bool:
        """The catalog or a reviewer gave it its title: what the page is called is not what it shows."""
        return bool(self.item.corrections.title or self.record.reviewed.get("title"))


def live_videos(store: VideoStore) -> list[LiveVideo]:
    """Return the current video of each product and look, stale ones too; none that is held back, rejected or damaged.

    Raises StoreError.
    """
    records = {each.fingerprint: each for each in LedgerView(store).records() if isinstance(each, RenderRecord)}
    found = filter(None, map(feed_video, records.values()))
    shown = [
        each for each in found if not each.video.needs_review and each.video.decision is not VideoDecision.REJECTED
    ]
    return [live for video in current_videos(shown) if (live := _live(records[video.fingerprint], video.video))]


def _live(record: RenderRecord, video: PublishedVideo) -> LiveVideo | None:
    try:
        return LiveVideo(record, item_of_record(record), video)
    except ConfigurationError:
        # Its row makes another item: a sweep says so, and nothing can be ordered by it.
        return None


def _age(video: FeedVideo) -> tuple[datetime, datetime, str]:
    return (video.ordered_at, video.published_at, video.fingerprint)


def _look(row: Mapping[str, JsonValue]) -> Look:
    settings = {name: row.get(name, SETTINGS_OF_0_1.get(name)) for name in SETTING_FIELDS}
    # A setting that one contract generation has no field for is as one that is not set.
    return tuple((name, str(value or "")) for name, value in settings.items())
