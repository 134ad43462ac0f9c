"""JSON-LD (W3C JSON-LD 1.1) as shops write it: often not quite JSON."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from studio.page.item import Item, Value, local_name
from studio.page.json_repair import patched, repaired

# Real pages nest a handful of levels; deeper is a mistake or an attack.
_MAX_DEPTH = 24
_MAX_DIGITS = 40


def read_jsonld(scripts: list[str]) -> list[Item]:
    """The top-level items of all `application/ld+json` scripts; a script beyond repair is passed over."""
    nodes = [node for script in scripts for root in _load(script) for node in _roots(root, 0)]
    graph = _Graph(nodes)
    return [graph.item(node) for node in nodes]


def _load(script: str) -> Iterator[Any]:
    """Parse a script, repairing one kind of damage after the other until something reads."""
    for text in repaired(script):
        try:
            yield _parse(text)
        except (ValueError, RecursionError):
            continue
        return
    for text in patched(script):
        values = list(_leading_values(text))
        if values:
            yield from values
            return


def _parse(text: str) -> Any:
    return json.loads(text, strict=False, parse_float=_number, parse_int=_number, parse_constant=str)


def _number(digits: str) -> Decimal | str:
    return Decimal(digits) if len(digits) <= _MAX_DIGITS and "e" not in digits.lower() else digits


def _leading_values(text: str) -> Iterator[Any]:
    """Several values one after the other, or a good one before rubbish."""
    decoder = json.JSONDecoder(strict=False, parse_float=_number, parse_int=_number, parse_constant=str)
    position = 0
    while position < len(text):
        try:
            value, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            return
        yield value
        while position < len(text) and text[position] in " \t\r\n,;":
            position += 1


def _roots(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, list):
        for entry in value:
            yield from _roots(entry, depth + 1)
    elif isinstance(value, dict):
        graph = value.get("@graph")
        if graph is not None:
            yield from _roots(graph, depth + 1)
        if graph is None or "@type" in value:
            yield value


class _Graph:
    """The nodes of a page as items, each built once, so that references by `@id` may form rings."""

    def __init__(self, nodes: list[dict[str, Any]]) -> None:
        self._nodes = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
        self._built: dict[int, Item] = {}

    def item(self, node: dict[str, Any], depth: int = 0) -> Item:
        reference = node.get("@id")
        if isinstance(reference, str) and len(node) == 1:
            node = self._nodes.get(reference, node)
        known = self._built.get(id(node))
        if known is not None:
            return known
        types = node.get("@type", node.get("type"))
        kinds = types if isinstance(types, list) else [types]
        item = Item(
            types=frozenset(local_name(kind) for kind in kinds if isinstance(kind, str)),
            id=reference if isinstance(reference, str) else "",
        )
        self._built[id(node)] = item
        for key, value in node.items():
            if key != "@graph":
                name = key.lower() if key.startswith("@") else local_name(key)
                item.properties.setdefault(name, []).extend(self._values(value, depth + 1))
        return item

    def _values(self, value: Any, depth: int) -> Iterator[Value]:
        if depth > _MAX_DEPTH:
            return
        if isinstance(value, dict):
            inner = next((value[key] for key in ("@value", "@list", "@set") if key in value), None)
            if inner is None:
                yield self.item(value, depth)
            else:
                yield from self._values(inner, depth + 1)
        elif isinstance(value, list):
            for entry in value:
                yield from self._values(entry, depth + 1)
        elif isinstance(value, str | Decimal):
            yield value
