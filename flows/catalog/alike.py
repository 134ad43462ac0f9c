"""Rows that look alike: two addresses of what seems one page, one id of two pages. All are made, and it is said."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from blocks.field_problems import first_few
from flows.items.item import Item

MAX_NAMED = 3
"""Pairs that are named; of the rest only their number is told."""


def twins_sentence(items: Iterable[Item]) -> str:
    """Say which pages differ only by a slash at the end, by http and https, or by `www.`; empty where none do.

    By every rule they are two pages.
    """
    firsts: dict[object, Item] = {}
    twins: dict[str, str] = {}
    for item in items:
        parts = urlsplit(item.page)
        likeness = (parts.hostname or "").removeprefix("www."), parts.port, parts.path.rstrip("/"), parts.query
        first = firsts.setdefault(likeness, item)
        if first.page != item.page:
            twins.setdefault(item.page, f"{first.url} and {item.url}")
    count = "1 pair of addresses looks" if len(twins) == 1 else f"{len(twins)} pairs of addresses look"
    return f"{count} like the same page: {first_few(twins.values(), MAX_NAMED)}." if twins else ""


def shared_ids_sentence(items: Iterable[Item]) -> str:
    """Say which ids of the shop rows give to different pages; empty where none do. Looks of a product share its id."""
    firsts: dict[str, Item] = {}
    shared: dict[str, str] = {}
    for item in items:
        first = firsts.setdefault(item.id, item) if item.id else item
        if first.page != item.page:
            shared.setdefault(item.id, f"{item.id} in rows {first.row} and {item.row}")
    count = "1 id stands" if len(shared) == 1 else f"{len(shared)} ids stand"
    return f"{count} for different pages: {first_few(shared.values(), MAX_NAMED)}." if shared else ""
