"""The JSON file beside a video: where it came from, what it cost, and how to know it again.

It is the store's second memory: where a ledger record is gone (a lifecycle rule, a copy without the names that begin
with `_`), it tells that the video was paid for.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from pydantic import ValidationError

from blocks.channels.profile import Channel
from blocks.delivery.delivery import DeliveredVideo
from blocks.jogg.corrections import Corrections
from blocks.jogg.settings import ApiGeneration, RenderSettings
from blocks.ledger.record import Attempt, Credits, PublishedVideo, StoredVideo
from blocks.ledger.state import ItemState
from blocks.ledger.view import utc_now
from blocks.store.keys import video_key
from blocks.store.store import VideoStore
from flows.items.claim import ItemClaim
from flows.items.item import Item


class Sidecar(StoredVideo):
    """See the module. Sizes in bytes, lengths in seconds, times in UTC."""

    fingerprint: str
    id: str = ""
    """The shop's own number of the product, empty where the catalog gave none."""
    source_url: str
    corrections: Corrections
    settings: RenderSettings
    channel: Channel | None = None
    """Whose rules the video was checked against, beside those of any video."""
    generation: ApiGeneration
    product_id: str
    project_id: str
    render_id: str
    batch: str
    credits: Credits
    video_codec: str
    audio_codec: str
    poster: bool
    captions: bool = False
    """WebVTT is beside the video; `srt`: SubRip is."""
    srt: bool = False
    entered: Mapping[ItemState, datetime]
    """When the render came into each state."""
    published_at: datetime

    @classmethod
    def of(cls, claim: ItemClaim, delivered: DeliveredVideo, video: PublishedVideo, credits: Decimal) -> "Sidecar":
        """Describe a video that was just delivered, for so many credits."""
        item, record = claim.item, claim.record
        return cls(
            fingerprint=item.fingerprint,
            id=item.id,
            source_url=item.url,
            corrections=claim.corrections,
            settings=item.settings,
            channel=item.channel,
            generation=item.generation,
            product_id=record.product_id,
            project_id=record.project_id,
            render_id=record.render_id,
            batch=record.batch,
            credits=credits,
            video_codec=delivered.facts.video_codec,
            audio_codec=delivered.facts.audio_codec,
            poster=bool(video.poster_key),
            captions=bool(video.captions_key),
            srt=bool(video.srt_key),
            entered=record.entered,
            published_at=utc_now(),
            **video.facts,
        )

    def published_video(self, item: Item) -> PublishedVideo:
        """Return what the ledger knew of the video."""
        return PublishedVideo(
            key=item_key(item, ".mp4"),
            poster_key=item_key(item, ".jpg") if self.poster else "",
            captions_key=item_key(item, ".vtt") if self.captions else "",
            srt_key=item_key(item, ".srt") if self.srt else "",
            **self.facts,
        )

    @property
    def attempt(self) -> Attempt:
        """Return the payment as the ledger knew it."""
        submitted_at = self.entered.get(ItemState.SUBMITTING, self.published_at)
        return Attempt(
            submitted_at=submitted_at,
            credits=self.credits,
            batch=self.batch,
            accepted_at=self.entered.get(ItemState.RENDERING, submitted_at),
            render_id=self.render_id,
        )


def read_sidecar(store: VideoStore, item: Item) -> Sidecar | None:
    """Return the sidecar of the item's video, None where there is none that can be read. Raises StoreError.

    The key follows from the item alone, so this is one read.
    """
    sidecar = sidecar_at(store, item_key(item, ".json"))
    return sidecar if sidecar and sidecar.fingerprint == item.fingerprint else None


def sidecar_at(store: VideoStore, key: str) -> Sidecar | None:
    """Return the sidecar under a key, None where there is none that can be read. Raises StoreError."""
    stored = store.read(key)
    try:
        return Sidecar.model_validate_json(stored.body) if stored else None
    except ValidationError:
        return None


def item_key(item: Item, suffix: str) -> str:
    """Return where a file of the item is in the store."""
    return video_key(item.host, item.slug, item.fingerprint, suffix, "previews" if item.is_preview else "videos")
