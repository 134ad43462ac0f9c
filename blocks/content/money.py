# ruff: noqa: RUF001 - signs of shops are meant
"""Amounts of money and savings in a line of text, in all the ways in which shops write them."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

_DOLLARS = frozenset(
    {"USD", "CAD", "AUD", "NZD", "MXN", "SGD", "HKD", "TWD", "ARS", "CLP", "COP", "BRL", "UYU", "BBD", "JMD", "TTD"}
)
_CODES = (
    *("EUR", "GBP", "JPY", "CNY", "INR", "CHF", "PLN", "SEK", "NOK", "DKK", "ISK", "CZK", "HUF", "RON", "BGN", "TRY"),
    *("KRW", "THB", "VND", "IDR", "MYR", "PHP", "ILS", "AED", "SAR", "QAR", "KWD", "EGP", "MAD", "ZAR", "NGN", "KES"),
    *("RUB", "UAH", "KZT", "RSD", "PKR", "BDT", "LKR", "PEN", *sorted(_DOLLARS)),
)
# Signs and words that stand for one currency (CLDR 48, "currencies").
_SIGNS = {
    "EUR": "€ euro euros",
    "GBP": "£ pounds",
    "JPY": "円 yen",
    "INR": "₹ rupees",
    "KRW": "₩ 원",
    "TRY": "₺ lira",
    "PLN": "zł zl",
    "CZK": "kč",
    "THB": "฿",
    "VND": "₫",
    "ILS": "₪",
    "PHP": "₱",
    "RUB": "₽",
    "UAH": "₴",
    "USD": "us$",
    "CAD": "ca$ c$",
    "AUD": "au$ a$",
    "NZD": "nz$",
    "TWD": "nt$",
    "HKD": "hk$",
    "SGD": "s$",
    "BRL": "r$",
    "MXN": "mx$",
}
# All marks, and the codes that each may stand for.
_MARKS: dict[str, frozenset[str]] = {
    **{code.casefold(): frozenset({code}) for code in _CODES},
    **{sign: frozenset({code}) for code, signs in _SIGNS.items() for sign in signs.split()},
    **dict.fromkeys(("$", "dollar", "dollars", "dólares", "dollari"), _DOLLARS),
    **dict.fromkeys(("¥", "元"), frozenset({"JPY", "CNY", "TWD"})),
    **dict.fromkeys(("kr", "kr."), frozenset({"SEK", "NOK", "DKK", "ISK"})),
}
# What stands for other things elsewhere ("5 ft"), or what the recogniser makes of a sign that it does not know (tried:
# "₺" is read as "t", "₩" as "W"): only where the product is known to be sold in that currency.
_SIGNS_AT_HOME = {
    "CHF": "fr fr. franken francs",
    "HUF": "ft forint",
    "IDR": "rp rp.",
    "INR": "rs rs.",
    "KRW": "w",
    "LKR": "rs rs.",
    "MYR": "rm",
    "PKR": "rs rs.",
    "RON": "lei",
    "TRY": "tl t",
    "VND": "đ d",
}
_NUMBER = re.compile(
    # Groups of three behind a space, a mark behind groups of two or three (India), or digits alone.
    r"(?<![\d.,])(?:\d{1,3}(?: \d{3})+(?:[.,]\d{1,2})?|\d{1,3}(?:[.,'’]\d{2,3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,3})?)"
    r"(?:[.,] ?[-–—]{1,2})?(?!\d)"
)
_UNIT = re.compile(r"\s*(?:/|(?:per|pro|je|par|por|al)\b|\d* ?(?:kg|g|ml|l)\b)", re.IGNORECASE)
_MAX_DIGITS = 12
"""Of an amount; longer rows of digits are numbers of articles."""

_SAVING_WORDS = (
    r"save|saving|off|discount|spare|sparen|sie sparen|rabatt|reduziert|günstiger|économisez|de réduction|de remise"
    r"|ahorra|de descuento|risparmi\w*|di sconto|poupe|de desconto|bespaar|korting|rabatu|taniej|zniżki|indirim|sleva"
    r"|slevy|kedvezmény|rabat|rea|alennus|reducere|オフ|引き|割引|优惠|優惠|立减"
)
_MINUS = re.compile(r"(?<![\d%])[-−–—]\s?(\d{1,2})(?:[.,]\d)?\s?%")
_SAID = re.compile(
    rf"(?:\b(?:{_SAVING_WORDS})\s(?:up to\s)?(\d{{1,2}})\s?%)|(?:(\d{{1,2}})\s?%\s?(?:{_SAVING_WORDS})(?!\w))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount with the mark of a currency."""

    text: str
    amounts: frozenset[Decimal]
    """What the digits may mean: "1.299" is a thousand here and a one elsewhere."""
    currencies: frozenset[str]
    """ISO 4217 codes that the mark may stand for."""


def find_money(text: str, currency: str = "") -> list[Money]:
    """Return the amounts of a line that bear a currency's mark, but no prices of a unit ("€ 12.90 / kg").

    `currency` is the one that the product is known to be sold in: its ambiguous marks count too.
    """
    plain, marks = _plain(text), _marks(currency)
    found, taken = [], 0
    for number in _NUMBER.finditer(plain):
        before = _mark_before(plain[taken : number.start()].casefold(), marks)
        after = "" if before else _mark_after(plain[number.end() :].casefold(), marks)
        taken = number.end() + len(after)
        money = _money(number[0], before, after)
        if money and not _UNIT.match(plain[taken:]):
            found.append(Money(money, readings(number[0]), marks[(before or after).strip()]))
    return found


def find_savings(text: str) -> list[int]:
    """Return the percentages that a line states as a saving: "-25 %", "20 % off", not "100 % wool"."""
    plain = _plain(text)
    said = (found[1] or found[2] for found in _SAID.finditer(plain))
    return [int(digits) for digits in (*(found[1] for found in _MINUS.finditer(plain)), *said)]


def readings(digits: str) -> frozenset[Decimal]:
    """Return all amounts that a written number may mean; a row of digits behind a space may be one of its own."""
    bare = re.sub(r"[.,] ?[-–—]{1,2}$", "", digits)
    groups = re.split(r"[.,'’ ]", bare)
    found = {Decimal("".join(groups))}
    if len(groups) > 1 and not bare[-len(groups[-1]) - 1].isspace() and bare[-len(groups[-1]) - 1] in ".,":
        found.add(Decimal(f"{''.join(groups[:-1])}.{groups[-1]}"))
        if len(groups[-1]) < 3:
            found.discard(Decimal("".join(groups)))
    if " " in bare:
        found |= readings(bare.partition(" ")[2])
    return frozenset(found)


def _plain(text: str) -> str:
    """The line with one kind of space and of digits, and without the gaps that a recogniser puts into numbers."""
    spaced = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text).replace("–.", "-"))
    return re.sub(r"(?<=\d)(?: ([.,]) ?|([.,]) )(?=\d{2}(?!\d))", lambda gap: gap[1] or gap[2], spaced)


def _marks(currency: str) -> Mapping[str, frozenset[str]]:
    return _MARKS | {mark: frozenset({currency}) for mark in _SIGNS_AT_HOME.get(currency, "").split()}


def _money(digits: str, before: str, after: str) -> str:
    """The amount as it is shown, empty where it is none."""
    if not (before or after) or sum(map(str.isdigit, digits)) > _MAX_DIGITS:
        return ""
    return f"{before.upper()} {digits}{after.upper()}".strip()


def _mark_before(text: str, marks: Mapping[str, frozenset[str]]) -> str:
    """The mark at the end of a text. A line that strikes a price is read as a dash before its digits."""
    return max(_ending(text.rstrip(" -\N{EN DASH}"), marks), key=len, default="")


def _mark_after(text: str, marks: Mapping[str, frozenset[str]]) -> str:
    space = " " if text.startswith(" ") else ""
    return max((space + mark for mark in _beginning(text.removeprefix(" "), marks)), key=len, default="")


def _ending(text: str, marks: Mapping[str, frozenset[str]]) -> Iterator[str]:
    for mark in marks:
        rest = text.removesuffix(mark)
        if rest != text and not (mark[0].isalpha() and rest[-1:].isalpha()):
            yield mark


def _beginning(text: str, marks: Mapping[str, frozenset[str]]) -> Iterator[str]:
    for mark in marks:
        rest = text.removeprefix(mark)
        is_word = mark[-1].isalpha() and mark[-1].isascii()
        if rest != text and not (is_word and rest[:1].isalpha()):
            yield mark
