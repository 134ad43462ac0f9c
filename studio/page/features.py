"""The short statements that a page lists about its product."""

import re
from collections.abc import Iterable, Iterator

from studio.page.item import Item
from studio.page.text import plain_text
from studio.statement import is_about_product

# A video shows a handful; what stands first on a page is what the shop finds most important.
MAX_FEATURES = 12
# Shorter is a label without a statement, longer is a paragraph.
_MIN_CHARACTERS, _MAX_CHARACTERS = 4, 200
# Fewer are a size or a number ("22.5", "XL / 42"); two ideographs are a word.
_MIN_LETTERS = 2
_LIST_ENTRY = re.compile(r"<li\b[^<>]*>(.*?)(?=<li\b|</li\s*>|</ul\s*>|\Z)", re.IGNORECASE | re.DOTALL)
# Identifiers and shop internals say nothing to a viewer.
_INTERNAL = re.compile(r"\b(?i:id|sku|ean|gtin\w*|mpn|isbn|asin|upc|item ?(?:no|number|model)|url|price)\b|[a-z][A-Z]")


def stated_properties(item: Item) -> tuple[str, ...]:
    """schema.org `positiveNotes` and `additionalProperty` as "name: value"."""
    notes = [text for note in item.items("positivenotes") for text in _list_texts(note)]
    pairs = [
        f"{name}: {value}"
        for entry in item.items("additionalproperty")
        if (name := plain_text(entry.text("name"))) and (value := plain_text(entry.text("value")))
        if not _INTERNAL.search(name) and value.lower() not in {"true", "false", "0", "1"}
    ]
    return kept_features([*notes, *pairs])


def _list_texts(note: Item) -> Iterator[str]:
    yield from note.texts("name")
    for entry in note.items("itemlistelement"):
        yield from entry.texts("name")


def bullet_points(description: str) -> tuple[str, ...]:
    """The list entries of a description that holds HTML."""
    if "<li" not in description.lower():
        return ()
    return kept_features(_LIST_ENTRY.findall(description))


def kept_features(texts: Iterable[str]) -> tuple[str, ...]:
    """Those texts that state something about the product, each once, at most `MAX_FEATURES`."""
    plain = (plain_text(text).strip(" \u2022-\u2013*\u00b7") for text in texts)
    return tuple(dict.fromkeys(text for text in plain if _states(text)))[:MAX_FEATURES]


def _states(text: str) -> bool:
    letters = sum(character.isalpha() for character in text)
    return _MIN_CHARACTERS <= len(text) <= _MAX_CHARACTERS and letters >= _MIN_LETTERS and is_about_product(text)
