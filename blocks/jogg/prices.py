"""What renders and previews cost, by date. Credits are taken on acceptance; a failure gives none back."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from blocks.jogg.settings import LENGTHS, RenderSettings


@dataclass(frozen=True, slots=True)
class Price:
    """Credits per started unit of video, from a day on."""

    valid_from: date
    credits: Decimal
    unit_seconds: int
    source: str


RENDER_PRICES: tuple[Price, ...] = (
    Price(date(2024, 10, 1), Decimal(1), 120, "generation 1 guide, Getting Started: 1 credit per 2 minutes of video"),
    Price(date(2025, 12, 15), Decimal(1), 120, "v2 Pricing page: 1 credit per started 2 minutes, at least 1"),
)
"""Oldest first. A new price is a new line: the ledger's older entries keep the price of their day."""

PREVIEW_PRICES: tuple[Price, ...] = (
    Price(date(2025, 12, 15), Decimal("0.5"), 120, "v2 Pricing page: 0.5 credits per started 2 minutes"),
)
"""Of a preview in one visual style; generation 1 has none."""


def render_credits(settings: RenderSettings, on: date | None = None) -> Decimal:
    """Credits that a render of `settings` takes on the day `on` (default: today, UTC).

    Without a length in `settings`, the longest that can be asked for is assumed.
    """
    return _credits(RENDER_PRICES, settings, on)


def preview_credits(settings: RenderSettings, on: date | None = None) -> Decimal:
    """Credits that a preview of such a render takes, counted like `render_credits`."""
    return _credits(PREVIEW_PRICES, settings, on)


def _credits(prices: tuple[Price, ...], settings: RenderSettings, on: date | None) -> Decimal:
    day = on or datetime.now(UTC).date()
    price = next((price for price in reversed(prices) if price.valid_from <= day), prices[0])
    seconds = settings.length or max(LENGTHS)
    started_units = -(-seconds // price.unit_seconds)
    return price.credits * started_units
