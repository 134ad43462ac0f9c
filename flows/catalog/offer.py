"""What a row of a catalog says of the product's offer: price, former price, currency, availability.

Attributes are those of Google's product data specification (support.google.com/merchants/answer/7052112): `price` and
`sale_price` are a number with a period and an ISO 4217 code, "15.00 USD". What is written otherwise is not taken: a
price that was guessed would make videos stale that are right.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from blocks.ledger.record import PageFacts

OFFER_FIELDS = ("price", "sale_price", "sale_price_effective_date", "availability")

_PRICE = re.compile(r"(?:([A-Z]{3}) ?)?(\d{1,12}(?:\.\d{1,4})?)(?: ?([A-Z]{3}))?")
_AVAILABILITY = {
    "instock": "InStock",
    "outofstock": "OutOfStock",
    "preorder": "PreOrder",
    "backorder": "BackOrder",
}
"""Google's words without their separators, and schema.org's ItemAvailability."""


def offer_of(fields: Mapping[str, Any], now: datetime) -> PageFacts:
    """Return what a row states of the offer at a time; empty where it states nothing that can be read."""
    price, currency = _money(fields.get("price"))
    sale, sale_currency = _money(fields.get("sale_price"))
    stated = str(fields.get("availability", ""))
    availability = _AVAILABILITY.get(re.sub(r"[\W_]", "", stated.rpartition("/")[2]).casefold(), "")
    if not sale or sale_currency != currency or not _is_on(str(fields.get("sale_price_effective_date", "")), now):
        return PageFacts(price=price, currency=currency, availability=availability)
    return PageFacts(price=sale, list_price=price, currency=currency, availability=availability)


def _money(stated: Any) -> tuple[str, str]:
    """The amount and its currency, both empty unless both are told."""
    found = _PRICE.fullmatch(str(stated or "").strip())
    currency = found and (found[1] or found[3])
    return (found[2], currency) if found and currency and not (found[1] and found[3]) else ("", "")


def _is_on(interval: str, now: datetime) -> bool:
    """Tell whether a sale goes on: always, or from one time of ISO 8601 to another."""
    if not interval.strip():
        return True
    try:
        first, last = (datetime.fromisoformat(each.strip()) for each in interval.split("/"))
    except ValueError:
        return False
    begin, end = (each if each.tzinfo else each.replace(tzinfo=UTC) for each in (first, last))
    return begin <= now <= end
