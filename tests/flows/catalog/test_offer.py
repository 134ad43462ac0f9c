"""What a row of a catalog says of the product's offer."""

from datetime import UTC, datetime

import pytest

from blocks.ledger.record import NOTHING_TOLD, PageFacts
from flows.catalog.offer import offer_of

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


def told(price: str = "", currency: str = "", availability: str = "", former: str = "") -> PageFacts:
    return PageFacts(price=price, list_price=former, currency=currency, availability=availability)


@pytest.mark.parametrize(
    ("row", "offer"),
    [
        ({"price": "99.90 EUR"}, told("99.90", "EUR")),
        ({"price": "EUR 99.90", "availability": "in stock"}, told("99.90", "EUR", "InStock")),
        ({"price": "99 EUR", "availability": "out_of_stock"}, told("99", "EUR", "OutOfStock")),
        ({"availability": "https://schema.org/PreOrder"}, told(availability="PreOrder")),
        ({"price": "99 EUR", "sale_price": "79 EUR"}, told("79", "EUR", former="99")),
        ({"price": "99 EUR", "sale_price": "79 USD"}, told("99", "EUR")),
        (
            {
                "price": "99 EUR",
                "sale_price": "79 EUR",
                "sale_price_effective_date": "2026-11-01T00:00+0100/2026-12-01T00:00+0100",
            },
            told("79", "EUR", former="99"),
        ),
        (
            {"price": "99 EUR", "sale_price": "79 EUR", "sale_price_effective_date": "2026-12-01/2026-12-24"},
            told("99", "EUR"),
        ),
        ({"price": "99 EUR", "sale_price": "79 EUR", "sale_price_effective_date": "soon"}, told("99", "EUR")),
        ({"price": "99,90 €"}, NOTHING_TOLD),
        ({"price": "99.90"}, NOTHING_TOLD),
        ({"price": "USD 99.90 EUR"}, NOTHING_TOLD),
        ({"price": None, "availability": "maybe"}, NOTHING_TOLD),
        ({}, NOTHING_TOLD),
    ],
)
def test_only_what_is_stated_clearly_is_taken(row: dict[str, object], offer: PageFacts) -> None:
    assert offer_of(row, NOW) == offer
