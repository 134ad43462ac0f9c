"""Catalogues: every form is read, every problem is told at once, and nothing half-read is used."""

import json
from pathlib import Path

import pytest

from blocks.errors import ConfigurationError
from blocks.jogg.settings import ApiGeneration, AspectRatio, RenderSettings
from flows.catalog import load_items, read_catalog, rows_from_source, rows_from_urls
from flows.item import Item

URL = "https://shop.example/p/1"


def items_of(text: str, tmp_path: Path, defaults: RenderSettings | None = None) -> tuple[Item, ...]:
    path = tmp_path / "catalog"
    path.write_text(text, encoding="utf-8")
    return load_items((), str(path), defaults or RenderSettings(), ApiGeneration.OPEN)


@pytest.mark.parametrize(
    "text",
    [
        f"# my products\n\n{URL}\nhttps://shop.example/p/2\n",
        f"\ufeffurl\n{URL}\nhttps://shop.example/p/2\n",
        f"Title;URL\nA;{URL}\nB;https://shop.example/p/2\n",
        f'{{"url": "{URL}"}}\r\n\r\n{{"url": "https://shop.example/p/2"}}\r\n',
    ],
    ids=["plain list", "CSV with a BOM", "CSV with semicolons", "JSON Lines"],
)
def test_the_form_follows_the_content(text: str, tmp_path: Path) -> None:
    assert [item.url for item in items_of(text, tmp_path)] == [URL, "https://shop.example/p/2"]


def test_a_row_has_its_own_settings_and_corrections_over_the_defaults(tmp_path: Path) -> None:
    text = (
        "url,title,aspect_ratio,avatar_id,intro_medias\n"
        f"{URL},My title,square,81,https://a.example/1.jpg|https://a.example/2.mp4\n"
        "https://shop.example/p/2,,,,\n"
    )
    first, second = items_of(text, tmp_path, RenderSettings(language="german"))
    assert (first.settings.aspect_ratio, first.settings.avatar_id) == (AspectRatio.SQUARE, 81)
    assert first.settings.language == second.settings.language == "german"
    assert first.corrections.title == "My title"
    assert [media.type.value for media in first.corrections.intro_medias] == ["image", "video"]
    assert second.corrections.is_empty


def test_all_problems_are_told_at_once_with_row_field_value_and_what_is_allowed(tmp_path: Path) -> None:
    text = f"url,language,avatar_id,subtitels\nnot a url,english,1,1\n{URL},klingon,x,\n{URL},english,1,\n"
    with pytest.raises(ConfigurationError) as caught:
        items_of(text, tmp_path)
    lines = caught.value.message.splitlines()
    assert lines[0] == 'row 2: subtitels: "1"; allowed: no such column'
    assert lines[1].startswith('row 2: url: "not a url" is no product page; allowed: an http or https address')
    assert lines[2].startswith('row 3: language: "klingon"; allowed: english, ')
    assert lines[3] == 'row 3: avatar_id: "x"; allowed: a whole number'


def test_what_generation_1_has_no_field_for_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"row 1: length: 30 .* Leave length out"):
        items_of(json.dumps({"url": URL, "length": 30}), tmp_path)


def test_rows_that_mean_the_same_video_are_merged_and_counted() -> None:
    rows = rows_from_urls([URL, f"{URL}?utm_source=mail", "https://shop.example/p/2"])
    catalog = read_catalog(rows, RenderSettings(), ApiGeneration.OPEN)
    assert [item.row for item in catalog.items] == [1, 3]
    assert catalog.merged == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "catalog: it is empty"),
        ('{"url": "https://shop.example/"}\n{broken\n', "catalog: line 2 of .* is no valid JSON"),
    ],
)
def test_an_unusable_catalogue_is_refused(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=message):
        items_of(text, tmp_path)


@pytest.mark.parametrize("source", ["missing.csv", "http://127.0.0.1:9/catalog.csv", "."])
def test_a_source_that_cannot_be_read_is_named(source: str) -> None:
    with pytest.raises(ConfigurationError, match=r"catalog: .* can't be read .* allowed: a UTF-8 text file"):
        list(rows_from_source(source))


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "catalog.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xff\xfe")
    with pytest.raises(ConfigurationError, match="can't be read"):
        list(rows_from_source(str(path)))
