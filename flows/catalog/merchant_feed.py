"""Google Merchant product feeds: XML (RSS 2.0, Atom) and tables with tabs.

Attributes are those of the product data specification (support.google.com/merchants/answer/7052112): `link` is the
page; `title` and `description` are the merchant's own words and correct what the service reads off the page. Pictures
are not taken over: a feed names few, and media given as corrections replace all that the page has.
"""

import hashlib
import html
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import TYPE_CHECKING

from flows.catalog.columns import folded
from flows.catalog.markup import child_texts, local_name, xml_entries
from flows.catalog.offer import OFFER_FIELDS
from flows.catalog.source import Document
from flows.catalog.table import TOO_MANY_CELLS, Header, raw_rows
from flows.items.row import SETTING_FIELDS, RawRow

if TYPE_CHECKING:
    # The type alone: parsing is defusedxml's.
    from xml.etree.ElementTree import Element

SHOWN_IN_A_VIDEO = ("price", "sale_price", "availability", "condition", "image_link", "additional_image_link")
"""Attributes that a video may show and that are no corrections: their change makes the product a changed one."""

VERSION_DIGITS = 16

_ATOM_ID = "{http://www.w3.org/2005/Atom}id"

_ATTRIBUTES = frozenset(
    {"id", "description", "price", "image_link", "availability", "condition", "brand", "gtin", "mpn"}
)
# `Header` gives the two the names that they have in every table here.
_ATTRIBUTE = {"url": "link"}

_TAG = re.compile(r"<[^<>]{0,1000}>")


def is_merchant_header(names: Iterable[str]) -> bool:
    """The columns of a feed: `link`, `title` and `id` are required by the specification."""
    plain = set(map(folded, names))
    return "url" not in plain and {"link", "title"} <= plain and not plain.isdisjoint(_ATTRIBUTES)


def feed_rows(document: Document) -> Iterator[RawRow]:
    """Rows of an XML feed, numbered by its products. Raises OSError."""
    entries = xml_entries(document.markup(), {"item", "entry"})
    for number, (_, entry) in enumerate(entries, 1):
        yield RawRow(number, _fields(child_texts(entry) | {"link": page_link(entry), "id": _product_id(entry)}))


def feed_table_rows(document: Document, header: Header) -> Iterator[RawRow]:
    """Rows of a feed as a table. Raises OSError."""
    attributes = Header(tuple(map(folded, header.names)), header.separator)
    for row in raw_rows(document.text(), attributes):
        product = {_ATTRIBUTE.get(name, name): str(cell) for name, cell in row.fields.items()}
        beyond = {TOO_MANY_CELLS: row.fields[TOO_MANY_CELLS]} if TOO_MANY_CELLS in row.fields else {}
        yield RawRow(row.number, row.fields if row.fault else _fields(product) | beyond, row.fault)


def page_link(entry: "Element") -> str:
    """The page's address of an entry: of Atom's several links the alternate one, and never a feed's own.

    RFC 4287, 4.2.7.2: a link without `rel` is an alternate. Feeds in RSS take in Atom's links, too.
    """
    links = [child for child in entry if local_name(child) == "link"]
    plain = (text for link in links if not link.get("href") and (text := (link.text or "").strip()))
    alternate = [link for link in links if link.get("href") and link.get("rel", "alternate") == "alternate"]
    # Of several alternates the HTML one is the page.
    alternate.sort(key=lambda link: link.get("type", "text/html") not in {"text/html", "application/xhtml+xml"})
    return next(chain(plain, (str(link.get("href")).strip() for link in alternate)), "")


def _product_id(entry: "Element") -> str:
    """Google's `id`; Atom's own (RFC 4287, 4.2.6) names the entry and not the product."""
    ids = {str(child.tag): (child.text or "").strip() for child in entry if local_name(child) == "id"}
    atom = ids.pop(_ATOM_ID, "")
    return next(filter(None, ids.values()), atom)


def _fields(product: Mapping[str, str]) -> dict[str, str]:
    named = {
        "url": product.get("link", ""),
        "id": product.get("id", ""),
        "title": _text(product.get("title", "")),
        "intro_text": _text(product.get("description", "")),
        "version": _version(product),
    }
    own = {name: value for name, value in product.items() if name in {*SETTING_FIELDS, *OFFER_FIELDS}}
    return {name: value for name, value in (named | own).items() if value}


def _version(product: Mapping[str, str]) -> str:
    stated = [f"{name}={product[name]}" for name in SHOWN_IN_A_VIDEO if name in product]
    return hashlib.sha256("\n".join(stated).encode()).hexdigest()[:VERSION_DIGITS] if stated else ""


def _text(value: str) -> str:
    """Descriptions of shops are often HTML: their words are meant."""
    return " ".join(html.unescape(_TAG.sub(" ", html.unescape(value))).split())
