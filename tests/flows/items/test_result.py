"""The rule that turns items' ends into the run's final state."""

import pytest

from blocks.jogg.corrections import Corrections
from blocks.jogg.settings import ApiGeneration, RenderSettings
from blocks.ledger.state import ItemState
from flows.items.item import Item
from flows.items.result import BatchResult, ItemResult

ITEM = Item(1, "https://shop.example/p/1", Corrections(), RenderSettings(), ApiGeneration.OPEN)


def batch(*states: str) -> BatchResult:
    return BatchResult("b", tuple(ItemResult(ITEM, ItemState(state)) for state in states))


@pytest.mark.parametrize(
    ("states", "name", "good"),
    [
        (["published", "skipped"], "Completed", True),
        (["published", "rejected"], "Completed", True),
        (["failed", "published", "failed"], "2 of 3 failed", False),
        (["ambiguous", "published"], "1 of 2 ambiguous", False),
        (["ambiguous", "failed", "published"], "1 of 3 failed, 1 ambiguous", False),
        (["unaffordable", "planned", "skipped"], "1 of 3 unaffordable, 1 planned", False),
        (["rendering"], "1 of 1 rendering", False),
    ],
)
def test_a_run_is_completed_only_if_nothing_is_left(states: list[str], name: str, good: bool) -> None:
    assert (batch(*states).name, batch(*states).succeeded) == (name, good)
