"""Open Graph (ogp.me), the product tags of Facebook's catalogue, Twitter cards and plain metas."""

from collections.abc import Iterator
from decimal import Decimal

from studio.page.currency import iso_currency
from studio.page.document import Document
from studio.page.facts import Facts
from studio.page.features import bullet_points
from studio.page.identity import tagged_identity
from studio.page.offers import read_availability
from studio.page.price import FoundPrice, Quote, find_prices, read_amount
from studio.page.text import plain_text, stated_text
from studio.product import Source

# Catalogue fields in the tags' three spellings; the price on sale comes before the regular one.
_SALE = ("product:sale_price:amount", "product:sale_price", "og:sale_price:amount")
_PRICE = ("product:price:amount", "og:price:amount", "product:price", "og:price", "og:product:price:amount")
_FORMER = ("product:original_price:amount", "product:original_price", "og:price:standard_amount")
_CURRENCY = (
    *("product:sale_price:currency", "product:price:currency", "og:price:currency", "product:price.currency"),
    *("og:product:price:currency", "product:currency", "og:currency"),
)
_AVAILABILITY = ("product:availability", "og:availability", "og:product:availability")
_PICTURES = ("og:image:secure_url", "og:image", "og:image:url")
_TWITTER_PICTURES = ("twitter:image", "twitter:image:src")


def read_opengraph(document: Document) -> Facts:
    """What the `og:` and `product:` metas state; the title as it stands there, with the shop's additions."""
    description = document.meta("og:description", "twitter:description")
    return Facts(
        source=Source.OPENGRAPH,
        title=stated_text(document.meta("og:title", "twitter:title"), 500),
        description=plain_text(description, 5000),
        features=bullet_points(description),
        brand=stated_text(document.meta("product:brand", "og:brand", "og:product:brand"), 100),
        quote=_quote(document),
        pictures=tuple(_pictures(document)),
        availability=read_availability(document.meta(*_AVAILABILITY)),
        identity=tagged_identity(document),
    )


def read_metas(document: Document) -> Facts:
    """What the plain metas state: the description, and a picture of a Twitter card."""
    description = document.meta("description")
    addresses = (address for name in _TWITTER_PICTURES for address in document.metas.get(name, ()))
    return Facts(
        source=Source.META,
        description=plain_text(description, 5000),
        features=bullet_points(description),
        pictures=tuple(filter(None, map(document.absolute, addresses))),
    )


def states_product(document: Document) -> bool:
    """Whether the tags say that the page is about one product (a `product.group` is a category)."""
    kind = document.meta("og:type").lower()
    is_product = kind.rsplit(":", 1)[-1] in {"product", "product.item", "product.variant", "variant"}
    return is_product or any(name in document.metas for name in (*_SALE, *_PRICE))


def _quote(document: Document) -> Quote | None:
    currency = iso_currency(document.meta(*_CURRENCY), document.territory)
    former = _amount(document.meta(*_FORMER), currency)
    regular = _amount(document.meta(*_PRICE), currency)
    if regular is None and (card := _card_price(document)):
        return Quote(card.amount, currency or card.currency)
    price = _amount(document.meta(*_SALE), currency) or regular
    if price is None:
        return None
    if not currency:
        signed = find_prices(document.meta(*_SALE, *_PRICE), document.territory)
        currency = signed[0].currency if signed else ""
    above = [amount for amount in (former, regular) if amount is not None and amount > price]
    return Quote(price, currency, above[0] if above else None)


def _card_price(document: Document) -> FoundPrice | None:
    """A Twitter product card shows up to two pairs of a label and a value; one may be the price."""
    for number in ("1", "2"):
        if "price" in document.meta(f"twitter:label{number}").lower():
            found = find_prices(document.meta(f"twitter:data{number}"), document.territory)
            return found[0] if found else None
    return None


def _amount(text: str, currency: str) -> Decimal | None:
    return read_amount(text, currency) if text else None


def _pictures(document: Document) -> Iterator[str]:
    """All `og:image`, each by its secure address where it has one."""
    secure = document.metas.get("og:image:secure_url", [])
    plain = document.metas.get("og:image", []) or document.metas.get("og:image:url", [])
    chosen = secure if len(secure) >= len(plain) else plain
    return filter(None, map(document.absolute, chosen))
