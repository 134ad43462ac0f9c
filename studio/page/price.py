"""Amounts of money in text."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from price_parser import Price

from studio.page.currency import has_no_cents, has_three_decimals, iso_currency, sign_after, sign_before

# Above it, it is no price but a number in a page (a phone number, an id). Ten digits leave room for rupiah and dong.
_MAX_AMOUNT = Decimal(10) ** 11
_NUMBER = r"(?:\d{1,3}(?:[ '\u00a0\u202f\u2009]\d{3})+(?!\d)(?:[.,]\d{1,2}(?!\d))?|\d[\d.,]*)"
# "129,-" and "129.-" with a dash: no cents.
_DASH_CENTS = re.compile(r"[.,]\s?[-\u2013\u2014]+$")
# "59.00 $39.00": a sign that touches the next number is that one's.
_NEXT_ONES_SIGN = re.compile(r"\s+[^\w\s.,]{1,2}\d")
_LEADING_DASHES = re.compile(r"^[-\u2013\u2014]{1,2}")
# "35€99": the sign in the place of the decimal mark.
_LONE_NUMBER = re.compile(rf"\d{{1,4}}€\d\d(?!\d)|{_NUMBER}")
# A number right behind a letter is the end of a name ("A4"), except in the writings that part no words.
_LETTER = re.compile("[^\\W\\d_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
# As far as a sign can be from its number, blanks included.
_REACH = 8
_PLAIN = re.compile(r"\d{1,12}(?:\.\d{1,2})?")
_THREE_AFTER_DOT = re.compile(r"(\d{1,3})\.(\d{3})")
_FOREIGN_DIGIT = re.compile(r"(?![0-9])\d")
# The decimal and thousands marks of Arabic, a typographic apostrophe, and the full-width forms of East Asia (Unicode
# block U+FF00), which NFKC turns into ASCII; one character stays one, so that places in the text stay the same.
_FOREIGN_MARKS = str.maketrans(
    {"\u066b": ".", "\u066c": ",", "\u2019": "'", "\u3000": " "}
    | {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | {"\uffe0": "\u00a2", "\uffe1": "\u00a3", "\uffe5": "\u00a5", "\uffe6": "\u20a9"}
)


@dataclass(frozen=True, slots=True)
class Quote:
    """A price as one place of the page states it; `currency` is empty where it names none."""

    amount: Decimal
    currency: str = ""
    list_amount: Decimal | None = None
    """The former price that the same place states above `amount`."""
    is_recommended: bool = False
    """The former price is one that the maker recommends, and may never have been asked."""
    is_from: bool = False
    """The lowest of several: other choices of the product cost more."""


@dataclass(frozen=True, slots=True)
class FoundPrice:
    """An amount with its currency inside a text, and where it stands there."""

    amount: Decimal
    currency: str
    start: int
    end: int


def read_amount(value: str | Decimal, currency: str = "") -> Decimal | None:
    """The amount in a price field ("1.299,00 €", "30,000원~", "119.01"), None where there is none above zero.

    `currency` tells a thousands mark from a decimal mark where three digits follow it. A `Decimal` was a JSON
    number and is taken as it is.
    """
    if isinstance(value, Decimal):
        return _sane(value)
    text = _ascii_digits(value[:200]).strip()
    if _PLAIN.fullmatch(text):
        return _sane(Decimal(text))
    found = re.search(_NUMBER, text)
    if found is None:
        return None
    number = text if text.count("€") == 1 else found[0]
    return _sane(_parse(_DASH_CENTS.sub("", number.strip()), currency, padded=text == found[0]))


@lru_cache(maxsize=2048)  # one page shows the same few texts again and again, in blocks and in blocks around them
def find_prices(text: str, territory: str = "") -> tuple[FoundPrice, ...]:
    """Every amount of `text` that stands directly beside a currency sign or code, in reading order."""
    text = _ascii_digits(text)
    prices: list[FoundPrice] = []
    taken = 0
    for match in _LONE_NUMBER.finditer(text):
        start, end = match.span()
        sign = "€" if "€" in match[0] else sign_before(text[max(taken, start - _REACH) : start])
        if not sign and not _LETTER.match(text[start - 1 : start]):
            following = text[end : end + _REACH]
            sign = "" if _NEXT_ONES_SIGN.match(following) else sign_after(_LEADING_DASHES.sub("", following))
            taken = text.find(sign, end) + len(sign) if sign else taken
        currency = iso_currency(sign, territory) if sign else ""
        amount = _sane(_parse(match[0], currency, padded=False)) if currency else None
        if amount is not None:
            prices.append(FoundPrice(amount, currency, start, end))
    return tuple(prices)


def round_amount(amount: Decimal, currency: str) -> Decimal:
    """`amount` with the decimals a shop would print: two, three for some dinars, none where it has no cents."""
    step = Decimal("0.001") if has_three_decimals(currency) else Decimal("0.01")
    rounded = amount.quantize(step)
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded


def _parse(number: str, currency: str, *, padded: bool) -> Decimal | None:
    """`padded`: the number fills a data field, where "129.000" is a padded decimal and not 129 thousand."""
    grouped = _THREE_AFTER_DOT.fullmatch(number)
    if grouped and not has_no_cents(currency):
        whole, rest = grouped.groups()
        if has_three_decimals(currency) or whole == "0" or (padded and currency and rest == "000"):
            return Decimal(number)
    if _PLAIN.fullmatch(plain := number.replace(",", ".")):
        return Decimal(plain)  # what price-parser makes of it, in a tenth of the time
    amount: Decimal | None = Price.fromstring(number).amount
    return amount


def _sane(amount: Decimal | None) -> Decimal | None:
    try:
        return amount if amount is not None and amount.is_finite() and 0 < amount < _MAX_AMOUNT else None
    except InvalidOperation:
        return None


def _ascii_digits(text: str) -> str:
    if text.isascii():
        return text
    text = text.translate(_FOREIGN_MARKS)
    return _FOREIGN_DIGIT.sub(lambda match: str(int(match[0])), text)
