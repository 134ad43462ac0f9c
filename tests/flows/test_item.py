"""An item's identity: the same product page has one address, and the same item one fingerprint."""

from typing import Any

import pytest

from blocks.errors import ConfigurationError
from blocks.jogg.settings import ApiGeneration, Corrections, RenderSettings
from flows.item import Item, canonical_url, catalog_row


def item(url: str = "https://shop.example/p/Blue-Bottle.html", **fields: Any) -> Item:
    corrections = Corrections(**fields.pop("corrections", {}))
    settings = RenderSettings(**fields.pop("settings", {}))
    return Item(1, canonical_url(url), corrections, settings, fields.pop("generation", ApiGeneration.OPEN))


@pytest.mark.parametrize(
    ("given", "canonical"),
    [
        ("HTTPS://Shop.Example:443/p/1#reviews", "https://shop.example/p/1"),
        ("http://shop.example", "http://shop.example/"),
        ("https://shop.example/p?utm_source=x&b=2&gclid=y&a=1", "https://shop.example/p?a=1&b=2"),
        ("https://shop.example:8443/p?q=", "https://shop.example:8443/p?q="),
        ("https://bücher.example/p", "https://xn--bcher-kva.example/p"),
        ("http://[::1]:80/p", "http://[::1]/p"),
        ("  https://shop.example/a  ", "https://shop.example/a"),
    ],
)
def test_one_page_has_one_address(given: str, canonical: str) -> None:
    assert canonical_url(given) == canonical
    assert canonical_url(canonical) == canonical


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "shop.example/p",
        "ftp://shop.example/p",
        "https://user:secret@shop.example/p",
        "https://",
        "https://[::1",
        "https://shop.example:99999/",
        "javascript:alert(1)",
        "https://shop.example/a b",
        "https://" + "ü" * 80 + ".example/",
    ],
)
def test_what_is_no_product_page_is_refused_with_what_is_allowed(bad: str) -> None:
    with pytest.raises(ConfigurationError, match=r"url: .* allowed: an http or https address"):
        canonical_url(bad)


def test_the_fingerprint_depends_on_all_that_changes_the_video_and_on_nothing_else() -> None:
    base = item().fingerprint
    assert item("https://shop.example/p/Blue-Bottle.html?utm_medium=mail").fingerprint == base
    assert item(settings={"language": "ENGLISH", "script_style": "discovery_stage"}).fingerprint == base
    different = [
        item("https://shop.example/p/2").fingerprint,
        item(corrections={"title": "A better title"}).fingerprint,
        item(settings={"language": "german"}).fingerprint,
        item(settings={"subtitles": False}).fingerprint,
        item(generation=ApiGeneration.V2).fingerprint,
    ]
    assert len({base, *different}) == 6


def test_the_name_is_readable_before_any_page_was_read() -> None:
    assert item().slug == "blue-bottle"
    assert item(corrections={"title": "Crème Brûlée!"}).slug == "creme-brulee"
    assert item("https://shop.example/").slug == "shop-example"


def test_a_row_for_the_retry_catalogue_gives_the_same_item_again() -> None:
    original = item(
        corrections={"title": "T", "intro_medias": ["https://shop.example/a.jpg"]}, settings={"avatar_id": 81}
    )
    row = catalog_row(original)
    again = item(
        row["url"],
        corrections={"title": row["title"], "intro_medias": row["intro_medias"]},
        settings={"avatar_id": row["avatar_id"]},
    )
    assert again.fingerprint == original.fingerprint


def test_videos_of_a_page_share_a_product_where_the_generation_allows() -> None:
    def products(generation: ApiGeneration) -> set[str]:
        looks = ({}, {"aspect_ratio": "square"}, {"language": "german"})
        return {item(settings=look, generation=generation).product_fingerprint for look in looks}

    assert len(products(ApiGeneration.V2)) == 1
    assert len(products(ApiGeneration.OPEN)) == 3
    corrected = item(corrections={"title": "A"}, generation=ApiGeneration.V2)
    assert corrected.product_fingerprint not in products(ApiGeneration.V2)
