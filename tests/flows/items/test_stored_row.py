"""Rows of the ledger, of `retry.jsonl` and of shards: the item that is read is the item that was written."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from blocks.channels.profile import Channel
from blocks.errors import ConfigurationError
from blocks.jogg.corrections import Corrections
from blocks.jogg.settings import ApiGeneration, RenderSettings
from blocks.ledger.record import RenderRecord
from flows.catalog.catalog import load_catalog
from flows.catalog.order import Order
from flows.items.item import Item
from flows.items.row import Variants
from flows.items.stored_row import catalog_row, item_of_record

URL = "https://Shop.Example/brume%2Dbougie.html?utm_source=mail"


def item(generation: str = "open", url: str = URL, **settings: Any) -> Item:
    corrections = Corrections(title="A | B", intro_medias=("https://shop.example/a.mp4",))
    look = RenderSettings(**settings)
    return Item(1, url, corrections, look, ApiGeneration(generation), version="v", revision="r")


def record(made: Item, row: dict[str, Any] | None = None) -> RenderRecord:
    return RenderRecord(
        fingerprint=made.fingerprint,
        url=made.url,
        kind="preview" if made.is_preview else "render",
        generation=made.generation,
        catalog_row=catalog_row(made) if row is None else row,
    )


ITEMS = [
    item(),
    item(aspect_ratio="square", language="german", subtitles=False, avatar_id=81, index_template_name="T"),
    item(template_type="user", template_name="Mine | yours"),
    item("v2"),
    item("v2", avatar_by_ratio=True, override_script="Buy it."),
    replace(item(aspect_ratio="square"), channel=Channel.GOOGLE),
    item("v2", length=30, voice_id="v", music_id=0, custom_avatar=True, script_style="Data"),
]


@pytest.mark.parametrize("made", ITEMS)
def test_a_row_makes_the_same_item_whatever_is_asked_for_beside_it(made: Item, tmp_path: Path) -> None:
    others = {
        "aspect_ratio": "landscape",
        "language": "french",
        "subtitles": False,
        "avatar_id": 5,
        "template_type": "user",
        "template_name": "Other",
        "script_style": "Storytime",
    }
    v2_only = {"length": 15, "voice_id": "w", "music_id": 7, "custom_avatar": True}
    open_only = {"index_template_name": "Other"}
    defaults = others | (open_only if made.generation is ApiGeneration.OPEN else v2_only)
    variants = Variants(language=("dutch", "polish"), template_name=("A", "B"))
    row = tmp_path / "row.jsonl"
    row.write_text(json.dumps(catalog_row(made)))
    settings = RenderSettings.model_validate(defaults)
    catalog = load_catalog(Order((), str(row), settings, variants, generation=made.generation))
    assert [each.fingerprint for each in catalog.items] == [made.fingerprint]
    assert (catalog.items[0].url, catalog.items[0].channel) == (URL, made.channel)


@pytest.mark.parametrize("made", ITEMS)
def test_a_row_names_no_setting_that_its_generation_has_no_words_for(made: Item) -> None:
    lost = {"length", "voice_id", "music_id", "custom_avatar"} if made.generation == "open" else {"index_template_name"}
    assert not lost & catalog_row(made).keys()


@pytest.mark.parametrize("made", ITEMS)
@pytest.mark.parametrize("is_preview", [False, True])
def test_a_record_makes_the_item_it_was_written_for(made: Item, is_preview: bool) -> None:
    made = replace(made, is_preview=is_preview)
    again = item_of_record(record(made))
    assert (again, again.fingerprint, again.name) == (made, made.fingerprint, made.name)


def test_a_row_of_0_1_has_the_defaults_of_0_1() -> None:
    made = Item(1, "https://shop.example/p", Corrections(), RenderSettings(), ApiGeneration.OPEN)
    again = item_of_record(record(made, {"url": "https://shop.example/p"}))
    assert again == made


def test_a_record_of_0_1_keeps_the_name_that_0_1_gave_it() -> None:
    written = item("v2", "https://shop.example/a/../b.html").earlier[0]
    again = item_of_record(record(written))
    assert (again.fingerprint, again.name) == (written.fingerprint, written.name)
    assert again.fingerprint != item("v2", "https://shop.example/a/../b.html").fingerprint


@pytest.mark.parametrize(
    "withdrawn",
    [{"template_name": "Gone"}, {"language": "klingon"}, {"script_style": "Gone"}, {"length": 45}],
)
def test_names_that_the_service_has_withdrawn_still_make_the_item_of_a_record(withdrawn: dict[str, Any]) -> None:
    sound = item("v2")
    settings = sound.settings.model_copy(update=withdrawn)
    made = Item(1, sound.url, sound.corrections, settings, sound.generation)
    assert item_of_record(record(made)).fingerprint == made.fingerprint


def test_a_channel_of_a_later_release_keeps_no_record_from_being_read() -> None:
    made = item()
    assert item_of_record(record(made, catalog_row(made) | {"for": "hologram"})).channel is None


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({}, 'url: "" is no product page'),
        ({"url": URL}, "holds the row of another item"),
        ({"url": URL, "avatar_id": "x"}, 'avatar_id: "x"; allowed: a whole number'),
        ({"url": URL, "subtitles": None}, "subtitles: null; allowed: true or false"),
    ],
)
def test_a_damaged_row_is_told_and_makes_no_item(row: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        item_of_record(record(item(), row))
