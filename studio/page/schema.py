"""The page's own product among its schema.org items, and what it states."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlsplit

from studio.page.document import Document
from studio.page.facts import Facts
from studio.page.features import bullet_points, stated_properties
from studio.page.identity import stated_identity
from studio.page.item import Item
from studio.page.offers import best_offer, is_variant_of_page, read_availability, read_quote, variant_address
from studio.page.opengraph import states_product
from studio.page.price import Quote, read_amount
from studio.page.text import plain_text, stated_text, words
from studio.product import Rating, Source

# schema.org Product and the subtypes that shops sell under.
_PRODUCT_TYPES = frozenset(
    {"product", "productgroup", "productmodel", "individualproduct", "someproducts", "vehicle", "car", "motorcycle"}
)
# Sold too, but written about more often than sold: they count with an offer only.
_SOLD_TYPES = frozenset(
    {"book", "audiobook", "videogame", "game", "musicalbum", "visualartwork", "painting", "photograph", "sculpture"}
    | {"softwareapplication", "mobileapplication", "webapplication", "course", "menuitem", "drug"}
)
# Where a page's own product hangs below another item.
_MAIN_LINKS = ("mainentity", "mainentityofpage", "about", "itemoffered")
# Types whose `itemReviewed` is the product of the page itself; a single Review may be about anything.
_RATING_TYPES = frozenset({"aggregaterating"})
_LISTED_LINKS = ("itemlistelement", "item", "hasproduct")
# Two names are of one thing from here on: all but one of four words of the shorter one are shared.
_SAME_NAME = 0.75
# A title may be a shortened name, but "Shoes" over a list does not name "Red running shoes".
_PART_OF_NAME = 0.6
# That many products that fit the page equally well are a list of products.
CATEGORY_SIZE = 3
_DEFAULT_BEST_RATING = Decimal(5)  # schema.org bestRating: "If bestRating is omitted, 5 is assumed."


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item that may be the page's product; `listed` where it stands in a list of several things."""

    item: Item
    listed: bool

    @property
    def name(self) -> str:
        """The product's name as plain text."""
        return stated_text(self.item.text("name"), 500)


def product_facts(items: list[Item], document: Document, source: Source) -> Facts | None:
    """What the items of one syntax state about the page's own product, None where none is it."""
    candidates = [candidate for item in items for candidate in _candidates(item, listed=False)]
    best = _own_product(candidates, document)
    if best is None:
        return None
    return _facts(_merged(best, candidates), document, source)


def offer_facts(items: list[Item], document: Document, source: Source) -> Facts | None:
    """What an offer without a product around it states, if all such offers of the page have one price."""
    offers = [item for item in items if item.types & {"offer", "aggregateoffer"}]
    quotes = {quote for offer in offers if (quote := read_quote(offer, document.territory))}
    if len(quotes) != 1:
        return None
    return Facts(source=source, quote=quotes.pop(), availability=read_availability(offers[0].text("availability")))


def listed_products(items: list[Item]) -> int:
    """How many different products the items name: a category page has many and is none of them."""
    names = {candidate.name for item in items for candidate in _candidates(item, listed=False)}
    return len(names - {""})


def _candidates(item: Item, *, listed: bool, depth: int = 0) -> Iterator[Candidate]:
    if _PRODUCT_TYPES & item.types or (_SOLD_TYPES & item.types and "offers" in item.properties):
        yield Candidate(item, listed)
        return
    if depth > 4:
        return
    for offered in item.items("itemoffered"):
        offered.properties.setdefault("offers", [item])  # an offer may hold its product instead of hanging on it
    inside = [(nested, listed) for nested in item.items(*_MAIN_LINKS)]
    inside += [(nested, True) for nested in item.items(*_LISTED_LINKS)]
    if _RATING_TYPES & item.types:
        inside += [(nested, listed) for nested in item.items("itemreviewed")]
    for nested, in_list in inside:
        yield from _candidates(nested, listed=in_list, depth=depth + 1)


def _own_product(candidates: list[Candidate], document: Document) -> Candidate | None:
    named = [candidate for candidate in candidates if candidate.name]
    if not named:
        unlisted = [candidate for candidate in candidates if not candidate.listed]
        return unlisted[0] if len(unlisted) == 1 and not document.is_home else None
    scored = [(_score(candidate, document), candidate) for candidate in named]
    best_score, best = max(scored, key=lambda pair: pair[0])
    if document.is_home and best_offer(best.item, document) is None:
        return None
    equals = {candidate.name for score, candidate in scored if score == best_score}
    if _has_page_address(best.item, document) and not best.listed:
        return best
    if len(equals) >= CATEGORY_SIZE and not (states_product(document) or _are_variants(equals, document)):
        return None
    one_name = len(equals) == len({candidate.name for candidate in named}) == 1 or _are_variants(equals, document)
    alone = one_name and not best.listed and not document.is_home
    return best if alone or is_named_by_page(best.name, document) else None


def _score(candidate: Candidate, document: Document) -> int:
    item = candidate.item
    score = 4 * _has_page_address(item, document) + 3 * is_named_by_page(candidate.name, document)
    score += 2 * ("offers" in item.properties or "hasvariant" in item.properties) + ("image" in item.properties)
    return score - 4 * candidate.listed


def _has_page_address(item: Item, document: Document) -> bool:
    stated = (document.absolute(text) for text in item.texts("url", "@id", "mainentityofpage"))
    paths = {urlsplit(document.url).path.rstrip("/"), urlsplit(document.canonical).path.rstrip("/")} - {""}
    return any(urlsplit(address).path.rstrip("/") in paths for address in stated if address)


def is_named_by_page(name: str, document: Document) -> bool:
    """Whether a name is the one that the page's heading or title gives its subject."""
    own = words(name)
    for title in (*document.headings[:3], document.meta("og:title"), document.head_title):
        stated = words(plain_text(title))
        shared = len(own & stated)
        if own and shared >= _SAME_NAME * len(own):
            return True
        if stated and shared >= _SAME_NAME * len(stated) and shared >= _PART_OF_NAME * len(own):
            return True
    return False


def _are_variants(names: set[str], document: Document) -> bool:
    """Whether all names begin with the page's heading: "Shirt" over "Shirt - red" and "Shirt - blue"."""
    headings = [heading.casefold() for heading in document.headings[:3]]
    return any(all(name.casefold().startswith(heading) for name in names) for heading in headings)


def _merged(best: Candidate, candidates: list[Candidate]) -> Item:
    """The product's item, filled from the other items of the same name: shops split a product over several."""
    merged = Item(best.item.types, best.item.id, dict(best.item.properties))
    for candidate in candidates:
        if candidate.item is not best.item and candidate.name == best.name and not candidate.listed:
            for name, values in candidate.item.properties.items():
                known = merged.properties.setdefault(name, values)
                if name == "offers" and known is not values:  # one item for each size: any of them may be in stock
                    merged.properties[name] = [*known, *values]
    return merged


def _facts(item: Item, document: Document, source: Source) -> Facts:
    offer = best_offer(item, document)
    description = item.text("description")
    return Facts(
        source=source,
        title=stated_text(item.text("name"), 500),
        description=plain_text(description, 5000),
        features=stated_properties(item) or bullet_points(description),
        brand=_brand(item),
        quote=_quote(item, offer, document),
        pictures=tuple(_pictures(item, document)),
        availability=read_availability((offer.text("availability") if offer else "") or item.text("availability")),
        rating=_rating(item),
        identity=stated_identity(item, offer, document),
    )


def _brand(item: Item) -> str:
    """The brand without the words that some shops put before it ("More by the brand: Acme")."""
    named = (stated_text(text, 100).rpartition(":")[2].strip() for text in item.texts("brand", "manufacturer"))
    return next(filter(None, named), "")


def _quote(item: Item, offer: Item | None, document: Document) -> Quote | None:
    """The offer's price; some shops hang price and currency on the product itself."""
    quote = read_quote(offer, document.territory) if offer else None
    return quote or read_quote(item, document.territory)


def _pictures(item: Item, document: Document) -> Iterator[str]:
    variants = list(item.items("hasvariant"))
    own = [variant for variant in variants if is_variant_of_page(variant_address(variant), document.url)]
    for holder in (*own, item) if own else (item, *variants[:1]):
        for value in holder.values("image", "images", "photo"):
            if isinstance(value, Item):
                addresses = list(value.texts("contenturl"))[:1] or list(value.texts("url")) or [value.id]
                yield from filter(None, map(document.absolute, addresses))
            elif isinstance(value, str):
                yield from filter(None, (document.absolute(value),))


def _rating(item: Item) -> Rating | None:
    for stated in item.items("aggregaterating"):
        value = read_amount(stated.text("ratingvalue"))
        best = read_amount(stated.text("bestrating")) or _DEFAULT_BEST_RATING
        count = next(filter(None, map(read_amount, stated.texts("reviewcount", "ratingcount"))), None)
        if value is not None and value <= best:
            return Rating(round(value, 2), best, int(count) if count is not None else None)
    return None
