from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from blocks.errors import ConfigurationError
from blocks.jogg.prices import preview_credits, price_table, render_credits
from blocks.jogg.settings import RenderSettings


@pytest.mark.parametrize("length", [None, 15, 30, 60])
@pytest.mark.parametrize("day", [date(2020, 1, 1), date(2024, 11, 1), date(2026, 3, 1), None])
def test_a_render_of_up_to_two_minutes_takes_one_credit(length: int | None, day: date | None) -> None:
    assert render_credits(RenderSettings(length=length), day) == Decimal(1)


def test_a_preview_takes_half_a_credit() -> None:
    assert preview_credits(RenderSettings(length=60), date(2026, 3, 1)) == Decimal("0.5")


@pytest.fixture(autouse=True)
def read_anew() -> Iterator[None]:
    """Each test reads the environment for itself."""
    price_table.cache_clear()
    yield
    price_table.cache_clear()


def test_the_price_of_the_day_counts_in_whatever_order_they_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(
        "URL2VIDEO_RENDER_PRICES",
        '[{"valid_from": "2030-01-01", "credits": "1.5", "unit_seconds": 20},'
        ' {"valid_from": "2024-01-01", "credits": 1, "unit_seconds": 120}]',
    )
    assert render_credits(RenderSettings(length=30), date(2029, 12, 31)) == Decimal(1)
    assert render_credits(RenderSettings(length=30), date(2030, 1, 1)) == Decimal("3.0")


@pytest.mark.parametrize(
    ("prices", "line"),
    [
        ("cheap", '"render_prices"'),
        ("[]", "URL2VIDEO_RENDER_PRICES: []; allowed: "),
        (
            '[{"valid_from": "2030-01-01", "credits": -1, "unit_seconds": 60}]',
            "URL2VIDEO_RENDER_PRICES (0.credits): -1; allowed: a number of at least 0",
        ),
    ],
)
def test_a_price_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch, prices: str, line: str) -> None:
    monkeypatch.setenv("URL2VIDEO_RENDER_PRICES", prices)
    with pytest.raises(ConfigurationError) as refused:
        render_credits(RenderSettings())
    assert line in refused.value.message


def test_every_built_in_price_has_its_source() -> None:
    table = price_table()
    assert all(price.source for price in (*table.render_prices, *table.preview_prices))
