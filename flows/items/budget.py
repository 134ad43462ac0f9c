"""The budget: how many credits a run may take, counting what the ledger says was taken before."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum

from blocks.errors import BudgetSpentError

NEARLY_USED = Decimal("0.8")
"""Share of a budget at which a person is told: late enough to be worth a word, early enough to raise it."""


def credits_text(amount: Decimal) -> str:
    """Credits for people: "2", not "2.0"; "0.5" stays."""
    return f"{amount.normalize():f}"


def counted(number: int, noun: str) -> str:
    """Return "1 item" or "3 items"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def counted_credits(amount: Decimal) -> str:
    """Return "1 credit", "0.5 credits" or "3 credits"."""
    return f"{credits_text(amount)} credit{'' if amount == 1 else 's'}"


class BudgetPeriod(StrEnum):
    """What a budget is for."""

    DAY = "day"
    """A UTC day, over all runs that share the store."""
    BATCH = "batch"
    """This batch alone."""


def gets_nearly_used(limit: Decimal, before: Decimal, used: Decimal) -> bool:
    """Whether it is now, with `used` in place of `before`, that `NEARLY_USED` of the limit is reached."""
    return before < limit * NEARLY_USED <= used


def midnight_before(now: datetime) -> datetime:
    """The start of the UTC day that a daily budget counts from."""
    return now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


@dataclass(frozen=True, slots=True)
class Affordability:
    """The arithmetic, before the first paid call."""

    to_pay: int
    """Items that need a render."""
    cost: Decimal
    """Credits these would take."""
    limit: Decimal | None
    spent: Decimal
    period: BudgetPeriod

    @property
    def left(self) -> Decimal | None:
        """Credits that may still be taken; None without a limit."""
        return None if self.limit is None else max(Decimal(0), self.limit - self.spent)

    @property
    def sentence(self) -> str:
        """The arithmetic in one line."""
        asked = f"{self.to_pay} to render for {counted_credits(self.cost)}"
        if self.limit is None or self.left is None:
            return f"{asked}, no budget set."
        limit, spent, left = (credits_text(amount) for amount in (self.limit, self.spent, self.left))
        short = f": {credits_text(self.cost - self.left)} short" if self.cost > self.left else ""
        return f"{asked}; budget {limit} a {self.period}, {spent} spent, {left} left{short}."


class Budget:
    """Gives credits to items, first come, first served, and takes them back where nothing was accepted."""

    def __init__(self) -> None:
        self._left: Decimal | None = None
        self._limit: Decimal | None = None
        self._tell: Callable[[Decimal, Decimal], None] | None = None

    def allow(
        self, left: Decimal | None, limit: Decimal | None, tell: Callable[[Decimal, Decimal], None] | None = None
    ) -> None:
        """Allow `left` of `limit` credits; None for no limit.

        `tell` is called with what is used and the limit when a render takes the budget past `NEARLY_USED` of it.
        """
        self._left, self._limit, self._tell = left, limit, tell

    def take(self, credits: Decimal) -> None:
        """Reserve `credits` for one render. Raises BudgetSpentError: not that many are left."""
        if self._left is None:
            return
        if credits > self._left:
            raise BudgetSpentError(
                f"The budget leaves {counted_credits(self._left)}, the render takes {credits_text(credits)}."
            )
        before, self._left = self._left, self._left - credits
        if self._tell and self._limit and gets_nearly_used(self._limit, self._limit - before, self._limit - self._left):
            self._tell(self._limit - self._left, self._limit)

    def give_back(self, credits: Decimal) -> None:
        """Return a reservation: the render was surely never accepted."""
        if self._left is not None:
            self._left += credits
