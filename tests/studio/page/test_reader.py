"""The page reader on small pages with one trap each, and on real saved pages."""

import json
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from studio.page.errors import PageCode, PageError
from studio.page.reader import MAX_PAGE_BYTES, read_product
from studio.product import Product, Source

FIXTURES = Path(__file__).parent / "fixtures"
REAL_PAGES = Path(__file__).parents[3].parent / "shared" / "pages"
URL = "https://shop.example/products/oak-lamp"


def cases() -> list[Any]:
    return [pytest.param(folder, id=folder.name) for folder in sorted(FIXTURES.iterdir())]


def stated(product: Product, name: str) -> Any:
    """A field of a product as `expected.json` writes it."""
    match name:
        case "price" | "list_price":
            money = getattr(product, name)
            return money and str(money.amount)
        case "currency":
            return product.price and product.price.currency
        case "rating":
            rating = product.rating
            return rating and [f"{rating.value.normalize():f}", f"{rating.best:f}", rating.count]
        case "canonical":
            return product.url
        case "recommended":
            return product.list_price_recommended
        case "features" | "pictures":
            return list(getattr(product, name))
        case _:
            return getattr(product, name)


@pytest.mark.parametrize("folder", cases())
def test_each_trap_is_read_as_a_person_would(folder: Path) -> None:
    expected = json.loads((folder / "expected.json").read_text())
    html, trap = (folder / "page.html").read_bytes(), expected.pop("trap")
    url, content_type = expected.pop("url"), expected.pop("content_type", "")
    if "refused" in expected:
        with pytest.raises(PageError) as caught:
            read_product(html, url, content_type)
        assert caught.value.code == expected["refused"], trap
        assert expected.get("reason_without", "\0") not in caught.value.reason
        assert caught.value.reason.endswith(".")
        return
    product = read_product(html, url, content_type)
    sources = expected.pop("sources", {})
    assert {name: stated(product, name) for name in expected} == expected, trap
    assert {name: product.sources.get(name) for name in sources} == sources, trap


def test_every_filled_field_names_its_source() -> None:
    for folder in sorted(FIXTURES.iterdir()):
        expected = json.loads((folder / "expected.json").read_text())
        if "refused" in expected:
            continue
        product = read_product((folder / "page.html").read_bytes(), expected["url"])
        names = (
            "title",
            "description",
            "features",
            "brand",
            "price",
            "list_price",
            "pictures",
            "availability",
            "rating",
            "sku",
            "gtin",
            "mpn",
        )
        filled = {name for name in names if getattr(product, name)}
        assert filled == set(product.sources), folder.name


@pytest.mark.parametrize(
    ("html", "url", "content_type"),
    [
        (b"", URL, ""),
        (b"   ", URL, "text/html"),
        (b"just words", URL, ""),
        (b"\x89PNG\r\n\x1a\n\x00\x00", URL, ""),
        (b"<h1>Lamp</h1>", URL, "application/pdf"),
        (b"<h1>Lamp</h1>", URL, "image/jpeg"),
        (b"<" * (MAX_PAGE_BYTES + 1), URL, "text/html"),
        (b"<h1>Lamp</h1>", "not an address", "text/html"),
        (b"<h1>Lamp</h1>", "http://[", "text/html"),
    ],
    ids=["empty", "blank", "words", "png", "pdf type", "image type", "huge", "no address", "broken address"],
)
def test_what_is_no_page_is_refused(html: bytes, url: str, content_type: str) -> None:
    with pytest.raises(PageError) as caught:
        read_product(html, url, content_type)
    assert caught.value.code == PageCode.PAGE_UNREADABLE


@pytest.fixture(scope="module")
def read() -> list[tuple[dict[str, Any], Product]]:
    """Every real page's expected facts with what was read."""
    pages = json.loads((REAL_PAGES / "expected.json").read_text())["pages"]
    return [
        (page["expected"], read_product((REAL_PAGES / page["file"]).read_bytes(), page["url"], "text/html"))
        for page in pages
    ]


@pytest.mark.skipif(not REAL_PAGES.exists(), reason="needs the folder of saved shop pages beside the repository")
class TestRealPages:
    """Floors, not aims: what the reader gets right on real pages must not become less."""

    def test_titles(self, read: list[tuple[dict[str, Any], Product]]) -> None:
        assert _share(" ".join(wanted["title"].split()) == product.title for wanted, product in read) == 1

    def test_prices(self, read: list[tuple[dict[str, Any], Product]]) -> None:
        assert _share(_is_right_price(wanted, product) for wanted, product in read) == 1

    def test_pictures(self, read: list[tuple[dict[str, Any], Product]]) -> None:
        assert (
            _share((wanted["image_contains"] or "") in "".join(product.pictures[:1]) for wanted, product in read) == 1
        )

    def test_availability_is_never_wrong(self, read: list[tuple[dict[str, Any], Product]]) -> None:
        stated = [(wanted["availability"], p) for wanted, p in read if wanted["availability"] and p.availability]
        assert [p.title for availability, p in stated if p.availability != availability] == []

    @pytest.mark.parametrize("name", ["JSONLD_with_JS_comment", "JSONLD_with_control_characters"])
    def test_pages_without_a_product_are_refused(self, name: str) -> None:
        with pytest.raises(PageError) as caught:
            read_product((REAL_PAGES / f"{name}.html").read_bytes(), URL)
        assert caught.value.code == PageCode.NO_PRODUCT_FOUND

    @pytest.mark.parametrize("name", ["microdata_anvil", "microdata_itemref", "rdfa_product_anvil"])
    def test_snippets_of_the_specifications_are_read(self, name: str) -> None:
        product = read_product((REAL_PAGES / f"{name}.html").read_bytes(), URL)
        assert (product.title, product.brand, product.price and product.price.amount) == (
            "Executive Anvil", "ACME", Decimal("119.99"),
        )  # fmt: skip
        assert product.sources["price"] in {Source.MICRODATA, Source.RDFA}


def _share(right: Iterable[bool]) -> float:
    answers = list(right)
    return sum(answers) / len(answers)


def _is_right_price(wanted: dict[str, Any], product: Product) -> bool:
    if product.price is None or wanted["price"] is None:
        return product.price is None and wanted["price"] is None
    shown = f"{product.price.amount} {product.price.currency}"
    main = product.price.amount == Decimal(wanted["price"]) and product.price.currency == wanted["currency"]
    return main or shown in wanted["price_also_accepted"]
