# ruff: noqa: RUF001 - letters and signs of many scripts are meant
"""Amounts that stand beside a price and are none, prices in every writing, and prices of which there are several."""

import json

import pytest

from studio.page.reader import read_product

OFFER = tuple[str, str]


def read(shown: str, data: OFFER | None, language: str) -> tuple[str | None, str | None, bool, bool]:
    """Price, former price, whether that is recommended, whether the price is the lowest of several."""
    offer = {"@type": "Offer", "price": data[0], "priceCurrency": data[1]} if data else None
    stated = json.dumps({"@type": "Product", "name": "Oak Lamp", "offers": offer})
    head = f'<script type="application/ld+json">{stated}</script>'
    head = head if data else '<meta property="og:type" content="product">'
    page = (
        f'<html lang="{language}"><head><title>Oak Lamp</title>{head}</head><body>'
        f"<main><h1>Oak Lamp</h1><div>{shown}</div></main></body></html>"
    )
    product = read_product(page.encode(), "https://shop.example/products/oak-lamp", "text/html; charset=utf-8")
    price = f"{product.price.amount} {product.price.currency}" if product.price else None
    former = str(product.list_price.amount) if product.list_price else None
    return price, former, product.list_price_recommended, product.price_is_from


NAMES_THAT_PROVE_NOTHING = [
    '<div class="before:block">£69.00</div><p>£48.99</p>',
    '<div class="household">£69.00</div><p>£48.99</p>',
    '<div class="font-regular">£69.00</div><div class="font-regular">£48.99</div>',
    '<ul><li class="swatch original">Original <b>£69.00</b></li><li>Lite <b>£48.99</b></li></ul>',
    "<table><tr><td>Price</td><td>£48.99</td><td>£69.82</td></tr></table>",
    "<p>Single £48.99</p><p>Full £69.00</p>",
    "<p>Small £48.99</p><p>Regular £69.00</p>",
]


@pytest.mark.parametrize("shown", NAMES_THAT_PROVE_NOTHING)
def test_a_name_alone_makes_no_former_price(shown: str) -> None:
    assert read(shown, ("48.99", "GBP"), "en") == ("48.99 GBP", None, False, False)


FORMER = [
    ('<b class="old-price">£69.00</b> <b class="price">£48.99</b>', False),
    ('<b class="priceOld">£69.00</b> <b class="priceNew">£48.99</b>', False),
    ('<b class="regular">£69.00</b> <b class="sale">£48.99</b>', False),
    ("<dl><dt>RRP</dt><dd><s>£69.00</s> <a>What is this?</a></dd></dl><div class=price>£48.99</div>", True),
    ('<div><b>UVP:</b><b class="strike">£69.00</b></div><div class=price>£48.99</div>', True),
    ("<div><b>メーカー希望小売価格</b><s>£69.00</s></div><div class=price>£48.99</div>", True),
]


@pytest.mark.parametrize(("shown", "recommended"), FORMER)
def test_a_name_with_a_sign_of_sale_makes_one(shown: str, *, recommended: bool) -> None:
    assert read(shown, ("48.99", "GBP"), "en") == ("48.99 GBP", "69", recommended, False)


OTHER_AMOUNTS = [
    ("de", "<p>Sie sparen 5,00 €</p><p>29,90 €</p>", "29.90 EUR"),
    ("en", "<p>$5.00 off</p><p>$29.90</p>", "29.90 USD"),
    ("fr", "<p>Économisez 5 €</p><p>29 €</p>", "29 EUR"),
    ("ja", "<p>500円OFF</p><p>2,990円</p>", "2990 JPY"),
    ("ru", "<p>Скидка 500 ₽</p><p>2990 ₽</p>", "2990 RUB"),
    ("zh", "<p>立减50元</p><p>299元</p>", "299 CNY"),
    ("en", "<p>Valued at $279</p><p>$254.79</p>", "254.79 USD"),
    ("pt-BR", "<p>12x de R$ 49,90</p><p>R$ 598,80</p>", "598.80 BRL"),
    ("en", "<p>or 4 interest-free payments of $12</p><p>$48</p>", "48 USD"),
    ("de", "<p>ab 9,99 € mtl.</p><p>199 €</p>", "199 EUR"),
    ("de", "<p>3 Raten à 33,00 €</p><p>99 €</p>", "99 EUR"),
    ("en", "<label>Gift wrap (+ £5.00)</label><p class=price>£48.99</p>", "48.99 GBP"),
    ("en", "<label>Gift wrap +£5.00</label><p class=price>£48.99</p>", "48.99 GBP"),
    ("en", "<div class=price>$39.00</div><div>Protection plan $5.99</div>", "39 USD"),
]


@pytest.mark.parametrize(("language", "shown", "price"), OTHER_AMOUNTS)
def test_what_is_saved_or_paid_in_parts_or_comes_on_top_is_no_price(language: str, shown: str, price: str) -> None:
    assert read(shown, None, language) == (price, None, False, False)


@pytest.mark.parametrize("shown", ["<p>Current bid: <b>$150</b></p><p>2 bids</p>", "<p>Startpreis: $150</p>"])
def test_a_bid_is_no_price_whatever_the_data_say(shown: str) -> None:
    assert read(shown, ("150", "USD"), "en") == (None, None, False, False)


def test_data_in_cents_are_read_as_the_page_shows_them() -> None:
    shown = "<p class=price>€48.99 <s>€69.99</s></p>"
    assert read(shown, ("4899", "EUR"), "en") == ("48.99 EUR", "69.99", False, False)


LOWEST = [
    ("en", "<p class=price>From £10</p>"),
    ("en", "<p class=price><b>£10</b> – <b>£90</b></p>"),
    ("en", "<p class=price>£10.00 - £90.00</p>"),
    ("de", "<p class=price>ab £10</p>"),
    ("fr", "<p class=price>à partir de £10</p>"),
    ("ja", "<p class=price>£10～</p>"),
    ("zh", "<p class=price>£10起</p>"),
]


@pytest.mark.parametrize("data", [None, ("10", "GBP")])
@pytest.mark.parametrize(("language", "shown"), LOWEST)
def test_the_lowest_of_several_prices_is_known_as_that(language: str, shown: str, data: OFFER | None) -> None:
    assert read(shown, data, language) == ("10 GBP", None, False, True)


WRITINGS = [
    ("de", "€ <b>20</b><sup>,-</sup>", "20 EUR"),
    ("de", "<b>20,–</b> <i>€</i>", "20 EUR"),
    ("hr", "270,00 KN", "270 HRK"),
    ("ro", "270 LEI", "270 RON"),
    ("pl", "270,00 ZŁ", "270 PLN"),
    ("fr", "20 Euros", "20 EUR"),
    ("en", "＄１，２９９．００", "1299 USD"),
    ("ko", "￦12，000", "12000 KRW"),
]


@pytest.mark.parametrize(("language", "shown", "price"), WRITINGS)
def test_amounts_in_every_writing(language: str, shown: str, price: str) -> None:
    assert read(f"<div class=price>{shown}</div>", None, language)[0] == price


@pytest.mark.parametrize(("language", "currency"), [("pl", "PLN"), ("ja", "JPY"), ("de-CH", "CHF")])
def test_an_amount_without_a_currency_is_in_that_of_the_country(language: str, currency: str) -> None:
    assert read("", ("129", ""), language)[0] == f"129 {currency}"


def test_an_amount_without_a_currency_and_a_country_is_no_price() -> None:
    assert read("", ("129", ""), "fr")[0] is None
