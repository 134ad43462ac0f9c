"""What videos are asked for, before a row is read."""

from dataclasses import dataclass, field

from blocks.channels.profile import Channel
from blocks.jogg.settings import ApiGeneration, RenderSettings
from flows.catalog.run import MakeVideos, ShardCatalog
from flows.items.row import RawRow, Selection, Variants


@dataclass(frozen=True, slots=True)
class Order:
    """What videos are asked for: where the rows are, which of them, and how the videos shall look."""

    urls: tuple[str, ...] = ()
    source: str = ""
    """Of a catalogue: a path, an http(s) address or s3://."""
    defaults: RenderSettings = field(default_factory=RenderSettings)
    variants: Variants = field(default_factory=Variants)
    selection: Selection = field(default_factory=Selection)
    generation: ApiGeneration = ApiGeneration.OPEN
    channel: Channel | None = None
    """Of rows that name none."""
    rows: tuple[RawRow, ...] = ()
    """That events have brought."""
    takes_additions: bool = False
    """The service takes settings of studio's own."""


def order_of(run: MakeVideos | ShardCatalog) -> Order:
    """What the reader of a catalog is to read."""
    what, service = run.what, run.where.service
    return Order(
        what.urls,
        what.catalog,
        run.how.settings,
        what.variants,
        what.selection,
        service.generation,
        run.how.channel,
        takes_additions=service.takes_additions,
    )
