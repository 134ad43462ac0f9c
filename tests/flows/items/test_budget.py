"""The budget's arithmetic."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from blocks.errors import BudgetSpentError, Stage
from flows.items.budget import Affordability, Budget, BudgetPeriod, counted, midnight_before

ONE = Decimal(1)


def test_the_budget_gives_first_come_first_served_and_takes_back() -> None:
    budget = Budget()
    budget.allow(Decimal(2), Decimal(2))
    budget.take(ONE)
    budget.take(ONE)
    with pytest.raises(BudgetSpentError, match="leaves 0 credits, the render takes 1") as caught:
        budget.take(ONE)
    assert caught.value.stage is Stage.START_RENDER
    budget.give_back(ONE)
    budget.give_back(ONE)
    budget.take(Decimal(2))


def test_without_a_limit_anything_may_be_taken_and_nobody_is_told() -> None:
    told: list[Decimal] = []
    budget = Budget()
    budget.take(Decimal(10**6))
    budget.give_back(Decimal(10**6))
    budget.allow(None, None, lambda used, _: told.append(used))
    budget.take(Decimal(10**6))
    assert told == []


def test_a_person_is_told_once_of_the_render_that_uses_four_fifths() -> None:
    told: list[tuple[Decimal, Decimal]] = []
    budget = Budget()
    # Two of ten were taken by earlier runs.
    budget.allow(Decimal(8), Decimal(10), lambda used, limit: told.append((used, limit)))
    for _ in range(8):
        budget.take(ONE)
    assert told == [(Decimal(8), Decimal(10))]


@pytest.mark.parametrize(
    ("left", "takes", "told"),
    [("3", "1", [8]), ("2.1", "0.1", [8]), ("2", "1", []), ("3.1", "1", []), ("10", "9", [9])],
)
def test_the_share_of_a_budget_is_reached_and_not_only_passed(left: str, takes: str, told: list[int]) -> None:
    used: list[Decimal] = []
    budget = Budget()
    budget.allow(Decimal(left), Decimal(10), lambda now, _: used.append(now))
    budget.take(Decimal(takes))
    assert used == told


@pytest.mark.parametrize(
    ("plan", "sentence"),
    [
        (
            Affordability(50, Decimal(50), Decimal(10), Decimal(3), BudgetPeriod.DAY),
            "50 to render for 50 credits; budget 10 a day, 3 spent, 7 left: 43 short.",
        ),
        (
            Affordability(2, ONE, Decimal(2), Decimal("0.5"), BudgetPeriod.BATCH),
            "2 to render for 1 credit; budget 2 a batch, 0.5 spent, 1.5 left.",
        ),
        (
            Affordability(1, ONE, ONE, Decimal(3), BudgetPeriod.DAY),
            "1 to render for 1 credit; budget 1 a day, 3 spent, 0 left: 1 short.",
        ),
        (Affordability(3, Decimal("1.50"), None, ONE, BudgetPeriod.DAY), "3 to render for 1.5 credits, no budget set."),
        (
            Affordability(1, ONE, ONE, Decimal(0), BudgetPeriod.DAY),
            "1 to render for 1 credit; budget 1 a day, 0 spent, 1 left.",
        ),
    ],
)
def test_the_arithmetic_is_one_sentence(plan: Affordability, sentence: str) -> None:
    assert plan.sentence == sentence


@pytest.mark.usefixtures("in_tokyo")
@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 11, 30, tzinfo=UTC),
        datetime(2026, 11, 30, 23, 59, 59, 999_999, UTC),
        datetime(2026, 11, 30, 1, 2, 3, 4, UTC),
        datetime(2026, 12, 1, 5, 30, tzinfo=timezone(timedelta(hours=9))),
        datetime(2026, 11, 29, 20, tzinfo=timezone(timedelta(hours=-5))),
    ],
)
def test_a_day_of_a_budget_is_a_utc_day(now: datetime) -> None:
    assert midnight_before(now) == datetime(2026, 11, 30, tzinfo=UTC)


@pytest.mark.parametrize(("number", "text"), [(0, "0 items"), (1, "1 item"), (2, "2 items")])
def test_plurals_follow_the_number(number: int, text: str) -> None:
    assert counted(number, "item") == text
