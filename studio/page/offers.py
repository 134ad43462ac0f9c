"""What a buyer pays, out of schema.org offers."""

from collections.abc import Iterator
from decimal import Decimal
from urllib.parse import parse_qsl, urlsplit

from studio.page.currency import iso_currency
from studio.page.document import Document
from studio.page.item import Item, Value, local_name
from studio.page.price import Quote, find_prices, read_amount
from studio.page.text import plain_text

# schema.org PriceTypeEnumeration: what was asked before, or is only recommended.
_RECOMMENDED = frozenset({"msrp", "srp", "suggestedretailprice"})
_FORMER = frozenset({"listprice", "strikethroughprice", "regularprice"}) | _RECOMMENDED
# Subtypes of schema.org PriceSpecification for what comes on top.
_OTHER_CHARGES = frozenset({"deliverychargespecification", "paymentchargespecification"})
# Membership prices; instalments, fees and subscriptions (UnitPriceSpecification).
_NOT_FOR_ALL = frozenset(
    {"validformembertier", "pricecomponenttype", "billingduration", "billingincrement", "billingstart"}
)
# schema.org OfferItemCondition.
_NOT_NEW = frozenset({"usedcondition", "refurbishedcondition", "damagedcondition"})
# schema.org ItemAvailability, and what the Open Graph product tags and shops write for it.
_AVAILABILITIES = {
    "instock": "InStock",
    "available": "InStock",
    "availablefororder": "InStock",
    "yes": "InStock",
    "instoreonly": "InStoreOnly",
    "onlineonly": "OnlineOnly",
    "limitedavailability": "LimitedAvailability",
    "outofstock": "OutOfStock",
    "oos": "OutOfStock",
    "notavailable": "OutOfStock",
    "unavailable": "OutOfStock",
    "soldout": "SoldOut",
    "discontinued": "Discontinued",
    "preorder": "PreOrder",
    "presale": "PreSale",
    "backorder": "BackOrder",
    "madetoorder": "MadeToOrder",
    "reserved": "Reserved",
    "pending": "PreOrder",
}


def read_availability(value: str) -> str:
    """schema.org ItemAvailability without its prefix, empty for what is none."""
    letters = "".join(c for c in local_name(value) if c.isalpha())
    return _AVAILABILITIES.get(letters, "")


def best_offer(product: Item, document: Document) -> Item | None:
    """The offer of the page's own variant; else the first in stock; else the first that has a price.

    A new one comes before one that was used, wherever a market place lists both.
    """
    offers = sorted(_offers(product), key=lambda pair: local_name(pair[1].text("itemcondition")) in _NOT_NEW)
    priced = [(address, offer) for address, offer in offers if read_quote(offer, document.territory)]
    own = (offer for address, offer in priced if is_variant_of_page(address, document.url))
    in_stock = (offer for _, offer in priced if read_availability(offer.text("availability")) == "InStock")
    rest = (offer for _, offer in (*priced, *offers))
    return next(own, None) or next(in_stock, None) or next(rest, None)


def _offers(product: Item) -> Iterator[tuple[str, Item]]:
    """Every offer with the address of what it offers."""
    for offer in product.items("offers", "offer", "offerdetails"):  # the last is data-vocabulary.org's
        yield offer.text("url") or offer.id, offer
        for single in offer.items("offers"):
            yield single.text("url") or single.id, single
    for variant in product.items("hasvariant", "model"):
        for offer in variant.items("offers"):
            yield offer.text("url") or variant_address(variant), offer


def variant_address(variant: Item) -> str:
    """The address of a variant, which some shops state for its offer only."""
    offered = (offer.text("url") for offer in variant.items("offers"))
    return variant.text("url") or next(filter(None, offered), "") or variant.id


def is_variant_of_page(address: str, url: str) -> bool:
    """Whether an address names the same variant as the page's own: equal paths and equal, non-empty queries."""
    try:
        offer, page = urlsplit(address), urlsplit(url)
    except ValueError:
        return False
    asked = set(parse_qsl(page.query))
    chosen = set(parse_qsl(offer.query))
    return bool(chosen) and chosen <= asked and offer.path.rstrip("/") == page.path.rstrip("/")


def read_quote(offer: Item, territory: str = "") -> Quote | None:
    """The price that an offer states, with the former price beside it; `territory` tells what its sign means."""
    stated = [part for spec in offer.items("pricespecification") for part in (spec, *spec.items("pricecomponent"))]
    specifications = [spec for spec in stated if not _is_other_charge(spec)]
    current = [spec for spec in specifications if _price_type(spec) not in _FORMER]
    current.sort(key=lambda spec: _price_type(spec) != "saleprice")
    for holder in (offer, *current):
        currency = _currency(holder, offer, territory)
        for value in holder.values("price", "lowprice", "minprice"):
            amount = _amount(value, currency)
            if amount is not None:
                former, recommended = _former(specifications, amount, currency)
                highest = _highest(holder, currency)
                ranged = highest is not None and highest > amount
                return Quote(amount, currency or _sign_in(value, territory), former, recommended, is_from=ranged)
    return None


def _highest(holder: Item, currency: str) -> Decimal | None:
    """The highest price of a range (schema.org AggregateOffer, and `maxPrice` of a specification)."""
    amounts = (_amount(value, currency) for value in holder.values("highprice", "maxprice"))
    return next((amount for amount in amounts if amount is not None), None)


def _amount(value: Value, currency: str) -> Decimal | None:
    if isinstance(value, Item):
        return next(filter(None, (read_amount(text, currency) for text in value.texts("price", "value"))), None)
    return read_amount(value, currency)


def _currency(holder: Item, offer: Item, territory: str) -> str:
    stated = (*holder.texts("pricecurrency", "currency"), *offer.texts("pricecurrency", "currency"))
    return next(filter(None, (iso_currency(text, territory) for text in stated)), "")


def _sign_in(value: Value, territory: str) -> str:
    prices = find_prices(value, territory) if isinstance(value, str) else ()
    return prices[0].currency if prices else ""


def _former(specifications: list[Item], amount: Decimal, currency: str) -> tuple[Decimal | None, bool]:
    """The former price, and whether it is only a recommended one."""
    for specification in specifications:
        if _price_type(specification) in _FORMER and "estimate" not in plain_text(specification.text("name")).lower():
            for value in specification.values("price"):
                former = _amount(value, currency)
                if former is not None and former > amount:
                    return former, _price_type(specification) in _RECOMMENDED
    return None, False


def _price_type(specification: Item) -> str:
    return local_name(specification.text("pricetype"))


def _is_other_charge(specification: Item) -> bool:
    """For a kilogram, a month, members of a programme, a fee or the delivery: not what a buyer pays for the product."""
    if specification.types & _OTHER_CHARGES or not _NOT_FOR_ALL.isdisjoint(specification.properties):
        return True
    return "referencequantity" in specification.properties and not _price_type(specification)
