"""Sitemaps and their indexes (sitemaps.org protocol 0.9): each page of a site with the day of its last change."""

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from itertools import count

from blocks.errors import ConfigurationError
from blocks.field_problems import FieldProblem, first_few, shown
from bounds.addresses import parts_of
from flows.catalog.markup import child_texts, xml_entries
from flows.catalog.source import Document
from flows.items.row import RawRow, unreadable

MAX_SITEMAPS = 1000
"""In one index. The protocol allows 50,000 of 50,000 pages each; nobody means that many products."""

PART_ATTEMPTS = 3
PART_WAIT_SECONDS = 0.5
"""Before a sitemap of an index whose server is busy is read again, doubled each time. The index itself is read again by
whoever asked for it."""

MAX_EXAMPLES = 3
"""Addresses that are named; of the rest only their number is told."""

_OTHER_PAGE = re.compile(
    r"/(?:blogs?|news|magazine?|articles?|posts?|journal|stories|guides?|ratgeber|pages?|info|about(?:-us)?|contact|kontakt"
    r"|faqs?|help|hilfe|support|terms|agb|privacy|datenschutz|impressum|imprint|legal|policies|jobs|careers|press"
    r"|collections?|categor(?:y|ies|ie|ia|ias)|kategorien?|c|tags?|brands?|marken|marques|authors?|search|suche|cart|checkout"
    r"|account|login|register|wishlist|stores?|filialen|locations?|events?|gift-?cards?|sitemap)(?:/|\.html?$|$)",
    re.IGNORECASE,
)
_HOME = re.compile(r"/?(?:[a-z]{2}(?:[-_][a-zA-Z]{2})?/?)?(?:index\.\w{3,5})?")
# "/collections/all/products/pan" is the product, whatever list it was found in.
_PRODUCT = re.compile(
    r"/(products?|produkte?|produits?|productos?|produtos?|prodotti|p|dp|pd|item|items|artikel|shop)/[^/]"
)

OpenDocument = Callable[[str], AbstractContextManager[Document]]


def sitemap_rows(document: Document, open_part: OpenDocument, tell: Callable[[str], None]) -> Iterator[RawRow]:
    """A row for each page; of an index, those of all its sitemaps in order. Raises OSError, ConfigurationError.

    A sitemap of an index that can't be read is a row with a fault, and the others are read.
    """
    kinds = _PageKinds()
    for number, row in enumerate(_rows(document, open_part), 1):
        kinds.count(str(row.fields.get("url", "")))
        yield replace(row, number=number)
    if sentence := kinds.sentence():
        tell(sentence)


def _rows(document: Document, open_part: OpenDocument) -> Iterator[RawRow]:
    parts: list[str] = []
    for kind, entry in xml_entries(document.markup(), {"url", "sitemap"}):
        texts = child_texts(entry)
        if kind == "sitemapindex":
            parts.append(texts.get("loc", ""))
        else:
            version = {"version": texts["lastmod"]} if "lastmod" in texts else {}
            yield RawRow(0, {"url": texts.get("loc", ""), **version})
    if len(parts) > MAX_SITEMAPS:
        raise OSError(f"an index of {len(parts)} sitemaps, more than {MAX_SITEMAPS}")
    for part in parts:
        _check_part(document.address, part)
        yield from _part_rows(part, open_part)


def _part_rows(part: str, open_part: OpenDocument) -> Iterator[RawRow]:
    """The pages of a sitemap out of an index; an index inside of an index is none by the protocol."""

    def no_further(address: str) -> AbstractContextManager[Document]:
        raise unreadable(address, "an index inside of an index", "sitemaps in an index")

    for attempt in count(1):
        read = 0
        try:
            with open_part(part) as opened:
                for row in _rows(opened, no_further):
                    read += 1
                    yield row
        except ConfigurationError as error:
            if error.retryable and not read and attempt < PART_ATTEMPTS:
                time.sleep(PART_WAIT_SECONDS * 2 ** (attempt - 1))
                continue
            value = error.problems[0].value if error.problems else f"{shown(part)}: {error.message}"
            yield RawRow(0, {"url": part}, FieldProblem("sitemap", value, "a sitemap that can be fetched"))
        return


def _check_part(index: str, part: str) -> None:
    """An index leads to web addresses of its own host alone, as the protocol says: it is a stranger's."""
    where, own = parts_of(part), parts_of(index)
    if where.scheme not in {"http", "https"}:
        raise unreadable(part, f"named by the index {index}", "http(s) addresses in an index")
    if own.scheme in {"http", "https"} and where.hostname != own.hostname:
        raise unreadable(part, f"the index is of {own.hostname}", "sitemaps of the index's own host")


class _PageKinds:
    """Counts the addresses of a sitemap by what they look like: shops list every page they have."""

    def __init__(self) -> None:
        self._others = 0
        self._examples: list[str] = []
        self._products: Counter[str] = Counter()

    def count(self, address: str) -> None:
        """Take one more address in."""
        path = parts_of(address).path
        if product := _PRODUCT.search(path):
            self._products[product[1]] += 1
        elif _HOME.fullmatch(path) or _OTHER_PAGE.search(path):
            self._others += 1
            if len(self._examples) <= MAX_EXAMPLES:  # one more, so that it is seen that there are more
                self._examples.append(address)

    def sentence(self) -> str:
        """Say how many look like no product and how to leave them out; empty where none does."""
        if not self._others:
            return ""
        look = (
            "1 address of the sitemap looks" if self._others == 1 else f"{self._others} addresses of the sitemap look"
        )
        named = first_few(self._examples, MAX_EXAMPLES)
        folder = next((name for name, _ in self._products.most_common(1)), "")
        way = f' `--only "/{folder}/"` leaves them out.' if folder else " `--only` leaves out what is not meant."
        return f"{look} like no product: {named}.{way}"
