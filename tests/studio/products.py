"""Products with running text in every language that scripts are written in."""

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from studio.product import Money, Product, Rating


@pytest.fixture(scope="session")
def products() -> dict[str, Product]:
    """One product a language, with text in it, a list price and a rating."""
    texts = tomllib.loads(Path(__file__).with_name("products.toml").read_text(encoding="utf-8"))
    return {
        language: Product(
            url=f"https://shop.example/{text['code']}",
            title=text["title"],
            description=" ".join(text["description"].split("\n")).strip()
            if text["code"] != "th"
            else text["description"],
            features=tuple(text["features"]),
            price=Money(Decimal("29.90"), text["currency"]),
            list_price=Money(Decimal("39.90"), text["currency"]),
            language=text["code"],
            availability="InStock",
            rating=Rating(Decimal("4.7"), Decimal(5), 213),
        )
        for language, text in texts.items()
    }
