# ruff: noqa: RUF001 - digits and signs of other scripts are meant
"""The badge promises what the page promises, and no more."""

from dataclasses import replace
from decimal import Decimal

import pytest

from studio.product import Money, Product
from studio.scenes.words.badge import Offer, offer_of, rolled_price


@pytest.mark.parametrize(
    ("price", "former", "saving"),
    [("29.99", "39.99", "−25%"), ("30.10", "39.99", "−24%"), ("39.90", "39.99", ""), ("1", "3", "−66%")],
)
def test_the_saving_is_rounded_in_the_shops_disfavour_never_in_its_favour(
    product: Product, price: str, former: str, saving: str
) -> None:
    product = replace(product, price=Money(Decimal(price), "USD"), list_price=Money(Decimal(former), "USD"))
    assert offer_of(product, "now", "then") == Offer("now", "then", saving)


@pytest.mark.parametrize("former", [None, Money(Decimal("39.99"), "EUR"), Money(Decimal("29.99"), "USD")])
def test_no_saving_is_shown_where_prices_cannot_be_compared(product: Product, former: Money | None) -> None:
    assert offer_of(replace(product, list_price=former), "now", "then") == Offer("now")


@pytest.mark.parametrize(
    ("former", "price", "share", "shown"),
    [
        ("$39.99", "$29.99", 0.0, "$39.99"),
        ("$39.99", "$29.99", 0.5, "$34.99"),
        ("$39.99", "$29.99", 1.0, "$29.99"),
        ("1 599,00 zł", "999,00 zł", 0.0, "1 599,00 zł"),
        ("1 599,00 zł", "999,00 zł", 0.99, "1 005,00 zł"),
        ("1 599,00 zł", "999,00 zł", 1.0, "999,00 zł"),
        ("¥1,599", "¥899", 0.5, "¥1,249"),
        ("$40", "$29.99", 0.0, "$29.99"),  # not written alike: no amount between them would be right
        ("٣٩٫٩٩", "٢٩٫٩٩", 0.5, "٢٩٫٩٩"),
        ("", "$29.99", 0.5, "$29.99"),
    ],
)
def test_a_price_rolls_from_the_former_one_where_both_are_written_alike(
    former: str, price: str, share: float, shown: str
) -> None:
    assert rolled_price(former, price, share) == shown
