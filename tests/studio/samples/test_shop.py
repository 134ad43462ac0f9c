"""The bundled sample shop: what the demo shows must be readable, whole and worth looking at."""

import re
from decimal import Decimal
from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from selectolax.lexbor import LexborHTMLParser

from studio.page.errors import PageError
from studio.page.reader import read_product
from studio.samples import SampleProduct, content_type, sample_file, sample_products
from tests.present import present

BASE = "http://127.0.0.1:8777/samples/"
PRODUCTS = sample_products()
PICTURES = [picture for product in PRODUCTS for picture in product.pictures]
CONTRACT_LANGUAGES = {"english", "german", "french", "spanish", "italian", "chinese", "polish"}


def body(path: str) -> bytes:
    found = sample_file(path)
    assert found is not None, path
    return found


def image(path: str) -> Image.Image:
    opened = Image.open(BytesIO(body(path)))
    opened.load()
    return opened


@pytest.fixture(params=PRODUCTS, ids=lambda product: product.slug)
def product(request: pytest.FixtureRequest) -> SampleProduct:
    found: SampleProduct = request.param
    return found


def test_the_reader_finds_on_each_page_what_the_catalogue_says(product: SampleProduct) -> None:
    read = read_product(body(product.page), BASE + product.page, content_type(product.page))
    assert read.url == BASE + product.page
    assert read.title == product.title
    assert read.price is not None
    assert (read.price.amount, read.price.currency) == (product.price, product.currency)
    assert read.pictures == tuple(BASE + picture for picture in product.pictures)
    assert read.brand.startswith("Wrenhollow")
    assert len(read.description) > 60
    assert read.availability == "InStock"


def test_a_page_shows_its_price_and_every_picture_to_people_too(product: SampleProduct) -> None:
    page = LexborHTMLParser(body(product.page).decode())
    assert present(page.css_first("h1")).text(strip=True) == product.title
    shown = re.sub(r"\D", "", present(page.css_first(".price")).text())
    assert Decimal(shown) in {product.price, product.price * 100}
    assert [img.attributes["src"] for img in page.css(".gallery img")] == list(product.pictures)
    assert all(img.attributes["alt"] for img in page.css(".gallery img"))


def test_a_page_lists_short_features(product: SampleProduct) -> None:
    page = LexborHTMLParser(body(product.page).decode())
    features = [entry.text(strip=True) for entry in page.css(".features li")]
    assert len(features) >= 4
    assert all(4 <= len(feature) <= 60 for feature in features)


def test_former_prices_and_ratings_are_read_where_a_page_states_them() -> None:
    read = {p.slug: read_product(body(p.page), BASE + p.page) for p in PRODUCTS}
    former = {slug: page.list_price.amount for slug, page in read.items() if page.list_price}
    assert former == {
        "aurora-bottle": Decimal("39.99"),
        "moos-teekanne": Decimal("79.90"),
        "polana-krzeslo": Decimal("799.00"),
    }
    rated = {slug for slug, page in read.items() if page.rating}
    assert rated == {"aurora-bottle", "moos-teekanne", "lucciola-lampada", "shanyu-watch"}


def test_the_shop_speaks_many_languages_currencies_and_kinds_of_markup() -> None:
    assert {product.language for product in PRODUCTS} == CONTRACT_LANGUAGES
    assert {product.currency for product in PRODUCTS} == {"USD", "EUR", "GBP", "CNY", "PLN"}
    assert len({product.markup for product in PRODUCTS}) == len(PRODUCTS)
    sources = {read_product(body(p.page), BASE + p.page).sources["price"] for p in PRODUCTS}
    assert sources == {"json-ld", "microdata", "rdfa", "opengraph"}


def test_the_demo_varies_presenters_templates_and_styles() -> None:
    assert len({product.avatar_id for product in PRODUCTS}) == len(PRODUCTS)
    assert len({product.template_name for product in PRODUCTS}) == 6
    assert len({product.script_style for product in PRODUCTS}) == 6


def test_no_page_names_a_host_so_the_shop_works_on_any_port() -> None:
    for page in [*(product.page for product in PRODUCTS), "index.html", "about-us.html"]:
        for node in LexborHTMLParser(body(page).decode()).css("[src], a[href], link[rel]"):
            address = node.attributes.get("src") or node.attributes.get("href") or ""
            assert "//" not in address, (page, address)
            assert not address.startswith("/"), (page, address)
            assert sample_file(address) is not None, (page, address)


def test_the_front_page_leads_to_every_product() -> None:
    front = LexborHTMLParser(body("").decode())
    assert [link.attributes["href"] for link in front.css(".shelf a")] == [product.page for product in PRODUCTS]
    assert [img.attributes["src"] for img in front.css(".shelf img")] == [p.pictures[0] for p in PRODUCTS]


@pytest.mark.slow
@pytest.mark.parametrize("path", PICTURES)
def test_a_picture_is_large_detailed_and_what_its_name_says(path: str) -> None:
    data = body(path)
    picture = image(path)
    assert content_type(path) == Image.MIME[picture.format or ""]
    assert min(picture.size) >= 1000
    assert max(picture.size) <= 1600
    assert len(data) <= 200 * 1024
    grey = np.asarray(picture.convert("RGBA").convert("L"), np.float64)
    counts = np.bincount(grey.astype(np.uint8).ravel(), minlength=256) / grey.size
    entropy = -sum(float(share * np.log2(share)) for share in counts if share)
    assert entropy > 4.5, "a flat picture"
    assert np.percentile(grey, 99) - np.percentile(grey, 1) > 60, "a picture without contrast"


@pytest.mark.slow
def test_all_pictures_differ() -> None:
    thumbs = {path: np.asarray(image(path).convert("L").resize((16, 16)), np.float64) for path in PICTURES}
    for i, one in enumerate(PICTURES):
        for other in PICTURES[i + 1 :]:
            assert np.abs(thumbs[one] - thumbs[other]).mean() > 3, (one, other)


@pytest.mark.slow
def test_one_picture_is_cut_out_with_a_transparent_background() -> None:
    cut_out = [path for path in PICTURES if image(path).mode == "RGBA"]
    assert cut_out
    for path in cut_out:
        alpha = np.asarray(image(path).getchannel("A"))
        assert alpha[:20, :20].max() == 0
        assert alpha.max() == 255


def test_the_whole_shop_stays_small() -> None:
    pages = [*(product.page for product in PRODUCTS), "index.html", "shop.css"]
    assert sum(len(body(path)) for path in [*pages, *PICTURES]) <= 5 * 1024 * 1024


def test_a_page_without_a_product_is_refused_by_the_reader() -> None:
    with pytest.raises(PageError):
        read_product(body("about-us.html"), BASE + "about-us.html")


def test_one_product_has_only_dead_pictures() -> None:
    read = read_product(body("nebel-vase.html"), BASE + "nebel-vase.html")
    assert read.pictures
    assert all(sample_file(picture.removeprefix(BASE)) is None for picture in read.pictures)


def test_one_product_has_neither_price_nor_pictures() -> None:
    read = read_product(body("coming-soon.html"), BASE + "coming-soon.html")
    assert (read.title, read.price, read.pictures) == ("Harbour Wool Blanket", None, ())


@pytest.mark.parametrize(
    "path",
    [
        "../shop.py",
        "../__init__.py",
        "pictures/../../shop.py",
        "pictures/../index.html",
        "/etc/passwd",
        "//index.html",
        "./index.html",
        "pictures",
        "pictures/",
        "..\\shop.py",
        "%2e%2e/shop.py",
        "index.html\x00",
        "INDEX.HTML",
        "missing.html",
        "a" * 5000,
    ],
)
def test_only_listed_files_are_served(path: str) -> None:
    assert sample_file(path) is None


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("", "text/html; charset=utf-8"),
        ("aurora-bottle.html", "text/html; charset=utf-8"),
        ("shop.css", "text/css; charset=utf-8"),
        ("pictures/aurora-bottle-1.jpg", "image/jpeg"),
        ("pictures/shanyu-watch-4.webp", "image/webp"),
    ],
)
def test_content_types(path: str, expected: str) -> None:
    assert content_type(path) == expected
