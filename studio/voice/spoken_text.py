"""What is said for a displayed sentence, character by character traceable to it."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_SAID_SIGNS = frozenset("°℃℉№\u200c\u200d")
"""Symbols and joiners that espeak-ng reads well or that shape the letters beside them."""

_READS_IDEOGRAPHS = frozenset({"cmn", "yue"})
"""Voices that read Chinese characters. All others, Japanese too, name each one "Chinese letter"."""

_GAP = "[\u00a0\u202f ]?"
_AMOUNT = r"(?:\d{1,3}(?:[.,'\u2019\u00a0\u202f]\d{2,3})+(?!\d)|\d+)"
_HUNDREDTHS = re.compile(r"[.,](\d\d)$")


@dataclass(frozen=True, slots=True)
class SpokenText:
    """A text for espeak-ng: `origins[i]` is the position in the displayed sentence that character i stands for.

    Origins never fall, and end with the sentence's length.
    """

    text: str
    origins: tuple[int, ...]


def spoken_text(sentence: str, espeak_voice: str) -> SpokenText:
    """What espeak-ng is given to say a displayed sentence.

    Prices become words in the order they are spoken. Emoji and signs it would name ("trade mark", "hot beverage") and
    ideographs in voices that read none become spaces.
    """
    said: list[str] = []
    origins: list[int] = []

    def say(text: str, first: int, last: int) -> None:
        said.append(text)
        origins.extend(min(first + number, last) for number in range(len(text)))

    done = 0
    for match in _prices(espeak_voice).finditer(sentence):
        say(sentence[done : match.start()], done, match.start())
        for text, first, last in _said_price(match, espeak_voice):
            say(text, first, last)
        done = match.end()
    say(sentence[done:], done, len(sentence))
    reads = espeak_voice in _READS_IDEOGRAPHS
    text = "".join(sign if _is_said(sign, reads) else " " for sign in "".join(said))
    return SpokenText(text, (*origins, len(sentence)))


def _said_price(match: re.Match[str], espeak_voice: str) -> list[tuple[str, int, int]]:
    """Each text of a spoken price with the first and last position it may stand for."""
    currency = _currencies()[espeak_voice]
    group = "amount" if match["sign"] else "amount_first"
    name = currency.names[match["sign"] or match["sign_last"]]
    amount, start, end = match[group], match.start(group), match.end(group)
    hundredths = _HUNDREDTHS.search(amount)
    if hundredths is None or (currency.between is None and hundredths[1] != "00"):
        return [(amount, start, end - 1), (f" {name}", end - 1, end - 1)]
    whole = hundredths.start()
    said = [(amount[:whole], start, start + whole - 1), (f" {name}", start + whole, start + whole)]
    if hundredths[1] != "00":
        said.append((f" {currency.between} ".replace("  ", " "), start + whole, start + whole))
        said.append((hundredths[1].removeprefix("0"), end - 2, end - 1))
    return said


def _is_said(sign: str, reads_ideographs: bool) -> bool:
    if sign in _SAID_SIGNS:
        return True
    if not reads_ideographs and unicodedata.name(sign, "").startswith("CJK "):
        return False
    return unicodedata.category(sign) not in {"So", "Sk", "Cc", "Cf", "Cs", "Co", "Cn"}


@dataclass(frozen=True, slots=True)
class _Currency:
    names: dict[str, str]
    between: str | None


@cache
def _currencies() -> dict[str, _Currency]:
    table = tomllib.loads(files("studio.voice").joinpath("currencies.toml").read_text("utf-8"))
    return {voice: _Currency(entry["names"], entry.get("between")) for voice, entry in table.items()}


@cache
def _prices(espeak_voice: str) -> re.Pattern[str]:
    """Amounts with a sign before or after them, for the signs that the voice has names for."""
    currency = _currencies().get(espeak_voice)
    if currency is None:
        return re.compile(r"(?!)")
    signs = "|".join(re.escape(sign) for sign in sorted(currency.names, key=len, reverse=True))
    return re.compile(
        rf"(?<![A-Za-z0-9$])(?P<sign>{signs}){_GAP}(?P<amount>{_AMOUNT})"
        rf"|(?<![A-Za-z0-9.,])(?P<amount_first>{_AMOUNT}){_GAP}(?P<sign_last>{signs})(?![A-Za-z])"
    )
