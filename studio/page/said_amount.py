"""An amount in a short text, with the words that belong to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from studio.page.former_words import Former, former_kind, names_nothing, without_sign_behind
from studio.page.price import FoundPrice, find_prices

# A price tag is short; longer text talks about money.
MAX_TAG_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class SaidAmount:
    """The text before and behind an amount, as far as the neighbouring amounts."""

    text: str
    """The whole text."""
    before: str
    amount: str
    behind: str
    is_last: bool
    falls: bool
    """The next amount is lower."""

    @classmethod
    def among(cls, text: str, prices: Sequence[FoundPrice], number: int) -> Self:
        """The words around one of the prices found in a text."""
        price = prices[number]
        start = prices[number - 1].end if number else 0
        following = prices[number + 1] if number + 1 < len(prices) else None
        return cls(
            text=text,
            before=text[start : price.start],
            amount=text[price.start : price.end],
            behind=text[price.end : following.start if following else len(text)],
            is_last=following is None,
            falls=following is not None and following.amount < price.amount,
        )

    @property
    def former(self) -> Former | None:
        """What kind of former price the words call it, None for one to pay."""
        return former_kind(self.before, self.behind, self._own_behind, falls=self.falls)

    @property
    def has_label(self) -> bool:
        """Whether words stand before it that could name it."""
        return not names_nothing(self.before)

    @property
    def own_words(self) -> str:
        """The amount and the words that belong to it."""
        return f"{self.before}{self.amount}{self._own_behind}"

    @property
    def _own_behind(self) -> str:
        """The last word before another amount belongs to that one."""
        return self.behind if self.is_last else without_sign_behind(self.behind).rstrip().rpartition(" ")[0]


def said_amount(text: str, amount: Decimal, territory: str) -> SaidAmount | None:
    """The first mention of an amount in a text; None in a long one, or one that does not mention it."""
    prices = find_prices(text, territory) if len(text) <= 2 * MAX_TAG_CHARACTERS else ()
    mentions = (number for number, price in enumerate(prices) if price.amount == amount)
    number = next(mentions, None)
    return None if number is None else SaidAmount.among(text, prices, number)
