"""What a video is held against, and what comes of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from blocks.finding import Finding, Rule

Pictures = Mapping[float, Sequence[str]]
"""Lines of text by the moment of their picture."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the product; None and empty where nobody told."""

    name: str = ""
    price: Decimal | None = None
    former: Decimal | None = None
    """The price before, from which a saving is told."""
    currency: str = ""
    """ISO 4217 code."""
    language: str = ""
    """In the contract's word for it: what the video was ordered in."""
    texts: tuple[str, ...] = ()
    """What the catalog has the video say: amounts and savings in it are known."""


@dataclass(frozen=True, slots=True)
class Held:
    """What came of some rules; a rule's reason is empty where the video was held against it."""

    rules: dict[Rule, str]
    findings: tuple[Finding, ...] = ()


def first_finding(rule: Rule, wanted: str, wrong: Iterable[tuple[float, str]]) -> tuple[Finding, ...]:
    """Return what the first of some texts breaks, each with the moment of its picture; nothing if there is none."""
    return tuple(Finding(rule=rule, measured=text, wanted=wanted, moment=moment) for moment, text in islice(wrong, 1))
