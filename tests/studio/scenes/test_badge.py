"""The badge promises what the page promises, and no more."""

from dataclasses import replace
from decimal import Decimal

import pytest

from studio.product import Money, Product
from studio.scenes.badge import Offer, offer_of


@pytest.mark.parametrize(
    ("price", "former", "saving"),
    [("29.99", "39.99", "−25%"), ("30.10", "39.99", "−24%"), ("39.90", "39.99", ""), ("1", "3", "−66%")],  # noqa: RUF001
)
def test_the_saving_is_rounded_in_the_shops_disfavour_never_in_its_favour(
    product: Product, price: str, former: str, saving: str
) -> None:
    product = replace(product, price=Money(Decimal(price), "USD"), list_price=Money(Decimal(former), "USD"))
    assert offer_of(product, "now", "then") == Offer("now", "then", saving)


@pytest.mark.parametrize("former", [None, Money(Decimal("39.99"), "EUR"), Money(Decimal("29.99"), "USD")])
def test_no_saving_is_shown_where_prices_cannot_be_compared(product: Product, former: Money | None) -> None:
    assert offer_of(replace(product, list_price=former), "now", "then") == Offer("now")
