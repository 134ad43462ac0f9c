"""The short statements that a page lists about its product."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from studio.page.document import Document
from studio.page.item import Item
from studio.page.text import plain_text

# A video shows a handful; what stands first on a page is what the shop finds most important.
MAX_FEATURES = 12
_MAX_ENTRIES = 10 * MAX_FEATURES
# Shorter is a label without a statement, longer is a paragraph.
_MIN_CHARACTERS, _MAX_CHARACTERS = 4, 200
_LIST_ENTRY = re.compile(r"<li\b[^<>]*>(.*?)(?=<li\b|</li\s*>|</ul\s*>|\Z)", re.IGNORECASE | re.DOTALL)
# Identifiers and shop internals say nothing to a viewer.
_INTERNAL = re.compile(r"\b(?i:id|sku|ean|gtin\w*|mpn|isbn|asin|upc|item ?(?:no|number|model)|url|price)\b|[a-z][A-Z]")
_CONTAINERS = (
    "#feature-bullets, [itemprop=description], [class*=feature], [class*=bullet], [class*=highlight],"
    " [class*=description], [id*=description], [class*=Description], [class*=usp]"
)


def stated_properties(item: Item) -> tuple[str, ...]:
    """schema.org `positiveNotes` and `additionalProperty` as "name: value"."""
    notes = [text for note in item.items("positivenotes") for text in _list_texts(note)]
    pairs = [
        f"{name}: {value}"
        for entry in item.items("additionalproperty")
        if (name := plain_text(entry.text("name"))) and (value := plain_text(entry.text("value")))
        if not _INTERNAL.search(name) and value.lower() not in {"true", "false", "0", "1"}
    ]
    return _kept([*notes, *pairs])


def _list_texts(note: Item) -> Iterator[str]:
    yield from note.texts("name")
    for entry in note.items("itemlistelement"):
        yield from entry.texts("name")


def bullet_points(description: str) -> tuple[str, ...]:
    """The list entries of a description that holds HTML."""
    if "<li" not in description.lower():
        return ()
    return _kept(_LIST_ENTRY.findall(description))


def listed_features(document: Document) -> tuple[str, ...]:
    """The bullet list that the page shows with its product."""
    entries: dict[int, LexborNode] = {}
    # Half the time of one selector for the entries inside.
    for container in document.tree.css(_CONTAINERS):
        entries |= {node.mem_id: node for node in container.css("li")}
        if len(entries) >= _MAX_ENTRIES:
            break
    nodes = list(entries.values())[:_MAX_ENTRIES]
    return _kept(node.text(separator=" ") for node in nodes if not _leads_elsewhere(node))


def _leads_elsewhere(node: LexborNode) -> bool:
    # A selector also finds the node it is asked of, and the node itself is an li.
    return any(found != node for found in node.css("a[href], button, input, img, li, script"))


def _kept(texts: Iterator[str] | list[str]) -> tuple[str, ...]:
    plain = (plain_text(text).strip(" \u2022-\u2013*\u00b7") for text in texts)
    return tuple(dict.fromkeys(text for text in plain if _MIN_CHARACTERS <= len(text) <= _MAX_CHARACTERS))[
        :MAX_FEATURES
    ]
