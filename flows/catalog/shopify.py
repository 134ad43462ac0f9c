"""Shops on Shopify: `products.json`, which every storefront serves, page by page."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from pydantic import BaseModel, ValidationError

from flows.catalog.sitemap import OpenDocument
from flows.catalog.source import Document
from flows.items.row import RawRow, unreadable

PAGE_SIZE = 250
"""The most that a page gives."""

MAX_PAGES = 400
"""100,000 products, four times what Shopify gives this way."""

FIRST_WORDS = '{"products":'


class ShopProduct(BaseModel):
    """What is read of a product; the page itself has the rest."""

    handle: str
    updated_at: str = ""


class ShopPage(BaseModel):
    """One page of `products.json`."""

    products: list[ShopProduct]


def is_products_json(head: str) -> bool:
    """The body begins as a page of products does."""
    return "".join(head[:200].split()).startswith(FIRST_WORDS)


def shop_rows(document: Document, open_part: OpenDocument) -> Iterator[RawRow]:
    """A row for each product, over all pages. Raises ConfigurationError."""
    address = document.address
    if not address.startswith(("http://", "https://")):
        raise unreadable(address, "products.json does not name its shop", "the address of the shop's products.json")
    seen: set[str] = set()
    # Read anew from page 1: the address as given may name any page and size.
    for number in range(1, MAX_PAGES + 1):
        with open_part(_page_address(address, number)) as page:
            products = _products(page)
        fresh = [product for product in products if product.handle not in seen]
        for product in fresh:
            seen.add(product.handle)
            yield RawRow(len(seen), _fields(address, product))
        if not fresh:  # the end, or a server that ignores the page it is asked for
            return


def _products(page: Document) -> list[ShopProduct]:
    try:
        return ShopPage.model_validate_json(page.binary().read()).products
    except ValidationError as error:
        where = error.errors(include_input=False, include_url=False)[0]
        field = ".".join(map(str, where["loc"]))
        raise unreadable(page.address, f"no products.json: {field} {where['msg']}".strip(), "a Shopify shop") from None


def _fields(address: str, product: ShopProduct) -> dict[str, Any]:
    parts = urlsplit(address)
    # The shop may lie below a path of languages: /en-gb/products.json, /collections/all/products.json.
    root = parts.path.removesuffix("/products.json").partition("/collections/")[0]
    url = urlunsplit((parts.scheme, parts.netloc, f"{root}/products/{quote(product.handle)}", "", ""))
    return {"url": url, "id": product.handle} | ({"version": product.updated_at} if product.updated_at else {})


def _page_address(address: str, page: int) -> str:
    parts = urlsplit(address)
    query = dict(parse_qsl(parts.query)) | {"limit": str(PAGE_SIZE), "page": str(page)}
    return urlunsplit(parts._replace(query=urlencode(query)))
