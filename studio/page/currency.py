"""Currencies as pages write them, and the ISO 4217 code they mean."""

from functools import cache

from babel.numbers import get_territory_currencies, list_currencies

# What each sign can mean; the first is what it means where the page's country says nothing.
# Signs: Unicode CLDR 48, narrow and standard symbols, and the local forms seen in shops.
_SIGNS: dict[str, tuple[str, ...]] = {
    "$": ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN", "ARS", "CLP", "COP", "UYU", "DOP", "BRL"),
    "€": ("EUR",),
    "£": ("GBP", "EGP", "LBP", "GIP"),
    "¥": ("JPY", "CNY"),
    "￥": ("JPY", "CNY"),
    "₽": ("RUB",),
    "₩": ("KRW",),
    "￦": ("KRW",),
    "₪": ("ILS",),
    "₹": ("INR",),
    "₫": ("VND",),
    "đ": ("VND",),
    "₴": ("UAH",),
    "₸": ("KZT",),
    "₺": ("TRY",),
    "₼": ("AZN",),
    "₾": ("GEL",),
    "₦": ("NGN",),
    "₱": ("PHP",),
    "฿": ("THB",),
    "₡": ("CRC",),
    "₲": ("PYG",),
    "₵": ("GHS",),
    "៛": ("KHR",),
    "₭": ("LAK",),
    "৳": ("BDT",),
    "₨": ("INR", "PKR", "LKR", "NPR", "MUR"),
    "원": ("KRW",),
    "円": ("JPY",),
    "元": ("CNY", "TWD", "HKD"),
    "บาท": ("THB",),
    "zł": ("PLN",),
    "Kč": ("CZK",),
    "Ft": ("HUF",),
    "kr": ("SEK", "NOK", "DKK", "ISK"),
    ":-": ("SEK", "NOK", "DKK"),
    "kn": ("HRK",),
    "lei": ("RON", "MDL"),
    "лв": ("BGN",),
    "грн": ("UAH",),
    "\u0440\u0443\u0431": ("RUB", "BYN"),  # Cyrillic "rub"
    "дин": ("RSD",),
    "din": ("RSD",),
    "ден": ("MKD",),
    "тг": ("KZT",),
    "TL": ("TRY",),
    "Rp": ("IDR",),
    "RM": ("MYR",),
    "Rs": ("INR", "PKR", "LKR", "NPR", "MUR"),
    "R$": ("BRL",),
    "R": ("ZAR",),
    "S/": ("PEN",),
    "Fr": ("CHF",),
    "SFr": ("CHF",),
    "KM": ("BAM",),
    "د.إ": ("AED",),
    "ر.س": ("SAR",),
    "ريال": ("SAR", "QAR", "OMR", "YER"),
    "جنيه": ("EGP",),
    "د.ك": ("KWD",),
    "تومان": ("IRT",),
    "US$": ("USD",),
    "U$S": ("USD",),
    "US $": ("USD",),
    "AU $": ("AUD",),
    "CA $": ("CAD",),
    "C $": ("CAD",),
    "NZ $": ("NZD",),
    "C$": ("CAD",),
    "CA$": ("CAD",),
    "A$": ("AUD",),
    "AU$": ("AUD",),
    "NZ$": ("NZD",),
    "S$": ("SGD",),
    "HK$": ("HKD",),
    "NT$": ("TWD",),
    "NT": ("TWD",),
    "MX$": ("MXN",),
    "AR$": ("ARS",),
    "RD$": ("DOP",),
    "CN¥": ("CNY",),
    "euro": ("EUR",),
    "euros": ("EUR",),
    "kuna": ("HRK",),
    "din.": ("RSD",),
}
# Words that shops write in any letter case. Others mean something else then: "km", "ft", "rm", "DIN".
_ANY_CASE = (
    "euro",
    "euros",
    "kuna",
    "kr",
    "kn",
    "lei",
    "zł",
    "Kč",
    "Rp",
    "лв",
    "грн",
    "\u0440\u0443\u0431",
    "ден",
    "TL",
)
_SIGNS |= {case: _SIGNS[word] for word in _ANY_CASE for case in (word.lower(), word.upper(), word.capitalize())}
# Replaced and unofficial codes that pages still write (ISO 4217, table A.3, and common use).
_OLD_CODES = {"RUR": "RUB", "BYR": "BYN", "RMB": "CNY", "NTD": "TWD", "TRL": "TRY", "STG": "GBP", "YTL": "TRY"}
# Codes that read like words or sizes in upper case; as a bare code in running text they are no currency.
_WORDLIKE = frozenset({"ALL", "TOP", "CUP", "GEL", "LAK", "MOP", "PEN", "TRY", "BAM", "LEK"})
_MAX_SIGN_CHARACTERS = 5
# Languages that are official in one country alone, or in countries with one currency (CLDR 48, territory info).
_BY_LANGUAGE = {
    **dict.fromkeys(("et", "fi", "lt", "lv", "sk", "sl", "el", "hr", "bg"), "EUR"),
    "cs": "CZK",
    "da": "DKK",
    "he": "ILS",
    "hu": "HUF",
    "is": "ISK",
    "ja": "JPY",
    "ko": "KRW",
    "nb": "NOK",
    "no": "NOK",
    "nn": "NOK",
    "pl": "PLN",
    "sv": "SEK",
    "th": "THB",
    "tr": "TRY",
    "uk": "UAH",
    "vi": "VND",
}
# Signs in other scripts take endings of their language.
_FIRST_NON_LATIN = "\u0250"
_THREE_DECIMALS = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
# Prices carry no cents in practice: ISO 4217 minor unit 0, and those whose cents are out of use (CLDR cash digits 0).
_NO_DECIMALS = frozenset(
    {"JPY", "KRW", "VND", "CLP", "PYG", "ISK", "UGX", "RWF", "XAF", "XOF", "XPF", "IDR", "COP", "HUF", "TWD", "IRR"}
    | {"IRT", "LBP", "MMK", "KHR", "LAK", "UZS", "CRC", "AMD", "RSD", "TZS"}
)


@cache
def _codes() -> frozenset[str]:
    return frozenset(list_currencies()) | {"IRT"}


def iso_currency(value: str, territory: str = "") -> str:
    """ISO 4217 code for a code or sign ("usd", "RUR", "€", "$"), empty where it is none.

    `territory` (ISO 3166, "CA") decides between the currencies that share a sign.
    """
    value = value.strip().strip(".")
    code = _OLD_CODES.get(value.upper(), value.upper())
    if value in _SIGNS:
        return _sign_currency(value, territory)
    return code if code in _codes() else ""


def _sign_currency(sign: str, territory: str) -> str:
    meant = _SIGNS[sign]
    if territory and len(meant) > 1:
        local = get_territory_currencies(territory)
        return next((code for code in meant if code in local), meant[0])
    return meant[0]


def home_currency(territory: str, language: str) -> str:
    """The currency that a country pays in; without a country, that of the only countries that write the language.

    Empty where neither tells: French is paid in euros, francs and dollars.
    """
    if territory:
        return next(iter(get_territory_currencies(territory)), "")
    return _BY_LANGUAGE.get(language, "")


def has_no_cents(currency: str) -> bool:
    """True where prices are whole numbers, so that a dot before three digits is a thousands mark."""
    return currency in _NO_DECIMALS


def has_three_decimals(currency: str) -> bool:
    """True for the dinars and rials that are divided into thousandths."""
    return currency in _THREE_DECIMALS


def sign_before(text: str) -> str:
    """The currency sign or code that a text ends with, empty where it ends with none."""
    text = text.rstrip(" \u00a0\u202f\t\n:").removesuffix(".")
    if text[-1:] not in _edges()[1]:
        return ""
    for size in range(min(_MAX_SIGN_CHARACTERS, len(text)), 0, -1):
        sign = text[-size:]
        if sign in _written() and not (sign[0].isalpha() and text[-size - 1 : -size].isalpha()):
            return sign
    return ""


def sign_after(text: str) -> str:
    """The currency sign or code that a text begins with, empty where it begins with none."""
    text = text.lstrip(" \u00a0\u202f\t\n")
    if text[:1] not in _edges()[0]:
        return ""
    for size in range(min(_MAX_SIGN_CHARACTERS, len(text)), 0, -1):
        sign = text[:size]
        if sign in _written() and not (
            sign[-1].isalpha() and sign[-1] < _FIRST_NON_LATIN and text[size : size + 1].isalpha()
        ):
            return sign
    return ""


@cache
def _written() -> frozenset[str]:
    """Every sign and code that makes an amount of the number beside it."""
    return frozenset(_SIGNS) | ((_codes() | frozenset(_OLD_CODES)) - _WORDLIKE)


@cache
def _edges() -> tuple[frozenset[str], frozenset[str]]:
    """The first and the last characters of all of these: most texts beside a number have none there."""
    return frozenset(sign[0] for sign in _written()), frozenset(sign[-1] for sign in _written())
