"""Fields of the forms that a person fills in the Prefect UI, stated once for all flows that ask for them."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field, PositiveFloat, PositiveInt

from blocks.jogg.settings import RenderSettings
from flows.catalog import Selection
from flows.catalog import Variants as SeveralVideos
from flows.runtime.settings import ServiceChoice

Urls = Annotated[list[str], Field(description="Product pages, one by one.")]
CatalogAddress = Annotated[str, Field(description="List, table, sitemap, feed or shop: path, http(s) or s3://.")]
Destination = Annotated[str, Field(title="Destination", description="A folder, or s3://bucket/prefix.")]
Settings = Annotated[RenderSettings, Field(description="For items that say nothing else.")]
Variants = Annotated[SeveralVideos, Field(description="Several videos of each product.")]
Rows = Annotated[Selection, Field(description="Which rows of the catalogue.")]
Service = Annotated[ServiceChoice, Field(description="Which service, and where its key is.")]
BudgetLimit = Annotated[Decimal | None, Field(description="Most credits to take; empty for no limit.")]
Concurrency = Annotated[PositiveInt, Field(description="Items under way at once.")]
PollSeconds = Annotated[PositiveFloat, Field(description="Between two looks at a render.")]
PayAgain = Annotated[bool, Field(description="Pay once more for renders that the service failed.")]

DEFAULT_SETTINGS = RenderSettings()
DEFAULT_SERVICE = ServiceChoice()
NO_VARIANTS = SeveralVideos()
EVERYTHING = Selection()

CONCURRENCY = 200
"""Items under way at once. Waiting is cheap; the service's 20 POSTs a minute fill no more than this in the ten
minutes that a render takes."""
