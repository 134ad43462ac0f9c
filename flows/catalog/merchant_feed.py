"""Google Merchant product feeds: XML (RSS 2.0, Atom) and tables with tabs.

Attributes are those of the product data specification (support.google.com/merchants/answer/7052112): `link` is the
page; `title` and `description` are the merchant's own words and correct what the service reads off the page. Pictures
are not taken over: a feed names few, and media given as corrections replace all that the page has.
"""

import hashlib
import html
import re
from collections.abc import Iterator, Mapping

from flows.catalog.markup import child_texts, xml_entries
from flows.catalog.source import Document
from flows.catalog.table import cells
from flows.items.row import RawRow

SHOWN_IN_A_VIDEO = ("price", "sale_price", "availability", "condition", "image_link", "additional_image_link")
"""Attributes that a video may show and that are no corrections: their change makes the product a changed one."""

VERSION_DIGITS = 16

_TAG = re.compile(r"<[^>]{0,1000}>")


def is_merchant_header(names: list[str]) -> bool:
    """The columns of a feed: `link` and `title` are required by the specification."""
    return "url" not in names and {"link", "title"} <= {_plain(name) for name in names}


def feed_rows(document: Document) -> Iterator[RawRow]:
    """Rows of an XML feed, numbered by its products. Raises OSError."""
    entries = xml_entries(document.binary(), {"item", "entry"})
    for number, (_, entry) in enumerate(entries, 1):
        yield RawRow(number, _fields(child_texts(entry)))


def feed_table_rows(document: Document, header: str) -> Iterator[RawRow]:
    """Rows of a feed as a table. Raises OSError."""
    for number, product in cells(document.text(), header):
        yield RawRow(number, _fields({_plain(name): str(cell) for name, cell in product.items()}))


def _fields(product: Mapping[str, str]) -> dict[str, str]:
    named = {
        "url": product.get("link", ""),
        "title": _text(product.get("title", "")),
        "intro_text": _text(product.get("description", "")),
        "version": _version(product),
    }
    return {name: value for name, value in named.items() if value}


def _version(product: Mapping[str, str]) -> str:
    stated = [f"{name}={product[name]}" for name in SHOWN_IN_A_VIDEO if name in product]
    return hashlib.sha256("\n".join(stated).encode()).hexdigest()[:VERSION_DIGITS] if stated else ""


def _text(value: str) -> str:
    """Descriptions of shops are often HTML: their words are meant."""
    return " ".join(html.unescape(_TAG.sub(" ", html.unescape(value))).split())


def _plain(name: str) -> str:
    """Column names come as "g:image_link", "image link" and "image_link"."""
    return name.removeprefix("g:").replace(" ", "_")
