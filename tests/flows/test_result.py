"""The rule that turns items' ends into the run's final state, and the budget's arithmetic."""

from decimal import Decimal

import pytest

from blocks.errors import BudgetSpentError
from blocks.jogg.settings import ApiGeneration, Corrections, RenderSettings
from flows.items.budget import Affordability, Budget, BudgetPeriod
from flows.items.item import Item
from flows.items.result import BatchResult, ItemResult, ItemState
from flows.items.session import utc_now
from flows.reporting.artifacts import video_page
from flows.reporting.report import gallery_page

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


def test_the_budget_gives_first_come_first_served_and_takes_back() -> None:
    budget = Budget()
    budget.allow(Decimal(2), Decimal(2))
    budget.take(Decimal(1))
    budget.take(Decimal(1))
    with pytest.raises(BudgetSpentError, match="leaves 0 credits, the render takes 1"):
        budget.take(Decimal(1))
    budget.give_back(Decimal(1))
    budget.take(Decimal(1))


def test_the_arithmetic_is_one_sentence() -> None:
    plan = Affordability(50, Decimal(50), Decimal(10), Decimal(3), BudgetPeriod.DAY)
    assert plan.sentence == "50 to render for 50 credits; budget 10 a day, 3 spent, 7 left: 43 short."


def test_text_from_outside_can_not_become_markup() -> None:
    nasty = ItemResult(ITEM, ItemState.PUBLISHED, title="<script>alert(1)</script> [x](javascript:y) | `z`")
    page = video_page(nasty, "")
    assert "<script>" not in page
    assert "[x](" not in page
    gallery = gallery_page(BatchResult("b", (nasty,)), "batches/b", utc_now())
    assert "<script>alert" not in gallery
