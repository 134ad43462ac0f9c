"""An item's identity: the same product page has one address, and the same item one fingerprint."""

from typing import Any

import pytest

from blocks.jogg.corrections import Corrections
from blocks.jogg.settings import ApiGeneration, RenderSettings
from flows.items.item import Item
from flows.items.release_0_1 import SETTINGS_OF_0_1

V2 = ApiGeneration.V2


def item(url: str = "https://shop.example/p/Blue-Bottle.html", **fields: Any) -> Item:
    corrections = Corrections(**fields.pop("corrections", {}))
    settings = RenderSettings(**fields.pop("settings", {}))
    return Item(1, url, corrections, settings, fields.pop("generation", ApiGeneration.OPEN), **fields)


MEDIAS = ["https://shop.example/a.jpg", {"url": "https://shop.example/b.mp4", "type": "video", "name": "b"}]


@pytest.mark.parametrize(
    ("made", "fingerprint", "product", "name"),
    [
        (item(), "30715c5fb8036ac3", "30715c5fb8036ac3", "30715c5fb8036ac3"),
        (item(generation=V2), "ae9dd4e048e72eeb", "4b36e25e9747cc89", "ae9dd4e048e72eeb"),
        (
            item("HTTPS://Shop.Example:8443/p?b=2&utm_source=x&a=1&a=ä%20b"),
            "fe4ca9118acc85e3",
            "fe4ca9118acc85e3",
            "fe4ca9118acc85e3",
        ),
        (
            item(settings={"aspect_ratio": "square", "language": "German", "subtitles": False}),
            "cdc3252f646d51ed",
            "cdc3252f646d51ed",
            "cdc3252f646d51ed",
        ),
        (
            item(settings={"avatar_id": 81, "script_style": "Discovery_stage"}),
            "cc88c411cfbb8e2c",
            "cc88c411cfbb8e2c",
            "cc88c411cfbb8e2c",
        ),
        (
            item(settings={"template_name": "card stacking", "template_type": "user"}),
            "29f1d73377900d29",
            "29f1d73377900d29",
            "29f1d73377900d29",
        ),
        (
            item(settings={"index_template_name": "Intro 7"}),
            "03bcfcba6964d4aa",
            "03bcfcba6964d4aa",
            "03bcfcba6964d4aa",
        ),
        (
            item(settings={"length": 30, "voice_id": "en-US-1", "music_id": 0, "custom_avatar": True}, generation=V2),
            "5e4660398b76276e",
            "4b36e25e9747cc89",
            "5e4660398b76276e",
        ),
        (
            item(
                corrections={
                    "title": "Crème",
                    "intro_text": "Text",
                    "target_audience": "Bakers",
                    "intro_medias": MEDIAS,
                }
            ),
            "8d8af9771e3bec9f",
            "8d8af9771e3bec9f",
            "8d8af9771e3bec9f",
        ),
        (
            item(version="2026-11-30", revision="2026-11-30"),
            "51cfead3ab93e1c4",
            "51cfead3ab93e1c4",
            "51cfead3ab93e1c4",
        ),
        (
            item(settings={"template_name": "card stacking"}, generation=V2, is_preview=True),
            "80aeef18458fc824",
            "4b36e25e9747cc89",
            "ae9dd4e048e72eeb",
        ),
        (
            item(
                corrections={"title": "T"},
                settings={"aspect_ratio": "landscape", "language": "french", "length": 60},
                generation=V2,
                revision="r1",
                is_preview=True,
            ),
            "5d78b5916e64c774",
            "458675bca0057eb3",
            "7ebb40902ec9e741",
        ),
    ],
    ids=[
        "defaults",
        "generation 2",
        "query, port and case",
        "look",
        "presenter",
        "style of the account",
        "library template",
        "sound and length",
        "corrections",
        "revision",
        "preview",
        "all at once",
    ],
)
def test_an_item_has_the_names_that_0_1_gave_it(made: Item, fingerprint: str, product: str, name: str) -> None:
    assert (made.fingerprint, made.product_fingerprint, made.name) == (fingerprint, product, name)
    assert made.earlier == ()


def test_a_setting_that_0_1_did_not_have_is_empty_by_default() -> None:
    """Otherwise it would be part of every fingerprint, and every video would be paid for again."""
    fields = RenderSettings.model_fields
    assert SETTINGS_OF_0_1.keys() <= fields.keys()
    assert not [name for name in fields.keys() - SETTINGS_OF_0_1.keys() if fields[name].default]


@pytest.mark.parametrize(
    ("address", "in_0_1"),
    [
        ("https://shop.example/brume%2dbougie.html", "https://shop.example/brume%2dbougie.html"),
        ("https://shop.example/a/../b.html#top", "https://shop.example/a/../b.html"),
        ("https://shop.example./b.html", "https://shop.example./b.html"),
        ("https://straße.example/b.html", "https://strasse.example/b.html"),
        ("https://shop.example/b.html?gbraid=1&gclid=2", "https://shop.example/b.html?gbraid=1"),
        ("https://shop.example/b.html?gclidx=1", "https://shop.example/b.html"),
        ("https://shop.example/é", "https://shop.example/é"),
    ],
)
def test_an_item_whose_name_has_changed_knows_the_earlier_one(address: str, in_0_1: str) -> None:
    (earlier,) = item(address).earlier
    assert earlier.page == in_0_1
    assert earlier.url == address, "the service is sent what was given, whatever names the item"
    assert earlier.fingerprint not in {item(address).fingerprint, item().fingerprint}
    assert earlier.earlier == ()


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


def test_videos_of_a_page_share_a_product_where_the_generation_allows() -> None:
    def products(generation: ApiGeneration) -> set[str]:
        looks: tuple[dict[str, str], ...] = ({}, {"aspect_ratio": "square"}, {"language": "german"})
        return {item(settings=look, generation=generation).product_fingerprint for look in looks}

    assert len(products(ApiGeneration.V2)) == 1
    assert len(products(ApiGeneration.OPEN)) == 3
    corrected = item(corrections={"title": "A"}, generation=ApiGeneration.V2)
    assert corrected.product_fingerprint not in products(ApiGeneration.V2)


def test_other_openings_are_other_videos_that_are_told_apart() -> None:
    plain, *hooks = (item(settings={"hook": number} if number else {}) for number in (None, 1, 2, 3))
    assert hooks[0].fingerprint == plain.fingerprint
    assert len({each.fingerprint for each in hooks}) == 3
    assert [each.look for each in hooks] == [(), ("hook 2",), ("hook 3",)]
