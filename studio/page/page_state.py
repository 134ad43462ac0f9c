"""The price in the state that a page hands to its own scripts (Next.js, Nuxt and others), where nothing else tells it.

Such state is nobody's standard: an object counts only where it is named as the page is, and states an amount with its
currency. Of several amounts none is taken: nobody says which of them is asked.
"""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from selectolax.lexbor import LexborNode

from studio.page.currency import has_no_cents, iso_currency
from studio.page.document import Document
from studio.page.price import Quote, find_prices, read_amount
from studio.page.schema import is_named_by_page
from studio.page.text import plain_text

_SCRIPTS = 'script[type="application/json"], script[id="__NEXT_DATA__"], script:not([src]):not([type])'
# "window.__INITIAL_STATE__ = {": an assignment of an object and nothing before it.
_ASSIGNED = re.compile(r"\s*(?:window|self|globalThis)?\.?(?:\[['\"])?\w{2,40}(?:['\"]\])?\s*=\s*(?=\{)")
# States of real shops have up to 2 MB; with more, reading costs more than the price is worth.
_MAX_CHARACTERS = 2_000_000
_MAX_OBJECTS = 50_000
_NAMES = ("name", "title", "productName", "product_name", "displayName", "productTitle")
_PRICES = ("price", "salePrice", "sale_price", "currentPrice", "finalPrice", "sellingPrice", "prices", "pricing")
_AMOUNTS = ("amount", "value", "current", "price", "sale", "finalPrice", "centAmount")
_CURRENCIES = ("currency", "currencyCode", "currency_code", "currencyIso", "priceCurrency", "currencyId")
# commercetools, "CentPrecisionMoney": the amount in the currency's smallest unit, with the number of its digits.
_MIN_DOUBTFUL = 1000
_CENTS, _DIGITS = "centAmount", "fractionDigits"


def state_quote(document: Document) -> Quote | None:
    """The one price that the page's state gives the thing that the page is named after, None where it gives none."""
    quotes = {quote for root in _states(document) for quote in _quotes(root, document)}
    return quotes.pop() if len(quotes) == 1 else None


def _states(document: Document) -> Iterator[Any]:
    left = _MAX_CHARACTERS
    for node in document.tree.css(_SCRIPTS):
        text = _object_text(node)
        left -= len(text)
        if not text or left < 0:
            continue
        try:
            yield json.JSONDecoder(parse_float=Decimal).raw_decode(text)[0]
        except (ValueError, RecursionError):
            continue


def _object_text(node: LexborNode) -> str:
    text = node.text().strip()
    if text.startswith(("{", "[")):
        return text
    assigned = _ASSIGNED.match(text)
    return text[assigned.end() :] if assigned else ""


def _quotes(root: Any, document: Document) -> Iterator[Quote]:
    waiting = [root]
    for _ in range(_MAX_OBJECTS):
        if not waiting:
            return
        value = waiting.pop()
        if isinstance(value, dict):
            if _is_named(value, document) and (quote := _own_quote(value, document.territory)):
                yield quote
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value


def _is_named(thing: dict[str, Any], document: Document) -> bool:
    names = (thing.get(key) for key in _NAMES)
    return any(isinstance(name, str) and is_named_by_page(plain_text(name, 500), document) for name in names)


def _own_quote(thing: dict[str, Any], territory: str) -> Quote | None:
    for key in _PRICES:
        value = thing.get(key)
        holder = value if isinstance(value, dict) else {"amount": value, **{k: thing.get(k) for k in _CURRENCIES}}
        if quote := _stated(holder, territory):
            return quote
    return None


def _may_be_cents(value: str | int | Decimal, key: str, currency: str) -> bool:
    """A large whole number without a mark: some states count in cents, and say so nowhere."""
    is_whole = isinstance(value, int) or (isinstance(value, str) and value.isdigit())
    return is_whole and key != _CENTS and not has_no_cents(currency) and int(value) >= _MIN_DOUBTFUL


def _stated(holder: dict[str, Any], territory: str) -> Quote | None:
    named = next((text for key in _CURRENCIES if isinstance(text := holder.get(key), str)), "")
    currency = iso_currency(named, territory)
    for key in _AMOUNTS:
        value = holder.get(key)
        if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
            continue
        signed = find_prices(value, territory) if isinstance(value, str) else ()
        amount = read_amount(value if isinstance(value, str) else Decimal(value), currency)
        if key == _CENTS and amount is not None:
            digits = holder.get(_DIGITS, 2)
            amount = amount.scaleb(-digits) if digits in {0, 2, 3} else None
        if amount is not None and (currency or signed) and not _may_be_cents(value, key, currency):
            return Quote(amount, currency or signed[0].currency)
    return None
