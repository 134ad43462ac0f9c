"""What a run that makes videos is asked for, stated once: for command line, flows, forms and shards."""

from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, NonNegativeInt, PositiveFloat, PositiveInt
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from blocks.channels.profile import Channel, channel_named
from blocks.jogg.settings import ApiGeneration, RenderSettings, StyleName
from flows.items.budget import BudgetPeriod
from flows.items.resolution import Resolution
from flows.items.row import Selection, Variants
from flows.runtime.run import Group, Named, Run, StoreWhere
from flows.runtime.settings import ServiceChoice

CONCURRENCY = 200
"""Items under way at once. Waiting is cheap; the service's 20 POSTs a minute fill no more than this in the ten
minutes that a render takes."""

SHARD_DEPLOYMENT = "make-videos/shard"
"""Of prefect.yaml."""


def _credits(value: Any) -> Any:
    try:
        credits = value if value is None else Decimal(str(value))
    except InvalidOperation:
        credits = Decimal(-1)
    if credits is not None and not (credits.is_finite() and credits >= 0):
        raise PydanticCustomError("not_allowed", "not credits", {"allowed": "a number of credits, 0 or more"})
    return credits


def _channel(value: Any) -> Any:
    try:
        return channel_named(value) if isinstance(value, str) else value
    except ValueError:
        raise PydanticCustomError("not_allowed", "no channel", {"allowed": ", ".join(Channel)}) from None


ChannelName = Annotated[Channel, BeforeValidator(_channel)]


def _one_of_them(*fields: str) -> JsonDict:
    """For a form: at least one of these is filled in. What no form has asked for is checked by the run itself."""
    filled: JsonDict = {"minItems": 1, "minLength": 1, "not": {"type": "null"}}  # a list, a text, a moment
    return {"anyOf": [{"properties": {name: {**filled}}, "required": [name]} for name in fields]}


def _last_part(address: str) -> str:
    return address.rstrip("/").rpartition("/")[2]


class Pages(Named):
    """The product pages."""

    urls: tuple[str, ...] = Field(default=(), description="Product pages, one by one.")

    @property
    def label(self) -> str:
        """The last part of the only page's address, or how many pages there are."""
        return _last_part(self.urls[0]) if len(self.urls) == 1 else f"{len(self.urls)} products"


class What(Pages, json_schema_extra=_one_of_them("urls", "catalog")):
    """The products to make videos of: pages, or a catalog of them."""

    catalog: str = Field(default="", description="List, table, sitemap, feed or shop: path, http(s) or s3://.")
    selection: Selection = Field(default=Selection(), description="Which rows of the catalogue.")
    variants: Variants = Field(default=Variants(), description="Several videos of each product.")

    @property
    def label(self) -> str:
        """The catalog's name, or that of the pages."""
        return _last_part(self.catalog) if self.catalog else super().label


class MakeWhat(What, json_schema_extra=_one_of_them("urls", "catalog", "published_since")):
    """The products to make videos of: pages, a catalog of them, or what a shop has published."""

    published_since: datetime | None = Field(
        default=None,
        title="Published since",
        description="Products of all events `url2video.product.published` since this moment.",
    )

    @property
    def label(self) -> str:
        """What the shop has published, the catalog's name, or that of the pages."""
        return f"published since {self.published_since:%H:%M}" if self.published_since else super().label


class Drafts(Pages, json_schema_extra=_one_of_them("styles", "approve")):
    """The pages to draft, and in which styles."""

    urls: tuple[str, ...] = Field(
        default=(), description="Product pages, one by one.", json_schema_extra={"minItems": 1}
    )
    styles: tuple[StyleName, ...] = Field(default=(), description="Visual styles to draft each page in.")
    approve: tuple[StyleName, ...] = Field(default=(), description="Visual styles to make videos of.")


class Renders(Named):
    """Renders that were accepted and not collected yet."""

    video_ids: tuple[str, ...] = Field(
        default=(), description="Render ids or fingerprints; all that are open if empty."
    )
    resolve: Resolution | None = Field(
        default=None,
        title="Resolve",
        description="What a person has found out about the one ambiguous render that is named.",
    )
    scan: bool = Field(default=False, description="Read the whole ledger and repair the list of open renders first.")

    @property
    def label(self) -> str:
        """The only render, or how many there are."""
        if len(self.video_ids) == 1:
            return self.video_ids[0]
        return f"{len(self.video_ids)} renders" if self.video_ids else "sweep"


class Where(StoreWhere):
    """The store, and the service that makes the videos."""

    service: ServiceChoice = Field(default=ServiceChoice(), description="Which service, and where its key is.")


class DraftsWhere(Where):
    """The store, and the service that makes drafts and videos: only generation v2 has drafts."""

    service: ServiceChoice = Field(
        default=ServiceChoice(generation=ApiGeneration.V2), description="Which service, and where its key is."
    )


class FinishWhere(Where):
    """The store, and the services that have made the videos, of every contract generation."""

    more_services: tuple[ServiceChoice, ...] = Field(
        default=(),
        description="Services of the other contract generations. Without blocks, one key serves all.",
    )


class How(Group):
    """How the videos look, and which are made again."""

    settings: RenderSettings = Field(
        default=RenderSettings(), description="Defaults for rows that do not set these columns themselves."
    )
    channel: ChannelName | None = Field(
        default=None,
        title="Channel",
        description="Where the videos are to be shown. It sets the shape where no row and no setting does, and"
        " delivered videos are checked against its rules.",
    )
    pay_again: bool = Field(
        default=False, description="Costs money: pay once more for renders that the service failed."
    )


class MakeHow(How):
    """How the videos look, which are made again, and whether somebody looks first or waits at the end."""

    wait: bool = Field(default=True, description="Wait for the renders; if not, finish-videos publishes them.")
    review: bool = Field(default=False, description="Ask a person in the UI before anything is paid.")
    review_hours: PositiveFloat = Field(default=24, description="How long to wait for that person, in hours.")


class Limits(Group):
    """What may be paid."""

    budget: Annotated[Decimal | None, BeforeValidator(_credits)] = Field(
        default=None, description="Most credits to take; empty for no limit."
    )
    budget_period: BudgetPeriod = Field(default=BudgetPeriod.DAY, description="What the budget is for.")


class Pace(Group):
    """How fast."""

    concurrency: PositiveInt = Field(default=CONCURRENCY, description="Items under way at once.")
    poll_seconds: PositiveFloat = Field(default=10, description="Seconds between two polls of a render.")


class Advanced(Pace):
    """What hardly anybody changes: how fast, under which name the run reports, and to whom."""

    batch: str = Field(default="", description="Name of the report; of time and run if empty.")
    part_of: str = Field(default="", description="For a shard: the whole batch, which tells people for it.")


class Split(Group):
    """How a catalog is split over runs."""

    shards: PositiveInt = Field(default=4, description="Runs to split the catalogue into.")
    deployment: str = Field(default=SHARD_DEPLOYMENT, description="Of make-videos, which makes the shards.")
    reruns: NonNegativeInt = Field(default=3, description="How often a shard whose run died is run again.")


class MakeVideos(Run):
    """A run of make-videos."""

    what: MakeWhat = MakeWhat()
    where: Where = Where()
    how: MakeHow = MakeHow()
    limits: Limits = Limits()
    advanced: Advanced = Advanced()


class PreviewVideos(Run):
    """A run of preview-videos."""

    what: Drafts = Drafts()
    where: DraftsWhere = DraftsWhere()
    how: How = How()
    limits: Limits = Limits()
    advanced: Pace = Pace()


class FinishVideos(Run):
    """A run of finish-videos."""

    what: Renders = Renders()
    where: FinishWhere = FinishWhere()


class ShardCatalog(Run):
    """A run of shard-catalog."""

    what: What = What()
    where: Where = Where()
    how: How = How()
    limits: Limits = Limits()
    split: Split = Split()
    advanced: Pace = Pace()
