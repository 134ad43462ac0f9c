"""Ids of the shop that two rows share: a product with several looks has one id, two pages with one id are a slip."""

from collections.abc import Iterable

from flows.items.item import Item

MAX_NAMED = 3
"""Ids that are named; of the rest only their number is told."""

SharedIds = tuple[tuple[str, int, int], ...]
"""An id, the row that has it first and the one that has it for another page."""


def shared_ids(items: Iterable[Item]) -> SharedIds:
    """Return the ids that rows give to different pages."""
    firsts: dict[str, Item] = {}
    shared: dict[str, tuple[str, int, int]] = {}
    for item in items:
        first = firsts.setdefault(item.id, item) if item.id else item
        if first.page != item.page:
            shared.setdefault(item.id, (item.id, first.row, item.row))
    return tuple(shared.values())


def shared_ids_sentence(shared: SharedIds) -> str:
    """Say that there are some; empty where there are none."""
    if not shared:
        return ""
    named = ", ".join(f"{name} in rows {first} and {second}" for name, first, second in shared[:MAX_NAMED])
    more = ", …" if len(shared) > MAX_NAMED else ""
    count = "1 id stands" if len(shared) == 1 else f"{len(shared)} ids stand"
    return f"{count} for different pages: {named}{more}."
