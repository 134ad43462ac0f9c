"""The budget's arithmetic."""

from decimal import Decimal

import pytest

from blocks.errors import BudgetSpentError
from flows.items.budget import Affordability, Budget, BudgetPeriod


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
