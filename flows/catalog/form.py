"""Which form a catalogue has: told by its content, not by its name."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from flows.catalog.encoding import decoded_head
from flows.catalog.lines import jsonl_rows, plain_rows
from flows.catalog.markup import root_name
from flows.catalog.merchant_feed import feed_rows, feed_table_rows, is_merchant_header
from flows.catalog.shopify import is_products_json, shop_rows
from flows.catalog.sitemap import OpenDocument, sitemap_rows
from flows.catalog.source import Allowance, Document, open_document
from flows.catalog.table import Header, table_rows
from flows.catalog.workbook import MAGIC, workbook_rows
from flows.items.row import RawRow, unreadable

FORMS = "a plain list, CSV, Excel, JSON Lines, a sitemap, a Google Merchant feed or a Shopify products.json"
ADDRESS_COLUMN = 'a column "url" (or link, product_url, permalink, address) with the pages\' addresses'

_HEAD_LINES = 20
"""Lines by which a list is told from a table without a header."""

XML_ROOTS = frozenset({"urlset", "sitemapindex", "rss", "feed", "rdf"})
_ROOT = re.compile(r"<(?:[\w.-]+:)?(?:urlset|sitemapindex|rss|feed|rdf)[\s>]", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
# A title behind an address; "…/lamp,123.html" and "?size=1,2" are addresses.
_MORE_CELLS = re.compile(r"^\s*\"?https?://[^\t;]*?(?:[\t;]\s*\S|,(?=[^/?=&.,]*[^\W\d])[^/?=&.,]*$)", re.IGNORECASE)


def rows_from_urls(urls: Iterable[str]) -> Iterator[RawRow]:
    """Rows from addresses given one by one, numbered from 1."""
    return (RawRow(number, {"url": url}) for number, url in enumerate(urls, 1))


def rows_from_source(address: str, tell: Callable[[str], None]) -> Iterator[RawRow]:
    """Read a catalogue from a path, an http(s) address or s3://, a row at a time.

    `tell` is given a sentence for people where something about it is not plain.
    Raises ConfigurationError: it can't be read, or has none of the `FORMS`.
    """
    open_part = partial(open_document, allowance=Allowance(), tell=tell)
    with open_part(address) as document:
        yield from _rows(document, open_part, tell)


def _rows(document: Document, open_part: OpenDocument, tell: Callable[[str], None]) -> Iterator[RawRow]:
    if document.head.startswith(MAGIC):
        return workbook_rows(document.binary())
    head = decoded_head(document.head).lstrip("\ufeff")
    lines = head.splitlines(keepends=True)[:_HEAD_LINES]
    first = next((line for line in lines if line.strip() and not line.startswith("#")), "").lstrip()
    if head.lstrip().startswith("<") or _root(head) in XML_ROOTS:
        return _xml_rows(document, head, open_part, tell)
    if is_products_json(head.lstrip()):
        return shop_rows(document, open_part)
    if first.startswith("["):
        raise unreadable(document.address, "a JSON array", "JSON Lines, one object a line")
    return jsonl_rows(document.text()) if first.startswith("{") else _line_rows(document, lines)


def _line_rows(document: Document, lines: list[str]) -> Iterator[RawRow]:
    """Rows of a table, or of a plain list."""
    header = Header.of(lines)
    if header and is_merchant_header(header.names):
        return feed_table_rows(document, header)
    if header and "url" in header.columns:
        return table_rows(document.text(), header)
    addresses = [line for line in lines if _ADDRESS.search(line)]
    is_cell = header is not None and any(map(_ADDRESS.match, header.names[1:]))
    if is_cell or any(_MORE_CELLS.match(line) for line in addresses):
        reason = "it looks like a table without a header line"
        raise unreadable(
            document.address, reason, f"a first line with the columns' names, one of them {ADDRESS_COLUMN}"
        )
    if header and len(header.names) > 1 and not any(map(_ADDRESS.match, header.names)):
        # Not by their names: the first line of a file that is no catalog is nobody's business.
        reason = f"it looks like a table, and none of its {len(header.names)} columns has the pages' addresses"
        raise unreadable(document.address, reason, ADDRESS_COLUMN)
    return plain_rows(document.text())


def _root(head: str) -> str:
    """The root's name; what a server says before it, as a page or in plain words, is no part of it."""
    name = root_name(head.lstrip()) if head.lstrip().startswith("<") else ""
    found = None if name in XML_ROOTS else _ROOT.search(head)
    return root_name(head[found.start() :]) if found else name


def _xml_rows(document: Document, head: str, open_part: OpenDocument, tell: Callable[[str], None]) -> Iterator[RawRow]:
    match _root(head):
        case "urlset" | "sitemapindex":
            return sitemap_rows(document, open_part, tell)
        case "rss" | "feed" | "rdf":
            return feed_rows(document)
        case name:
            raise unreadable(document.address, f"XML of <{name}>", FORMS)
