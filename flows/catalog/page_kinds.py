"""Which addresses of a sitemap look like no product: shops list every page they have."""

import re
from collections import Counter

from bounds.addresses import parts_of

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


class PageKinds:
    """Counts the addresses of a sitemap by what they look like."""

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
            if len(self._examples) < MAX_EXAMPLES:
                self._examples.append(address)

    def sentence(self) -> str:
        """Say how many look like no product and how to leave them out; empty where none does."""
        if not self._others:
            return ""
        look = (
            "1 address of the sitemap looks" if self._others == 1 else f"{self._others} addresses of the sitemap look"
        )
        named = ", ".join(self._examples) + (", …" if self._others > MAX_EXAMPLES else "")
        folder = next((name for name, _ in self._products.most_common(1)), "")
        way = f' `--only "/{folder}/"` leaves them out.' if folder else " `--only` leaves out what is not meant."
        return f"{look} like no product: {named}.{way}"
