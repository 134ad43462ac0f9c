"""The numbers of a product, from its data and from what the page shows."""

import json
from typing import Any

import pytest

from studio.page.identity import valid_gtin
from studio.page.reader import read_product
from studio.product import Product

URL = "https://shop.example/products/oak-lamp"


def read(data: dict[str, Any], shown: str = "", head: str = "") -> Product:
    stated = json.dumps(
        {"@type": "Product", "name": "Oak Lamp", "offers": {"price": "9", "priceCurrency": "EUR"}} | data
    )
    page = (
        f'<html><head><title>Oak Lamp</title>{head}<script type="application/ld+json">{stated}</script></head>'
        f"<body><h1>Oak Lamp</h1>{shown}</body></html>"
    )
    return read_product(page.encode(), URL, "text/html; charset=utf-8")


@pytest.mark.parametrize(
    ("data", "sku", "gtin", "mpn"),
    [
        ({"sku": "OL-1", "gtin13": "4006381333931", "mpn": "B-77"}, "OL-1", "4006381333931", "B-77"),
        ({"offers": {"price": "9", "priceCurrency": "EUR", "sku": "OL-2"}}, "OL-2", "", ""),
        ({"productID": "isbn:978-0-306-40615-7"}, "", "9780306406157", ""),
        ({"sku": "{{ product.sku }}", "gtin": "4006381333932", "mpn": "N/A"}, "", "", ""),
        ({"sku": 4711}, "4711", "", ""),
    ],
)
def test_data_state_the_numbers(data: dict[str, Any], sku: str, gtin: str, mpn: str) -> None:
    product = read(data)
    assert (product.sku, product.gtin, product.mpn) == (sku, gtin, mpn)


def test_the_variant_of_the_page_comes_before_its_group() -> None:
    variants = [{"@type": "Product", "sku": f"OL-{size}", "url": f"{URL}?size={size}"} for size in ("S", "M")]
    stated = json.dumps({"@type": "ProductGroup", "name": "Oak Lamp", "sku": "OL", "hasVariant": variants})
    page = f'<h1>Oak Lamp</h1><script type="application/ld+json">{stated}</script>'
    assert read_product(page.encode(), f"{URL}?size=M").sku == "OL-M"


@pytest.mark.parametrize(
    ("shown", "sku", "gtin", "mpn"),
    [
        ('<p>SKU: <span class="sku">WC-77</span></p>', "WC-77", "", ""),
        ("<p>Art.-Nr.: 10 4711</p><p>Artikelnummer: AB-4711</p>", "AB-4711", "", ""),
        (
            "<dl><dt>EAN</dt><dd>4006381333931</dd><dt>Herstellernummer</dt><dd>XZ-9</dd></dl>",
            "",
            "4006381333931",
            "XZ-9",
        ),
        ("<p>Référence : R2D2</p>", "R2D2", "", ""),
        ("<p>Артикул: 12345</p>", "12345", "", ""),
        ("<p>Reference works since 1990</p><p>Code of 1999</p>", "", "", ""),
    ],
)
def test_the_page_shows_the_numbers(shown: str, sku: str, gtin: str, mpn: str) -> None:
    product = read({}, shown)
    assert (product.sku, product.gtin, product.mpn) == (sku, gtin, mpn)
    assert all(product.sources[name] == "dom" for name in ("sku", "gtin", "mpn") if getattr(product, name))


def test_product_tags_state_the_numbers() -> None:
    head = '<meta property="product:retailer_item_id" content="R-1"><meta property="product:ean" content="96385074">'
    product = read({}, head=head)
    assert (product.sku, product.gtin) == ("R-1", "96385074")


@pytest.mark.parametrize("text", ["4006381333932", "123", "0000000000000", "40063813339311", "abc"])
def test_a_gtin_with_a_wrong_check_digit_or_length_is_none(text: str) -> None:
    assert valid_gtin(text) == ""
