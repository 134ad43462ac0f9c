from datetime import date
from decimal import Decimal

import pytest

from blocks.jogg.prices import RENDER_PRICES, preview_credits, render_credits
from blocks.jogg.settings import RenderSettings


@pytest.mark.parametrize("length", [None, 15, 30, 60])
@pytest.mark.parametrize("day", [date(2020, 1, 1), date(2024, 11, 1), date(2026, 3, 1), None])
def test_a_render_of_up_to_two_minutes_takes_one_credit(length: int | None, day: date | None) -> None:
    assert render_credits(RenderSettings(length=length), day) == Decimal(1)


def test_a_preview_takes_half_a_credit() -> None:
    assert preview_credits(RenderSettings(length=60), date(2026, 3, 1)) == Decimal("0.5")


def test_the_price_of_the_day_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    dearer = (RENDER_PRICES[0].__class__(date(2030, 1, 1), Decimal("1.5"), 20, "made up"),)
    monkeypatch.setattr("blocks.jogg.prices.RENDER_PRICES", RENDER_PRICES + dearer)
    assert render_credits(RenderSettings(length=30), date(2029, 12, 31)) == Decimal(1)
    assert render_credits(RenderSettings(length=30), date(2030, 1, 1)) == Decimal("3.0")


def test_prices_are_listed_by_date_with_their_source() -> None:
    assert sorted(RENDER_PRICES, key=lambda price: price.valid_from) == list(RENDER_PRICES)
    assert all(price.source for price in RENDER_PRICES)
