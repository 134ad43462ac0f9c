"""The product as its page states it: facts, each with where it was read."""

from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum


class Source(StrEnum):
    """Where on the page a fact was read, most trusted first."""

    JSON_LD = "json-ld"
    MICRODATA = "microdata"
    RDFA = "rdfa"
    OPENGRAPH = "opengraph"
    META = "meta"
    DOM = "dom"
    STATE = "state"
    """Data that the page hands to its own scripts, in no standard's words."""
    CORRECTION = "correction"
    """Not from the page: the client sent it with PUT /open/product."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in an ISO 4217 currency, for instance Money(Decimal("29.99"), "USD")."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Rating:
    """A rating that the page itself states: `value` out of `best`, from `count` reviews where it says so."""

    value: Decimal
    best: Decimal
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Product:
    """One product. Every field but `url` and `title` may be missing on a page; nothing here is ever invented."""

    url: str
    """The canonical address of the page."""
    title: str
    description: str = ""
    """Plain text, white space folded, no markup."""
    features: tuple[str, ...] = ()
    """Short statements the page lists about the product (bullet points, additionalProperty), plain text."""
    brand: str = ""
    sku: str = ""
    """The shop's own number."""
    gtin: str = ""
    """8, 12, 13 or 14 digits (EAN, UPC, ISBN-13), only with a right check digit."""
    mpn: str = ""
    """The manufacturer's number."""
    price: Money | None = None
    """What a buyer pays now."""
    price_is_from: bool = False
    """`price` is the lowest of several: other choices of the product cost more."""
    list_price: Money | None = None
    """The former or recommended price, only where the page states one above `price`."""
    list_price_recommended: bool = False
    """It is one that the maker recommends: nobody says that it was ever asked."""
    pictures: tuple[str, ...] = ()
    """Absolute addresses, best first, without duplicates."""
    language: str = ""
    """BCP 47 primary language of the page in lower case ("en", "zh"), empty where unknown."""
    availability: str = ""
    """schema.org ItemAvailability without its prefix, for instance "InStock"."""
    rating: Rating | None = None
    shop: str = ""
    """What the shop calls itself, or its domain; empty where it has neither."""
    target_audience: str = ""
    """Only ever a correction: pages do not say it."""
    sources: dict[str, Source] = field(default_factory=dict)
    """Field name to where it was read."""

    def evergreen(self) -> "Product":
        """The product without what changes while its video is shown, or what only its own shop may state."""
        named = "" if "." in self.shop else self.shop  # a shop without a name has its domain here
        return replace(self, price=None, list_price=None, rating=None, availability="", shop=named)
