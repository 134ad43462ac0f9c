"""Bytes from nowhere, markup and JSON of every shape, and pages made to keep a reader busy."""

import json
import time
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from studio.page.errors import PageError
from studio.page.reader import read_product

URL = "https://shop.example/products/oak-lamp"

ATTRIBUTE = st.sampled_from(
    ["itemscope", "itemtype=http://schema.org/Product", "itemtype=schema:Offer", "typeof=Product", "itemprop=name",
     "itemprop=price", "itemprop=offers", "itemprop=image", "itemref='a b'", "id=a", "id=b", "property=name",
     "property=price", "content='1.299,00'", "content=''", "src=//[", "href=http://[::1", "class=price",
     "class=old-price"]
)  # fmt: skip
OPENING = st.tuples(
    st.sampled_from(["div", "span", "h1", "del", "sup", "a", "img", "meta", "li", "template", "noscript"]),
    st.lists(ATTRIBUTE, max_size=4),
).map(lambda parts: f"<{parts[0]} {' '.join(parts[1])}>")
TEXTS = st.sampled_from(
    [
        "$1.299",
        "€ 9",
        "٩٩ ر.س",
        "Oak Lamp",
        "1e999 USD",
        "9" * 400 + "€",
        "\x00",
        "</div>",
        "</span>",
        "&amp;lt;b&amp;gt;",
        "35€99",
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["Product", "9,99", "//[", "USD"]),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(["@type", "@id", "@graph", "@value", "@list", "name", "offers", "price", "image", "brand",
                         "aggregateRating", "ratingValue", "hasVariant", "priceSpecification", "mainEntity"]),
        inner,
        max_size=6,
    ),
    max_leaves=20,
)  # fmt: skip


def check_product_or_page_error(html: bytes, url: str = URL, content_type: str = "") -> None:
    try:
        product = read_product(html, url, content_type)
    except PageError:
        return
    assert product.title
    for money in (product.price, product.list_price):
        assert money is None or (money.amount > 0 and len(money.currency) == 3)
    assert all(address.startswith(("http://", "https://")) for address in (product.url, *product.pictures))
    json.dumps([product.title, product.description, product.features, product.brand]).encode()


@given(
    st.binary(max_size=2000), st.sampled_from(["", "text/html", "text/html; charset=utf-16", "text/html; charset=zip"])
)
@example(b"<meta charset=idna>\xff", "")
@example(b"\xff\xfe<", "")
def test_any_bytes_give_a_product_or_a_page_error(html: bytes, content_type: str) -> None:
    check_product_or_page_error(html, content_type=content_type)


@given(st.lists(OPENING | TEXTS, max_size=40), st.sampled_from(["product", "article", ""]))
def test_any_markup_gives_a_product_or_a_page_error(parts: list[str], kind: str) -> None:
    head = f'<meta property="og:type" content="{kind}"><meta property="og:title" content="Oak Lamp">'
    check_product_or_page_error((head + "".join(parts)).encode())


@given(JSON, st.integers(0, 30))
def test_any_json_gives_a_product_or_a_page_error(value: Any, cut: int) -> None:
    text = json.dumps({"@type": "Product", "name": "Oak Lamp", "offers": value} if cut % 3 else value)
    text = text[: len(text) - cut] if cut > 15 else text
    check_product_or_page_error(f'<h1>Oak Lamp</h1><script type="application/ld+json">{text}</script>'.encode())


@pytest.mark.slow
@pytest.mark.parametrize(
    "html",
    [
        b'<div itemscope itemtype="x/Product">' * 10_000 + b"<span itemprop=name>Oak",
        b'<div prefix="s: http://schema.org/" typeof="s:Product">'
        + b'<div rel="s:offers">' * 900
        + b"<i>x</i>" * 30_000,
        b"<div>" * 1_000_000,
        b"<span>" * 500_000 + b"<p></p>" * 500_000,
        b"<h1>Oak" + b"<b>" * 50_000 + b"$9",
        b'<script type="application/ld+json">' + b'{"@type":"Product","offers":[' * 50_000 + b"</script>",
        b'<script type="application/ld+json">' + b'"\\' * 200_000 + b"</script>",
        b'<script type="application/ld+json">{"@type":"Product","name":"' + b"<" * 300_000 + b'"}</script>',
        b'<meta property="og:type" content="product"><h1>Lamp</h1>' + b'<p class="price">$ <b>1</b><i>' * 20_000,
        b'<meta property="og:type" content="product"><h1>Lamp</h1>' + b"<del class=price>$9</del>" * 20_000,
        b'<script type="application/ld+json">{"@type":' + b'"a" ' * 200_000 + b"</script>",
        b'<script type="application/ld+json">{"@type":' + b": , " * 200_000 + b"</script>",
        b"<meta property=og:type content=product><h1>Lamp</h1><div>" + b"<p>was $59 now $39</p>" * 20_000,
        b"<meta property=og:type content=product><h1>Lamp</h1>"
        + b"<div><li>" * 1400
        + b"<i>oak</i> " * 30_000
        + b" oak" * 300_000,
        b"<title>" + b"- " * 100_000 + b"</title><h1>" + b"1 " * 100_000 + b"</h1>",
    ],
    ids=[
        "scopes",
        "relations",
        "divs",
        "spans",
        "depth",
        "json depth",
        "escapes",
        "brackets",
        "prices",
        "struck",
        "strings",
        "gaps",
        "former",
        "entries in entries",
        "title",
    ],
)
def test_no_page_keeps_the_reader_busy(html: bytes) -> None:
    started = time.process_time()
    check_product_or_page_error(html)
    assert time.process_time() - started < 3


def test_a_page_of_more_elements_than_any_shop_has_is_refused_at_once() -> None:
    started = time.process_time()
    with pytest.raises(PageError, match="more elements"):
        read_product(b"<h1>Oak</h1>" + b"<p>$9</p>" * 1_000_000, URL)
    assert time.process_time() - started < 1


@pytest.mark.slow
@pytest.mark.parametrize(
    "part",
    [b"<p class=price>$19.99</p>", b"<p>was $59 now $39</p>", b"<li>Solid oak</li>", b"<p>SKU:</p><p>-</p>"],
    ids=["prices", "former", "list", "numbers"],
)
def test_ten_megabytes_are_read_in_seconds(part: bytes) -> None:
    html = b"<meta property=og:type content=product><h1>Oak Lamp</h1>" + part * (140_000 // part.count(b"<"))
    started = time.process_time()
    check_product_or_page_error(html + b" word" * ((10_000_000 - len(html)) // 5))
    assert time.process_time() - started < 4  # 1.7 s on a core that others use, too
