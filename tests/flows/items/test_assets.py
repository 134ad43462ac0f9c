"""Asset keys: whatever a page is called, there is one, and two pages do not share it."""

import pytest
from prefect.assets import Asset

from blocks.jogg.corrections import Corrections
from blocks.jogg.settings import ApiGeneration, RenderSettings
from flows.items.assets import asset_key, page_asset
from flows.items.item import Item

PAGES = [
    "https://shop.example/p/1",
    "https://shop.example/p/1?variant=1",
    "https://shop.example/p/1?variant=2",
    "https://shop.example/%E8%8C%B6/%22quoted%22",
    "https://shop.example/" + "x" * 2000 + "?a=1",
    "https://shop.example/" + "x" * 2000 + "?a=2",
    "http://[::1]:8080/p",
]


def test_every_page_has_a_key_of_its_own() -> None:
    items = [Item(1, url, Corrections(), RenderSettings(), ApiGeneration.OPEN) for url in PAGES]
    keys = [page_asset(item).key for item in items]
    assert len(set(keys)) == len(PAGES)
    assert keys[0] == PAGES[0]


@pytest.mark.parametrize(
    "address", ["s3://bucket/a b/#1.mp4", "file:///tmp/[x]/{y}|z`.mp4", "s3://bucket/" + "ü" * 900]
)
def test_every_place_of_a_video_is_a_key(address: str) -> None:
    assert Asset(key=asset_key(address)).key
