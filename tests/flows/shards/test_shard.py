"""How a plan and its budget are split over shards."""

from decimal import Decimal

import pytest

from blocks.jogg.corrections import Corrections
from blocks.jogg.settings import ApiGeneration, RenderSettings
from blocks.ledger.decision import EntryDecision
from flows.items.item import Item
from flows.items.plan import PlannedItem
from flows.shards.shard import split


def planned(count: int, credits: str = "1") -> list[PlannedItem]:
    url = "https://shop.example/p/{}"
    items = [Item(n, url.format(n), Corrections(), RenderSettings(), ApiGeneration.OPEN) for n in range(count)]
    return [PlannedItem(item, EntryDecision.START, Decimal(credits)) for item in items]


@pytest.mark.parametrize(
    ("count", "shards", "sizes"), [(10, 4, [3, 3, 3, 1]), (3, 4, [1, 1, 1]), (0, 4, []), (5, 1, [5])]
)
def test_a_plan_is_split_into_neighbours(count: int, shards: int, sizes: list[int]) -> None:
    parts = split("b", planned(count), shards, None)
    assert [len(part.items) for part in parts] == sizes
    assert [item.row for part in parts for item in part.items] == list(range(count))
    assert {part.budget for part in parts} <= {None}


def test_the_shards_together_have_the_budget_once() -> None:
    parts = split("b", planned(10), 4, Decimal(7))
    assert [part.budget for part in parts] == [3, 3, 1, 0]
