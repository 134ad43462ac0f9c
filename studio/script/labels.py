"""Facts as short texts in the script's language: prices, savings, ratings."""

import re
import unicodedata
from decimal import Decimal

from babel import Locale, localedata
from babel.languages import get_official_languages
from babel.numbers import format_currency, format_decimal, format_percent

from studio.product import Money, Rating
from studio.script.phrasebook import Phrasebook

_EURO_LOCALES = {"pt": "pt_PT"}
"""Babel's plain "pt" is Brazil's; euro prices in Portuguese are written as in Portugal."""


def money_label(money: Money | None, book: Phrasebook) -> str:
    """The amount as the language writes it ("$29.99", "29,99 €", "¥5,980"), empty for none or nothing to pay.

    Whole amounts go without decimals, as shops post them ("$49"). No-break spaces stay, so that an amount is not
    broken over two lines; directional marks go, they are the layout's task. ISO 4217 codes that are no three
    letters give no label: a price without its currency would mislead.
    """
    if money is None or money.amount <= 0 or not re.fullmatch(r"[A-Z]{3}", money.currency):
        return ""
    locale = _price_locale(book, money.currency)
    pattern = locale.currency_formats["standard"].pattern
    if money.amount == money.amount.to_integral_value():
        text = format_currency(money.amount, money.currency, pattern.replace(".00", ""), locale, currency_digits=False)
    else:
        text = format_currency(money.amount, money.currency, locale=locale)
    # Codes in place of a symbol ("ARS 49") stand apart from the number, which patterns made for symbols do not know.
    return re.sub(r"(?<=[^\W\d_])(?=\d)", "\N{NO-BREAK SPACE}", _without_marks(str(text)))


def saving_label(price: Money | None, list_price: Money | None, book: Phrasebook) -> str:
    """The saving in whole percent, rounded down; empty unless both prices are stated in one currency."""
    if price is None or list_price is None or price.currency != list_price.currency or list_price.amount <= 0:
        return ""
    percent = int((list_price.amount - price.amount) * 100 / list_price.amount)
    if not 1 <= percent <= 99:
        return ""
    return _without_marks(str(format_percent(Decimal(percent) / 100, locale=book.locale)))


def rating_text(rating: Rating | None, book: Phrasebook) -> str:
    """The rating as a sentence; empty where the page states none, or one below 80 % that no shop would post."""
    if rating is None or not 0 < rating.value <= rating.best or rating.value < rating.best * Decimal("0.8"):
        return ""
    value, best = (format_decimal(number, "0.##", book.locale) for number in (rating.value, rating.best))
    if rating.count is None or rating.count < 2:  # "1 reviews" is wrong in every language, and no recommendation
        return book.common.rating.format(rating=value, best=best)
    count = format_decimal(rating.count, locale=book.locale)
    return book.common.rating_count.format(rating=value, best=best, count=count)


def _price_locale(book: Phrasebook, currency: str) -> Locale:
    """The language as written where the currency is used, if the language is official there.

    ISO 4217 codes begin with the ISO 3166 country code. English is written in Poland too, but as Poles write numbers:
    "1.148" is one and a bit to everybody else who reads English.
    """
    if currency == "EUR":
        return Locale.parse(_EURO_LOCALES.get(book.locale, book.locale))
    base = Locale.parse(book.locale)
    local = "_".join(part for part in (base.language, base.script, currency[:2]) if part)
    is_official = base.language in get_official_languages(currency[:2], regional=True)
    return Locale.parse(local) if is_official and localedata.exists(local) else base


def _without_marks(text: str) -> str:
    return "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
