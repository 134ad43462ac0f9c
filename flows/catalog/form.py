"""Which form a catalogue has: told by its content, not by its name."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager

from flows.catalog.lines import jsonl_rows, plain_rows
from flows.catalog.markup import root_name
from flows.catalog.merchant_feed import feed_rows, feed_table_rows, is_merchant_header
from flows.catalog.shopify import is_products_json, shop_rows
from flows.catalog.sitemap import sitemap_rows
from flows.catalog.source import Allowance, Document, open_document
from flows.catalog.table import header_names, table_rows
from flows.items.row import RawRow, unreadable

FORMS = "a plain list, CSV, JSON Lines, a sitemap, a Google Merchant feed or a Shopify products.json"


def rows_from_urls(urls: Iterable[str]) -> Iterator[RawRow]:
    """Rows from addresses given one by one, numbered from 1."""
    return (RawRow(number, {"url": url}) for number, url in enumerate(urls, 1))


def rows_from_source(address: str) -> Iterator[RawRow]:
    """Read a catalogue from a path, an http(s) address or s3://, a row at a time.

    Raises:
        ConfigurationError: it can't be read, or has none of the `FORMS`.
    """
    allowance = Allowance()

    def open_part(part: str) -> AbstractContextManager[Document]:
        return open_document(part, allowance)

    with open_part(address) as document:
        head = document.head.decode("utf-8-sig", errors="replace").lstrip()
        first = next((line for line in head.splitlines() if line.strip() and not line.startswith("#")), "")
        names = header_names(first)
        if head.startswith("<"):
            yield from _xml_rows(document, head, open_part)
        elif is_products_json(head):
            yield from shop_rows(document, open_part)
        elif head.startswith("["):
            raise unreadable(address, "a JSON array", "JSON Lines, one object a line")
        elif first.startswith("{"):
            yield from jsonl_rows(document.text())
        elif "url" in names:
            yield from table_rows(document.text(), first)
        elif is_merchant_header(names):
            yield from feed_table_rows(document, first)
        else:
            yield from plain_rows(document.text())


def _xml_rows(
    document: Document, head: str, open_part: Callable[[str], AbstractContextManager[Document]]
) -> Iterator[RawRow]:
    match root_name(head):
        case "urlset" | "sitemapindex":
            return sitemap_rows(document, open_part)
        case "rss" | "feed" | "rdf":
            return feed_rows(document)
        case name:
            raise unreadable(document.address, f"XML of <{name}>", FORMS)
