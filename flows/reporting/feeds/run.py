"""What a run over the videos that are there is asked for: check-live, decide-video, write-feeds."""

from typing import Literal

from pydantic import Field

from blocks.jogg.settings import ApiGeneration
from blocks.ledger.record import VideoDecision
from flows.catalog.run import FinishWhere, Limits, Pace
from flows.runtime.run import Named, Run, StoreWhere
from flows.runtime.settings import ServiceChoice


class LiveWhere(FinishWhere):
    """The store, and the service that reads the pages: only generation v2 tells what it reads."""

    service: ServiceChoice = Field(
        default=ServiceChoice(generation=ApiGeneration.V2), description="Which service, and where its key is."
    )


class VerdictWhat(Named):
    """Which video is held back, and what a person makes of it."""

    fingerprint: str = Field(
        default="", description="Of the video: the item's result, its page and the gallery name it."
    )
    decision: Literal[VideoDecision.ACCEPTED, VideoDecision.REJECTED] = Field(
        default=VideoDecision.ACCEPTED,
        description="Feeds offer what is accepted, and keep what was before the rejected.",
    )

    @property
    def label(self) -> str:
        """The video."""
        return self.fingerprint


class LiveWhat(Named):
    """What videos are held against, and what is done about those that say something else."""

    catalog: str = Field(
        default="", description="Catalog that states prices, in place of the pages: path, http(s) or s3://."
    )
    remake: bool = Field(default=False, description="Order a new video for each, within the budget.")

    @property
    def label(self) -> str:
        """The words themselves."""
        return "live videos"

    @property
    def asks_service(self) -> bool:
        """Whether a service is asked: rows of a catalog are compared without one, and without a key."""
        return self.remake or not self.catalog


class FeedWhat(Named):
    """Which feeds."""

    catalog: str = Field(
        default="", description="Catalog of the shop: a product that it no longer lists loses its rows."
    )
    public_base_url: str = Field(
        default="", title="Public address", description="Where the public finds the store; of the environment if empty."
    )

    @property
    def label(self) -> str:
        """The word itself."""
        return "feeds"


class CheckLive(Run):
    """A run of check-live."""

    what: LiveWhat = LiveWhat()
    where: LiveWhere = LiveWhere()
    limits: Limits = Limits()
    advanced: Pace = Pace()


class DecideVideo(Run):
    """A run of decide-video."""

    what: VerdictWhat = VerdictWhat()
    where: StoreWhere = StoreWhere()


class WriteFeeds(Run):
    """A run of write-feeds."""

    what: FeedWhat = FeedWhat()
    where: StoreWhere = StoreWhere()
