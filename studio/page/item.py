"""Items of the schema.org vocabulary, the same whatever syntax a page writes them in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

Value: TypeAlias = "str | Decimal | Item"
"""Text (raw, may hold entities and markup), a JSON number, or a nested item."""


@dataclass(slots=True, eq=False)
class Item:
    """One thing: its types and properties under lower-case local names ("product", "offers", "lowprice")."""

    types: frozenset[str] = frozenset()
    id: str = ""
    properties: dict[str, list[Value]] = field(default_factory=dict)

    def add_types(self, types: frozenset[str], identifier: str) -> None:
        """Say of what types it is too; `identifier` names it unless it has a name."""
        self.types |= types
        self.id = self.id or identifier

    def values(self, *names: str) -> Iterator[Value]:
        """All values of the named properties, in the order of the names."""
        for name in names:
            yield from self.properties.get(name, ())

    def items(self, *names: str) -> Iterator["Item"]:
        """The nested items among the values."""
        return (value for value in self.values(*names) if isinstance(value, Item))

    def texts(self, *names: str) -> Iterator[str]:
        """The values as raw text; a nested item speaks through its own name, value or address."""
        for value in self.values(*names):
            if isinstance(value, Item):
                yield from filter(None, map(_as_text, value.values("name", "value", "url", "@id")))
            elif text := _as_text(value):
                yield text

    def text(self, *names: str) -> str:
        """The first of `texts`, empty where there is none."""
        return next(self.texts(*names), "")


def _as_text(value: Value) -> str:
    if isinstance(value, Item):
        return ""
    return format(value, "f") if isinstance(value, Decimal) else value.strip()


def local_name(name: str) -> str:
    """ "http://schema.org/Product", "schema:Product" and "Product" are all "product"."""
    return name.strip().rstrip("/").rsplit("/", 1)[-1].rsplit("#", 1)[-1].rsplit(":", 1)[-1].lower()


def types_of(items: Iterable[Item]) -> set[str]:
    """All types that the items state."""
    return {kind for item in items for kind in item.types}
