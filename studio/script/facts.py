"""Everything a script may say about one product, ready in its language."""

import re
from dataclasses import dataclass
from enum import Enum, auto

from studio.product import Product
from studio.render_request import RenderError
from studio.script.benefits import Benefit, benefits_of, neutral_specs, speaks_language
from studio.script.labels import money_label, rating_text, saving_label
from studio.script.page_language import writing_of
from studio.script.phrasebook import Phrasebook
from studio.script.punctuation import ENDS
from studio.script.speakable import line_of
from studio.script.titles import HEADLINE_COLUMNS, NAME_COLUMNS, SUBLINE_COLUMNS, short_title, spoken_title

_SHOP = re.compile("【[^】]{0,40}】")

_DOMAIN = re.compile(r"(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,24}")
"""The shop's own, taken from the address of its page: not an address that a text wants to be told."""

AUDIENCE_COLUMNS = 80
"""An audience is named, not described: about five seconds of speech."""


class Stock(Enum):
    """What the page's availability means for the call to action."""

    UNSTATED = auto()
    IN_STOCK = auto()
    PREORDER = auto()
    UNAVAILABLE = auto()


_STOCK = {
    "instock": Stock.IN_STOCK,
    "onlineonly": Stock.IN_STOCK,
    "limitedavailability": Stock.IN_STOCK,
    "preorder": Stock.PREORDER,
    "presale": Stock.PREORDER,
    "outofstock": Stock.UNAVAILABLE,
    "soldout": Stock.UNAVAILABLE,
    "discontinued": Stock.UNAVAILABLE,
}
"""schema.org ItemAvailability; others (BackOrder, InStoreOnly, MadeToOrder, Reserved) promise nothing."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Texts in the script's language, empty where the page states nothing. `rating` is a whole sentence."""

    name: str
    """As spoken, with the brand where the title lacks it."""
    shop: str
    headline: str
    subline: str
    audience: str
    price: str
    price_is_from: bool
    """The lowest of several: told as "from"."""
    list_price: str
    list_price_recommended: bool
    """By the maker, so that it is told as that and not as one of before."""
    saving: str
    rating: str
    stock: Stock
    benefits: tuple[Benefit, ...]
    notes: tuple[str, ...]


def facts_of(product: Product, book: Phrasebook) -> Facts:
    """Read the facts that may be told in the language of `book`.

    Raises RenderError ("no_speakable_title") where neither title nor brand holds a word.
    """
    brand = line_of(product.brand)
    title = _title(product.title) or brand
    if not any(sign.isalnum() for sign in title):
        raise RenderError("no_speakable_title", "The product has no title that can be shown and spoken.")
    price = money_label(product.price, book)
    # A former price beside one of several would tell a saving that not every choice has.
    reduced = bool(price) and not product.price_is_from
    saving = saving_label(product.price, product.list_price, book) if reduced else ""
    headline = short_title(title, brand, HEADLINE_COLUMNS, product.language)
    benefits = benefits_of(product, book)
    return Facts(
        name=_spoken_name(title, brand, product.language, book),
        shop=product.shop if _DOMAIN.fullmatch(product.shop) else line_of(product.shop),
        headline=headline,
        subline=_subline(benefits, brand, headline, book),
        audience=_audience(product.target_audience),
        price=price,
        price_is_from=product.price_is_from,
        list_price=money_label(product.list_price, book) if saving else "",
        list_price_recommended=product.list_price_recommended,
        saving=saving,
        rating=rating_text(product.rating, book),
        stock=_STOCK.get(product.availability.casefold(), Stock.UNSTATED),
        benefits=benefits or _specs_only(product, book),
        notes=_notes(product, title, book),
    )


def _title(text: str) -> str:
    """The title on one line, without the 【...】 in which East Asian shops put themselves before the product."""
    named = line_of(_SHOP.sub(" ", text), joint=" | ")
    return re.sub(r"\s+:", ":", named if any(map(str.isalnum, named)) else line_of(text, joint=" | "))


def _spoken_name(title: str, brand: str, language: str, book: Phrasebook) -> str:
    name = spoken_title(title, brand, language)
    if brand and brand.casefold() not in name.casefold() and len(name) + len(brand) <= NAME_COLUMNS:
        return book.common.by_brand.format(name=name, brand=brand)
    return name


def _subline(benefits: tuple[Benefit, ...], brand: str, headline: str, book: Phrasebook) -> str:
    """The brand where the headline lacks it, else the first short feature in the script's language."""
    if brand and brand.casefold() not in headline.casefold():
        return short_title(brand, "", SUBLINE_COLUMNS)
    features = (benefit for benefit in benefits if benefit.is_feature)
    short = (text for benefit in features for text in benefit.wordings if benefit.is_statement(text, book))
    short = (text for text in short if len(text) <= SUBLINE_COLUMNS)
    return next(short, "").rstrip(ENDS)


def _audience(text: str) -> str:
    """The client's words; several groups are separated by commas."""
    line = line_of(text.replace(";", ","), joint=", ").rstrip(" .,!?")
    return line if len(line) <= AUDIENCE_COLUMNS else short_title(line, "", AUDIENCE_COLUMNS)


def _specs_only(product: Product, book: Phrasebook) -> tuple[Benefit, ...]:
    specs = neutral_specs(product)
    if len(specs) < 2:  # one measure alone does not say what it measures
        return ()
    return (Benefit((book.common.specs.format(specs=", ".join(specs)),), 1.0),)


def _notes(product: Product, title: str, book: Phrasebook) -> tuple[str, ...]:
    notes = []
    letters = [sign for sign in title if sign.isalpha()]
    if (product.description or product.features) and not speaks_language(product, book):
        notes.append(f"The page is not in {book.language}: the script uses only its name, price and figures.")
    if any(writing_of(sign) not in {*book.writing, "LATIN"} or writing_of(sign) in book.unreadable for sign in letters):
        notes.append(f"The title contains letters that the {book.language} voice may not pronounce.")
    if _STOCK.get(product.availability.casefold()) is Stock.UNAVAILABLE:
        notes.append("The page says the product is not available: the script does not invite to buy.")
    return tuple(notes)
