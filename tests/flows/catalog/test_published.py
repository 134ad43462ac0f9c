"""Events of a shop as rows of a catalog."""

from typing import Any

import pytest

from flows.catalog.catalog import read_catalog
from flows.catalog.order import Order
from flows.catalog.published import rows_of
from flows.items.row import Selection

PAGE = "https://shop.example/p/1"
GOING_ON = Order(selection=Selection(skip_bad=True))


def test_the_payload_is_a_row_and_its_settings_are_columns_of_it() -> None:
    (item,) = read_catalog(
        rows_of([{"url": PAGE, "sku": "4711", "settings": {"language": "german", "aspect": "square"}}]), GOING_ON
    ).items
    assert (item.url, item.id) == (PAGE, "4711")
    assert (item.settings.language, item.settings.aspect_ratio.value) == ("german", "square")


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        ({}, 'row 1: url: "" is no product page; allowed: '),
        ({"url": PAGE, "settings": "german"}, 'row 1: settings: "german"; allowed: an object'),
        ({"url": PAGE, "settings": {"language": "klingon"}}, 'row 1: language: "klingon"; allowed: '),
    ],
)
def test_a_mistake_in_one_event_is_told_and_keeps_back_no_other(payload: dict[str, Any], said: str) -> None:
    read = read_catalog(rows_of([payload, {"url": PAGE}]), GOING_ON)
    assert [item.url for item in read.items] == [PAGE]
    (problem,) = read.problems
    assert str(problem).startswith(said)


def test_a_product_that_is_published_again_and_again_is_one_item() -> None:
    read = read_catalog(rows_of([{"url": PAGE}] * 3), GOING_ON)
    assert (len(read.items), len(read.repeats)) == (1, 2)
