"""One product out of what the places of a page state, each field from the most trusted place that has it."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from studio.page.facts import Facts
from studio.page.price import Quote
from studio.product import Source

_Value = TypeVar("_Value")
_NOTHING = Facts(source=Source.META)


class FieldMerge:
    """Picks fields out of facts (most trusted first) and notes in `sources` where each came from."""

    def __init__(self, facts: list[Facts]) -> None:
        """Start with no field picked."""
        self.facts = facts
        self.sources: dict[str, Source] = {}

    def pick(self, name: str, field: Callable[[Facts], _Value]) -> _Value:
        """The first value that is not empty."""
        for one in self.facts:
            value = field(one)
            if value:
                self.sources[name] = one.source
                return value
        return field(_NOTHING)

    def pictures(self) -> list[str]:
        """The pictures of all places, most trusted first."""
        self.pick("pictures", lambda one: one.pictures)
        return [address for one in self.facts for address in one.pictures]

    def quote(self) -> Quote | None:
        """The most trusted price, unless another place says that this very amount is the former price."""
        trusted = self.pick("price", lambda one: one.quote)
        if trusted is None:
            return None
        stated = [(one.source, one.quote) for one in self.facts if one.quote is not None]
        for source, quote in stated:
            if quote.list_amount == trusted.amount and quote.currency in {trusted.currency, ""}:
                self.sources["price"] = source
                return replace(quote, currency=trusted.currency, list_amount=trusted.amount)
        if trusted.currency:
            return trusted
        agreeing = [quote.currency for _, quote in stated if quote.currency and quote.amount == trusted.amount]
        others = [quote.currency for _, quote in stated if quote.currency]
        return replace(trusted, currency=next(iter((*agreeing, *others)), ""))
