"""JSON-LD (W3C JSON-LD 1.1) as shops write it: often not quite JSON."""

import html
import json
import re
import string
from collections.abc import Iterator
from decimal import Decimal
from itertools import accumulate, pairwise
from typing import Any

from studio.page.item import Item, Value, local_name

# Real pages nest a handful of levels; deeper is a mistake or an attack.
_MAX_DEPTH = 24
# What stands around the JSON for parsers of the last century, in any order.
_WRAPPER_STARTS = ("//", "/*", "*/", "<!--", "<![CDATA[")
_WRAPPER_ENDS = ("//", "/*", "*/", "-->", "]]>", ";")
# A JSON string is kept as it is; outside of strings, comments and commas before a closing bracket go. Each branch
# also takes an end that never comes, so that no text is searched twice.
_STRING = r'("(?:[^"\\]|\\.)*+(?:"|\\?\Z))'
_COMMENT = re.compile(rf"{_STRING}|//[^\n]*|/\*.*?(?:\*/|\Z)", re.DOTALL)
_TRAILING_COMMA = re.compile(rf"{_STRING}|,(?=\s*[}}\]])", re.DOTALL)
# JavaScript reads an escape that it does not know as the character itself.
_BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})')
_QUOTE = re.compile(r'(?<!\\)"')
_NUMBER_LIMIT = 40


def read_jsonld(scripts: list[str]) -> list[Item]:
    """The top-level items of all `application/ld+json` scripts; a script beyond repair is passed over."""
    nodes = [node for script in scripts for root in _load(script) for node in _roots(root, 0)]
    graph = _Graph(nodes)
    return [graph.item(node) for node in nodes]


def _load(script: str) -> Iterator[Any]:
    """Parse a script, repairing one kind of damage after the other until something reads."""
    bare = _unwrap(_trim(script))
    if not bare:
        return
    # A quotation mark too many turns strings inside out: what looked like noise before is text after.
    for text in (bare, _escape_quotes(bare)):
        for repaired in accumulate((_drop_noise, _fix_escapes), lambda so_far, repair: repair(so_far), initial=text):
            try:
                yield _parse(repaired)
            except (ValueError, RecursionError):
                continue
            return
    yield from _leading_values(_fix_escapes(_drop_noise(bare)))


def _parse(text: str) -> Any:
    return json.loads(text, strict=False, parse_float=_number, parse_int=_number, parse_constant=str)


def _number(digits: str) -> Decimal | str:
    return Decimal(digits) if len(digits) <= _NUMBER_LIMIT and "e" not in digits.lower() else digits


def _trim(text: str) -> str:
    """Without white space and byte order marks, which templates put together from files leave in the middle."""
    return text.strip(f"{string.whitespace}\ufeff")


def _unwrap(text: str) -> str:
    while (start := next(filter(text.startswith, _WRAPPER_STARTS), "")) and len(text) > len(start):
        text = _trim(text.removeprefix(start))
    while (end := next(filter(text.endswith, _WRAPPER_ENDS), "")) and len(text) > len(end):
        text = _trim(text.removesuffix(end))
    return html.unescape(text) if "&quot;" in text and '"' not in text else text


def _drop_noise(text: str) -> str:
    for noise in (_COMMENT, _TRAILING_COMMA):
        text = noise.sub(lambda match: match[1] or "", text)
    return text


def _fix_escapes(text: str) -> str:
    return _BAD_ESCAPE.sub("", text)


def _escape_quotes(text: str) -> str:
    """Quotation marks inside a value (`"27" monitor"`): those that stand at none of JSON's own signs."""
    parts = _QUOTE.split(text)
    repaired = parts[0]
    for before, after in pairwise(parts):
        outside = before.rstrip()[-1:] in ("", *"{[,:") or after.lstrip()[:1] in ("", *",:}]")
        repaired += ('"' if outside else '\\"') + after
    return repaired


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
