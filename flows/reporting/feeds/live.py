"""The videos that are shown to buyers, or would be if their pages had not changed."""

from dataclasses import dataclass

from blocks.errors import ConfigurationError
from blocks.ledger.record import PublishedVideo, RenderRecord, VideoDecision
from blocks.ledger.view import LedgerView
from blocks.store.store import VideoStore
from flows.items.item import Item
from flows.items.stored_row import item_of_record
from flows.reporting.feeds.video import current_videos, feed_video


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
    videos = [video for record in records.values() if (video := feed_video(record)) and _is_shown(video.video)]
    return [live for video in current_videos(videos) if (live := _live(records[video.fingerprint], video.video))]


def _is_shown(video: PublishedVideo) -> bool:
    return not video.needs_review and video.decision is not VideoDecision.REJECTED


def _live(record: RenderRecord, video: PublishedVideo) -> LiveVideo | None:
    try:
        return LiveVideo(record, item_of_record(record), video)
    except ConfigurationError:
        # Its row makes another item: a sweep says so, and nothing can be ordered by it.
        return None
