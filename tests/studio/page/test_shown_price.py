# ruff: noqa: RUF001 - letters and signs of many scripts are meant
"""What a page shows beside its data: former prices told in words, prices of many countries, availability."""

import json
from decimal import Decimal

import pytest

from studio.page.reader import read_product
from studio.product import Product, Source

DATA = '<script type="application/ld+json">%s</script>'


def read(shown: str, data: tuple[str, str] | None, *, lang: str = "en", host: str = "shop.example") -> Product:
    """A product page whose data state an amount and a currency, or say only that it is one."""
    offer = {"@type": "Offer", "price": data[0], "priceCurrency": data[1]} if data else None
    stated = json.dumps({"@type": "Product", "name": "Oak Lamp", "offers": offer})
    head = DATA % stated if data else '<meta property="og:type" content="product">'
    page = (
        f'<html lang="{lang}"><head><title>Oak Lamp</title>{head}</head><body>'
        f"<main><h1>Oak Lamp</h1><div>{shown}</div><button>Buy now</button></main></body></html>"
    )
    return read_product(page.encode(), f"https://{host}/products/oak-lamp", "text/html; charset=utf-8")


FORMER = [
    ("<div>Was $59 <b>$39</b></div>", "USD"),
    ("<p>Was $59.00 Now $39.00</p>", "USD"),
    ("<p>Was $59.00, now only $39.00 (save $20.00)</p>", "USD"),
    ("<p>From $59 down to $39</p>", "USD"),
    ("<div><span>RRP</span> <span>£59.00</span></div><div class='now'>£39.00</div>", "GBP"),
    ("<dl><dt>RRP</dt><dd>£59</dd><dt>Our price</dt><dd>£39</dd></dl>", "GBP"),
    ("<table><tr><td>List Price:</td><td>$59</td></tr><tr><td>Price:</td><td>$39</td></tr></table>", "USD"),
    ("<p>£39.00 <small>RRP £59.00</small></p>", "GBP"),
    ("<p>£39.00 <small>(£59.00 RRP)</small></p>", "GBP"),
    ("<p>M.R.P.: ₹59</p><p>₹39</p>", "INR"),
    ("<p>Regular price <span>$59</span></p><p>Sale price <span>$39</span></p>", "USD"),
    ("<p>39,00 € statt 59,00 €</p>", "EUR"),
    ("<p><span>statt</span> <span>59,00 €</span> <b>39,00 €</b></p>", "EUR"),
    ("<p>Bisher: 59,- € jetzt 39,- €</p>", "EUR"),
    ("<p>UVP*: 59,00 EUR</p><p>39,00 EUR</p>", "EUR"),
    ("<p>39 € au lieu de 59 €</p>", "EUR"),
    ("<p>Avant : 59,00 € <strong>39,00 €</strong></p>", "EUR"),
    ("<p>Prix conseillé 59,00 €</p><p>39,00 €</p>", "EUR"),
    ("<p>39 € invece di 59 €</p>", "EUR"),
    ("<p>Antes: $ 59 Ahora: $ 39</p>", "CLP"),
    ("<p>De R$ 59,00 por R$ 39,00</p>", "BRL"),
    ("<p>De: <span>R$ 59,00</span></p><p>Por: <span>R$ 39,00</span></p>", "BRL"),
    ("<p>Van € 59,00 voor € 39,00</p>", "EUR"),
    ("<p>zamiast 59,00 zł</p><p>39,00 zł</p>", "PLN"),
    ("<p>39 zł</p><p>Cena regularna: 59 zł</p><p>Najniższa cena z 30 dni przed obniżką: 49 zł</p>", "PLN"),
    ("<p>Ord. pris 59:- nu 39 kr</p>", "SEK"),
    ("<p>通常価格 59円</p><p>特別価格 39円</p>", "JPY"),
    ("<p>정가 59원</p><p>39원</p>", "KRW"),
    ("<p>原价 ¥59</p><p>现价 ¥39</p>", "CNY"),
    ("<p>Было 59 ₽</p><p>39 ₽</p>", "RUB"),
    ("<p>59 Ft helyett 39 Ft</p>", "HUF"),
    ("<div>$39.00 <del>59.00</del></div>", "USD"),
    ("<div><del>59.00</del> $39.00</div>", "USD"),
    ("<div><s>$59</s> $39</div>", "USD"),
    ("<div><strike>$59</strike> <b>$39</b></div>", "USD"),
    (
        (
            "<p class=price><del><bdi><i class=sign>$</i>59.00</bdi></del> <i class=sr-only>Original price was: $59.00."
            "</i> <ins><bdi><i class=sign>$</i>39.00</bdi></ins> <i class=sr-only>Current price is: $39.00.</i></p>"
        ),
        "USD",
    ),
    (
        (
            "<div class=price><div class=regular><i class=sr-only>Regular price</i> <b>$39.00</b></div><div class=sale>"
            "<i class=sr-only>Regular price</i> <s>$59.00</s> <i class=sr-only>Sale price</i> <b>$39.00</b></div></div>"
        ),
        "USD",
    ),
    (
        (
            "<div><span><i class=label>Special Price</i> <b><u class=price>$39.00</u></b></span> "
            "<span><i class=label>Regular Price</i> <b><u class=price>$59.00</u></b></span></div>"
        ),
        "USD",
    ),
    (
        (
            "<div><b><i>$39.00</i><i aria-hidden=true><u>$</u><u>39<u>.</u></u><u>00</u></i></b><p><span>List Price: "
            "<span><i>$59.00</i><i aria-hidden=true>$59.00</i></span></span></p></div>"
        ),
        "USD",
    ),
    ("<div><b>US $39.00</b><p>Was: <i>US $59.00</i> <i>Save US $20.00 (34% off)</i></p></div>", "USD"),
    (
        (
            "<div><s class=previous><i>R$</i><i>59</i></s><div><span><i>R$</i><i>39</i></span> <i>34% OFF</i></div>"
            "<p>em 12x R$ 3,25 sem juros</p></div>"
        ),
        "BRL",
    ),
    ("<div><i>34%</i><span class=origin-price>59원</span><span class=total-price><b>39원</b></span></div>", "KRW"),
    ("<p>39,00 € inkl. MwSt.</p><p>Ursprünglich: <i>59,00 €</i> bis zu <i>-34%</i></p>", "EUR"),
    ('<div><span style="text-decoration: line-through">$59</span> <span>$39</span></div>', "USD"),
]


@pytest.mark.parametrize(("shown", "currency"), FORMER)
def test_a_former_price_told_in_words_or_struck_is_the_list_price(shown: str, currency: str) -> None:
    product = read(shown, ("39", currency))

    assert product.price
    assert (product.price.amount, product.price.currency) == (Decimal(39), currency)
    assert product.list_price
    assert (product.list_price.amount, product.list_price.currency) == (Decimal(59), currency)
    assert (product.sources["price"], product.sources["list_price"]) == (Source.JSON_LD, Source.DOM)


@pytest.mark.parametrize(
    ("shown", "recommended"),
    [
        ("<p>RRP £59.00</p><p>£39.00</p>", True),
        ("<p>UVP <del>£59.00</del></p><p>£39.00</p>", True),
        ("<p>£39.00 <small>(£59.00 RRP)</small></p>", True),
        ("<p>Was £59.00</p><p>£39.00</p>", False),
        ("<p>Regular price £59.00</p><p>£39.00</p>", False),
        ("<p><del>£59.00</del> £39.00</p>", False),
        ("<p>RRP £69.00</p><p>Was £59.00</p><p>£39.00</p>", False),
    ],
)
def test_a_recommended_price_is_told_from_one_that_was_asked(shown: str, *, recommended: bool) -> None:
    product = read(shown, ("39", "GBP"))

    assert product.list_price
    assert product.list_price.amount == 59
    assert product.list_price_recommended is recommended


NO_FORMER = [
    "<p>$39.00</p><p>or 4 payments of $59.00</p><p>Was it worth $59? Yes.</p>",
    "<p>$39.00</p><p>Shipping was $59.00 now $5</p>",
    "<p>$39.00 (was $59.00 / kg)</p>",
    "<p>$39.00</p><p>Old: $59.00 per month</p>",
    '<p>$39.00</p><div class="related"><a href="/x">Pine Lamp</a><p>Was $59</p><p>$39.00</p></div>',
    "<p>$39.00</p><ul>" + 3 * "<li><a href='/x'>Pine</a> <i>was $59</i> <b>$39.00</b></li>" + "</ul>",
    "<p>$39.00</p><p>Free delivery before $59</p>",
    "<p>$39.00</p><p>Est. retail $59</p>",
    "<p>$39.00</p><p>Lowest price in 30 days before: $59</p>",
    "<p>$39.00 - $59.00</p>",
    "<p>From $39.00 to $59.00</p>",
    "<p>$39.00</p><p>Was €59.00</p>",
    "<p>$39.00</p><p>Was $19</p>",
    "<p>$39.00</p><p>Was $399</p>",
    "<p>Members $29.00 Regular price $39.00</p>",
    "<p>$39.00</p><p>Old Fashioned kit $59</p>",
    "<p>$39.00</p><p>Warranty: regular $59</p>",
    "<p>$39.00</p><p>4 interest-free payments of $9.75 instead of $59.00</p>",
    "<p>$39.00</p><p>Delivery $4.95 instead of $59.00</p>",
    "<p>$39.00</p><div class=bundle><p>Bundle price $49.00 instead of $59.00</p></div>",
    "<div><label>One-time purchase $39.00</label> <label>Subscribe $29.00 <s>$39.00</s></label></div>",
    "<div><i class=sr-only>Regular price</i> <b>$39.00</b> <i class=sr-only>Sale price</i> <b>$39.00</b></div>",
    "<table><tr><td>1-9</td><td>$39.00</td></tr><tr><td>10+</td><td>$29.00</td></tr></table>",
]


@pytest.mark.parametrize("shown", NO_FORMER)
def test_no_other_amount_becomes_price_or_list_price(shown: str) -> None:
    product = read(shown, ("39", "USD"))

    assert product.price
    assert product.price.amount == 39
    assert product.list_price is None


def test_data_that_state_the_former_price_are_corrected_by_the_page() -> None:
    product = read("<p>Was $59.00 Now $39.00</p>", ("59", "USD"))

    assert product.price
    assert product.price.amount == 39
    assert product.list_price
    assert product.list_price.amount == 59
    assert product.sources["price"] == Source.DOM


SHOWN_ALONE = [
    ("<p>Was $59.00 Now $39.00</p>", "39", "59"),
    ("<div class=price>$39.00 <small>RRP $59.00</small></div>", "39", "59"),
    ("<div class=price>statt <span>59,00 €</span> <b>39,00 €</b></div>", "39", "59"),
    ("<div class=price>Regular price $59.00</div>", "59", None),
    ("<div><p>Ab 39,00 €</p><p>Ursprünglich: <i>59,00 €</i></p></div>", "39", "59"),
    ("<p><i>メーカー希望小売価格</i><i>59円</i></p><p><i>販売価格</i><i>39円（税込）</i></p>", "39", "59"),
    ("<p>£32.50 ex VAT</p><p>£39.00 inc VAT</p>", "39", None),
    ("<div class=price>$59.00</div><p class=price>or 4 payments of $14.75</p>", "59", None),
]


@pytest.mark.parametrize(("shown", "price", "former"), SHOWN_ALONE)
def test_a_page_without_data_shows_both(shown: str, price: str, former: str | None) -> None:
    product = read(shown, None)

    assert product.price
    assert product.price.amount == Decimal(price)
    assert (product.list_price and str(product.list_price.amount)) == former


COUNTRIES = [
    ("woods.ch", "de-CH", "CHF 1’299.00", "1299 CHF"),
    ("woods.fr", "fr", "1\u202f299,00\u00a0€", "1299 EUR"),
    ("woods.in", "en-IN", "₹1,29,999.00", "129999 INR"),
    ("woods.com.co", "es", "$ 1.299.990", "1299990 COP"),
    ("woods.cl", "es", "$ 129.990", "129990 CLP"),
    ("woods.com.ar", "es", "$ 129.990,50", "129990.50 ARS"),
    ("woods.jp", "ja", "¥129,800（税込）", "129800 JPY"),
    ("woods.kr", "ko", "129,000원", "129000 KRW"),
    ("woods.co.id", "id", "Rp 1.299.000", "1299000 IDR"),
    ("woods.com.kw", "en", "KWD 12.500", "12.500 KWD"),
    ("woods.ae", "en", "AED 1,299.00", "1299 AED"),
    ("woods.cz", "cs", "12 990 Kč", "12990 CZK"),
    ("woods.hu", "hu", "129.990 Ft", "129990 HUF"),
    ("woods.se", "sv", "1 299:-", "1299 SEK"),
    ("woods.dk", "da", "1.299,- kr.", "1299 DKK"),
    ("woods.com.tr", "tr", "1.299,90 TL", "1299.90 TRY"),
    ("woods.com", "en", "$1,299", "1299 USD"),
]


@pytest.mark.parametrize(("host", "lang", "shown", "expected"), COUNTRIES, ids=[host for host, *_ in COUNTRIES])
def test_each_country_writes_its_thousands_and_cents(host: str, lang: str, shown: str, expected: str) -> None:
    product = read(f"<div class=price>{shown}</div>", None, lang=lang, host=host)

    assert product.price
    assert f"{product.price.amount} {product.price.currency}" == expected


LINES = [
    ("Only 3 left in stock", "InStock"),
    ("Nur noch 3 Stück verfügbar", "InStock"),
    ("Lieferbar in 2-3 Tagen", "InStock"),
    ("Ships within 24 hours", "InStock"),
    ("Levertijd: op voorraad", "InStock"),
    ("Derzeit vergriffen", "OutOfStock"),
    ("Épuisé", "OutOfStock"),
    ("Non disponibile", "OutOfStock"),
    ("Currently unavailable. We don't know when it will be back in stock.", "OutOfStock"),
    ("Email me when it is back in stock", ""),
    ("Notify me when available now", ""),
]


@pytest.mark.parametrize(("line", "expected"), LINES)
def test_availability_in_words(line: str, expected: str) -> None:
    assert read(f'<p class="product-availability">{line}</p>', ("39", "EUR")).availability == expected
