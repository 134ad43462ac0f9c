"""What renders and previews cost, by date. Credits are taken on acceptance; a failure gives none back."""

from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field, PositiveInt
from pydantic_settings import BaseSettings, SettingsConfigDict

from blocks.environment import from_environment
from blocks.jogg.settings import LENGTHS, RenderSettings


class Price(BaseModel, frozen=True, extra="forbid"):
    """Credits per started unit of video, from a day on."""

    valid_from: date
    credits: Annotated[Decimal, Field(ge=0)]
    unit_seconds: PositiveInt
    source: str = ""


def _oldest_first(prices: tuple[Price, ...]) -> tuple[Price, ...]:
    if not prices:
        raise ValueError("at least one price")
    return tuple(sorted(prices, key=lambda price: price.valid_from))


Prices = Annotated[tuple[Price, ...], AfterValidator(_oldest_first)]


class PriceTable(BaseSettings):
    """The dated prices. Each list can be replaced in the environment, as JSON, for instance
    `URL2VIDEO_RENDER_PRICES=[{"valid_from": "2027-01-01", "credits": 2, "unit_seconds": 60}]`.

    A new price is a new line: the ledger's older entries keep the price of their day.
    """

    model_config = SettingsConfigDict(env_prefix="URL2VIDEO_", env_file=".env", extra="ignore", frozen=True)

    render_prices: Prices = (
        Price(
            valid_from=date(2024, 10, 1),
            credits=Decimal(1),
            unit_seconds=120,
            source="generation 1 guide, Getting Started: 1 credit per 2 minutes of video",
        ),
        Price(
            valid_from=date(2025, 12, 15),
            credits=Decimal(1),
            unit_seconds=120,
            source="v2 Pricing page: 1 credit per started 2 minutes, at least 1",
        ),
    )
    preview_prices: Prices = (
        Price(
            valid_from=date(2025, 12, 15),
            credits=Decimal("0.5"),
            unit_seconds=120,
            source="v2 Pricing page: 0.5 credits per started 2 minutes",
        ),
    )
    """Of a preview in one visual style; generation 1 has none."""


@cache
def price_table() -> PriceTable:
    """The prices that this process counts with. Raises ConfigurationError: the environment's can't be read."""
    return from_environment(PriceTable)


def render_credits(settings: RenderSettings, on: date | None = None) -> Decimal:
    """Credits that a render of `settings` takes on the day `on` (default: today, UTC).

    Without a length in `settings`, the longest that can be asked for is assumed.
    """
    return _credits(price_table().render_prices, settings, on)


def preview_credits(settings: RenderSettings, on: date | None = None) -> Decimal:
    """Credits that a preview of such a render takes, counted like `render_credits`."""
    return _credits(price_table().preview_prices, settings, on)


def _credits(prices: tuple[Price, ...], settings: RenderSettings, on: date | None) -> Decimal:
    day = on or datetime.now(UTC).date()
    price = next((price for price in reversed(prices) if price.valid_from <= day), prices[0])
    seconds = settings.length or max(LENGTHS)
    started_units = -(-seconds // price.unit_seconds)
    return price.credits * started_units
