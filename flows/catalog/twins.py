"""Addresses that look like the same page and are two by every rule: both are made, and it is said."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from flows.items.item import Item

MAX_NAMED = 3
"""Pairs whose addresses are named; of the rest only their number is told."""

Twins = tuple[tuple[str, str], ...]
"""Pairs of addresses as they were given."""


def find_twins(items: Iterable[Item]) -> Twins:
    """Return the pairs of pages that differ only by a slash at the end, by http and https, or by `www.`."""
    firsts: dict[object, Item] = {}
    pairs: dict[str, tuple[str, str]] = {}
    for item in items:
        first = firsts.setdefault(_likeness(item.page), item)
        if first.page != item.page:
            pairs.setdefault(item.page, (first.url, item.url))
    return tuple(pairs.values())


def twins_sentence(twins: Twins) -> str:
    """Say that there are some; empty where there are none."""
    if not twins:
        return ""
    count = "1 pair of addresses looks" if len(twins) == 1 else f"{len(twins)} pairs of addresses look"
    named = ", ".join(f"{one} and {other}" for one, other in twins[:MAX_NAMED])
    return f"{count} like the same page: {named}{', …' if len(twins) > MAX_NAMED else ''}."


def _likeness(page: str) -> object:
    parts = urlsplit(page)
    return (parts.hostname or "").removeprefix("www."), parts.port, parts.path.rstrip("/"), parts.query
