"""Sitemaps and their indexes (sitemaps.org protocol 0.9): each page of a site with the day of its last change."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from urllib.parse import urlsplit

from flows.catalog.markup import child_texts, xml_entries
from flows.catalog.source import Document
from flows.items.row import RawRow, unreadable

MAX_SITEMAPS = 1000
"""In one index. The protocol allows 50,000 of 50,000 pages each; nobody means that many products."""

OpenDocument = Callable[[str], AbstractContextManager[Document]]


def sitemap_rows(document: Document, open_part: OpenDocument) -> Iterator[RawRow]:
    """A row for each page; of an index, those of all its sitemaps in order. Raises OSError, ConfigurationError."""
    for number, fields in enumerate(_pages(document, open_part), 1):
        yield RawRow(number, fields)


def _pages(document: Document, open_part: OpenDocument) -> Iterator[dict[str, str]]:
    parts: list[str] = []
    for kind, entry in xml_entries(document.binary(), {"url", "sitemap"}):
        texts = child_texts(entry)
        if kind == "sitemapindex":
            parts.append(texts.get("loc", ""))
        else:
            version = {"version": texts["lastmod"]} if "lastmod" in texts else {}
            yield {"url": texts.get("loc", ""), **version}
    if len(parts) > MAX_SITEMAPS:
        raise OSError(f"an index of {len(parts)} sitemaps, more than {MAX_SITEMAPS}")
    for part in parts:
        _check_part(document.address, part)
        with open_part(part) as opened:
            yield from _part_pages(opened)


def _part_pages(document: Document) -> Iterator[dict[str, str]]:
    """The pages of a sitemap out of an index; an index inside of an index is none by the protocol."""

    def no_further(address: str) -> AbstractContextManager[Document]:
        raise unreadable(address, "an index inside of an index", "sitemaps in an index")

    return _pages(document, no_further)


def _check_part(index: str, part: str) -> None:
    """An index leads to web addresses of its own host alone, as the protocol says: it is a stranger's."""
    where, own = urlsplit(part), urlsplit(index)
    if where.scheme not in {"http", "https"}:
        raise unreadable(part, f"named by the index {index}", "http(s) addresses in an index")
    if own.scheme in {"http", "https"} and where.hostname != own.hostname:
        raise unreadable(part, f"the index is of {own.hostname}", "sitemaps of the index's own host")
