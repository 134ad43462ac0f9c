"""The words with which shops tell a former or a recommended price from the one to pay."""

import re
import tomllib
from enum import Enum, auto
from functools import cache
from importlib.resources import files

from studio.page.currency import sign_after, sign_before

_PRICE_NOUN = (
    "price|retail price|sale price|preis|verkaufspreis|prix|precio|preço|preco|prezzo|cena|cijena|prijs|pris|hinta|hind"
    "|ár|kaina|цена|ціна|τιμή|fiyat|fiyatı"  # noqa: RUF001 - Greek, Turkish
)
# A remark in brackets and marks may stand between the word and the amount: "RRP (incl. VAT)*: ".
_GAP = r"(?:[\s:]*\([^()\d]{0,20}\))?[\s:*.,\u2013\u2014~(-]*$"
# Right behind the amount, on its own or in brackets: "20 € UVP".
_RECOMMENDED_BEHIND = re.compile(r"[\s,()/]*(?:r\.?r\.?p\.?|m?srp|uvp|pvpr|recommended)(?!\w)", re.IGNORECASE)
# Languages that put their "instead of" behind: Hungarian, Turkish, Korean.
_INSTEAD_BEHIND = re.compile(r"[\s,-]*(?:helyett|yerine|대신)", re.IGNORECASE)
# "from 59 to 39": a pair that falls is a reduction; a range never falls.
_PAIR_START = re.compile(r"(?<!\w)(?:from|von|de|da|van|z|från|fra|od|desde|\u0441|\u043e\u0442)[\s:]*$", re.IGNORECASE)
_PAIR_MIDDLE = re.compile(
    r"[\s,.;:\u2013\u2014>\u2192-]*(?:(?:(?:down|now) )?(?:to|now|only)|auf|jetzt|nur|por|para|a|à|voor|nu|na|teraz|ora"
    r"|maintenant|ahora|agora|til|till|до|на|сейчас)[\s:]*(?:only|nur|solo|apenas|seulement)?[\s:]*",
    re.IGNORECASE,
)
# A value that somebody guessed, and the lowest price of a month, which the law asks for, are no price of before.
_NO_PRICE_OF_BEFORE = re.compile(
    r"\best(?:imated|\.)|lowest|niedrigst|plus bas|más baj|mais baix|più bass|laagste|najniż|lägsta|laveste|nejnižší"
    r"|najniž|alin hinta|legalacsonyabb|cel mai mic|самая низкая"
    r"|30[ -](?:days?|tage|jours|días|dias|giorni|dagen|dni|dager|dagar|dage|päivä|nap)",
    re.IGNORECASE,
)


# A word for "price" inside a label, in the writings that join words and in those that do not.
_NOUN_INSIDE = re.compile(
    r"pri[xcsz]|preis|prij[sz]|pre[cçț]|prezzo|listino|cen[aoyę]|cijen|hin[dtn]|\bár|kain|цен|цін|τιμ|fiyat"
    r"|[价價価定]|가|سعر|מחיר|מחירון|harga|giá|ราคา|m\.?p\.?c",
    re.IGNORECASE,
)


class Former(Enum):
    """What kind of price is not to be paid now."""

    ASKED_BEFORE = auto()
    CALLED_REGULAR = auto()
    """Its usual price, or that of a list."""
    PERHAPS_REGULAR = auto()
    """A word that means the usual price, and other things too: "Regular" and "Full" are sizes."""
    RECOMMENDED = auto()
    """By the maker: nobody says that anyone asked it."""


def former_kind(before: str, behind: str, own_behind: str, *, falls: bool) -> Former | None:
    """What the texts around an amount say about it, None where they do not call it a former price.

    `before` and `behind` reach as far as the neighbouring amounts; `own_behind` is the part of `behind` that does not
    belong to the next one; `falls` tells that this is lower.
    """
    before, behind = without_sign_behind(before), without_sign_before(behind)
    if _NO_PRICE_OF_BEFORE.search(before) or _NO_PRICE_OF_BEFORE.search(own_behind):
        return None
    pair = falls and _PAIR_START.search(before) and _PAIR_MIDDLE.fullmatch(without_sign_behind(behind))
    if pair or _words("asked_before").search(before) or _INSTEAD_BEHIND.match(behind):
        return Former.ASKED_BEFORE
    if _words("recommended").search(before) or _RECOMMENDED_BEHIND.match(without_sign_before(own_behind)):
        return Former.RECOMMENDED
    regular = _words("called_regular").search(before)
    if regular is None:
        return None
    return Former.CALLED_REGULAR if _NOUN_INSIDE.search(regular[0]) else Former.PERHAPS_REGULAR


def names_nothing(before: str) -> bool:
    """Whether the text before an amount has no word that could name it; a bare "from" does not."""
    label = _PAIR_START.sub("", without_sign_behind(before))
    return not any(character.isalpha() for character in label)


def without_sign_behind(text: str) -> str:
    """A text without the currency sign that it ends with."""
    text = text.rstrip(" \u00a0\u202f\t\n")
    return text.removesuffix(sign_before(text))


def without_sign_before(text: str) -> str:
    """A text without the currency sign that it begins with."""
    text = text.lstrip(" \u00a0\u202f\t\n")
    return text.removeprefix(sign_after(text))


@cache
def _words(kind: str) -> re.Pattern[str]:
    table = tomllib.loads(files("studio.page").joinpath("former_words.toml").read_text("utf-8"))[kind]
    words = {word for language in table.values() for word in language}
    listed = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return re.compile(rf"(?<!\w)(?:{listed})\.?(?: (?:{_PRICE_NOUN}))?{_GAP}", re.IGNORECASE)
