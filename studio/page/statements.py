"""What a page's mark-up states in properties, within bounds: the same for microdata and RDFa.

A page may name one element by a thousand properties, or put a property into a property ten thousand times over. Each
statement is of the size of the page, so what is taken from one is bounded.
"""

from selectolax.lexbor import LexborNode

from studio.page.item import Item, Value, local_name
from studio.page.written_value import written_value

MAX_NODES = 5000
"""A page of a thousand properties is a long review list; what comes after says nothing about the product."""

MAX_NAMES = 20
"""Different properties that one element is named by. Real pages go up to four."""

MAX_NESTED = 32
"""Statements inside one another. Real pages go up to ten."""

MAX_CHARACTERS = 4_000_000
"""Of all values of a page: more than the text of any page that sells one product."""

MAX_VALUES = 20_000
"""Of a page: four for each element that is looked at."""


def property_names(attribute: str | None, left_out: frozenset[str] = frozenset()) -> list[str]:
    """The different properties that an attribute lists, by their local names; not too many."""
    words = dict.fromkeys((attribute or "").split())
    names = dict.fromkeys(local_name(word) for word in words if word.lower() not in left_out)
    return list(names)[:MAX_NAMES]


class Statements:
    """Takes the values of one page, as long as there is room."""

    def __init__(self) -> None:
        """Take nothing yet."""
        self._characters = MAX_CHARACTERS
        self._values = MAX_VALUES

    def written(self, node: LexborNode, name: str) -> str:
        """What an element says for a property; nothing where the page has said too much already."""
        if self._characters < 0:
            return ""
        value = written_value(node, name)
        self._characters -= len(value)
        return value

    def add(self, owner: Item, name: str, value: Value) -> None:
        """Add a value to a property, unless it is empty or the thing itself."""
        if value and value is not owner and self._values > 0:
            self._values -= 1
            owner.properties.setdefault(name, []).append(value)


class Nesting:
    """How deep statements stand inside one another. Elements are asked about in document order."""

    def __init__(self) -> None:
        """Know no element yet."""
        self._depths: dict[int, int] = {}

    def is_too_deep(self, node: LexborNode) -> bool:
        """Whether a stating element stands inside too many others; it counts as one from now on."""
        depth = 1 + self._around(node)
        self._depths[node.mem_id] = depth
        return depth > MAX_NESTED

    def _around(self, node: LexborNode) -> int:
        """The depth of the nearest element above that is known; all on the way are known afterwards."""
        way: list[int] = []
        parent = node.parent
        while parent is not None and parent.mem_id not in self._depths:
            way.append(parent.mem_id)
            parent = parent.parent
        depth = 0 if parent is None else self._depths[parent.mem_id]
        self._depths.update(dict.fromkeys(way, depth))
        return depth
