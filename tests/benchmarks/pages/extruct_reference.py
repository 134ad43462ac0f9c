"""The usual way to read a product page in Python: extruct for the data, price-parser for the amounts.

A command for `python -m tests.benchmarks.pages`: HTML on standard input, the address as the argument, JSON out. Of the
syntaxes the first that has a product is taken: JSON-LD, microdata, RDFa, then Open Graph.
"""

import json
import sys
from collections.abc import Iterator
from typing import Any

import extruct
from price_parser import Price

SYNTAXES = ("json-ld", "microdata", "rdfa", "opengraph")


def read(html: bytes, url: str) -> dict[str, Any]:
    """The fields of the page's product; `refused` where its data hold none."""
    try:
        data = extruct.extract(html, base_url=url, syntaxes=list(SYNTAXES), uniform=True, errors="ignore")
    except ValueError:
        return {"refused": "yes"}
    for syntax in SYNTAXES:
        product = next((item for item in _items(data.get(syntax, [])) if "Product" in _types(item)), None)
        if product is not None:
            return _fields(product)
    tags: dict[str, Any] = next(iter(data.get("opengraph", [])), {})
    is_product = "product" in str(tags.get("@type", ""))
    return (
        {"title": tags.get("og:title", "")} | _price(tags.get("product:price:amount"))
        if is_product
        else {"refused": "yes"}
    )


def _fields(product: dict[str, Any]) -> dict[str, Any]:
    offer = _first(product.get("offers")) or {}
    amount = offer.get("price") or offer.get("lowPrice")
    return {
        "title": _first(product.get("name")),
        "description": _first(product.get("description")),
        "brand": _name(product.get("brand")),
        "availability": str(_first(offer.get("availability")) or "").rpartition("/")[2],
        **_price(amount),
        "currency": offer.get("priceCurrency", ""),
        "list_price": "",
        "features": [],
    }


def _price(stated: Any) -> dict[str, str]:
    amount = Price.fromstring(str(stated)).amount if stated else None
    return {"price": "" if amount is None else str(amount)}


def _items(values: Any) -> Iterator[dict[str, Any]]:
    for value in values if isinstance(values, list) else [values]:
        if isinstance(value, dict):
            yield value
            yield from _items(value.get("@graph", []))


def _types(item: dict[str, Any]) -> str:
    return str(item.get("@type", ""))


def _first(value: Any) -> Any:
    return next(iter(value), None) if isinstance(value, list) else value


def _name(value: Any) -> str:
    value = _first(value)
    return str(value.get("name", "")) if isinstance(value, dict) else str(value or "")


if __name__ == "__main__":
    print(json.dumps(read(sys.stdin.buffer.read(), sys.argv[1]), default=str))
