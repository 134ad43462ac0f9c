"""Titles shortened to what names the product: brand, model and the word for the thing."""

import re
import unicodedata
from collections.abc import Callable
from functools import cache

from studio.script.phrasebook import phrasebook, written_languages
from studio.script.punctuation import CLOSING, COLONS, DASHES, OPENING, WIDE_COMMAS

HEADLINE_COLUMNS = 38
"""Two lines of the headline's type size; a Chinese sign takes two columns."""

NAME_COLUMNS = 64
"""A spoken name above this takes more than four seconds of a fifteen-second script."""

NAME_WORDS = 6
"""Words of a name that are spoken; more leave no room for a benefit."""

SUBLINE_COLUMNS = 48
"""One line of the subline's type size."""

_PART = re.compile(rf"\s+[|/{DASHES}]+\s+|\s*[{OPENING}].*?(?:[{CLOSING}]|$)\s*")
_LIST = re.compile(rf"[{COLONS},;]\s+|[{WIDE_COMMAS}]")
# What follows says more about the thing that has been named: what it has, whom and what it is for.
_FURTHER = re.compile(
    r"\s+(?:with|without|for|featuring|incl(?:uding|\.)?|mit|ohne|für|inkl(?:usive|\.)?|aus|avec|sans|pour|con|sin|para|com"
    r"|sem|senza|per|met|zonder|voor|z|ze|dla|bez|do|med|til|för|uden|uten|utan|for|с|для|без|із|з)\s+",  # noqa: RUF001
    re.IGNORECASE,
)
# Languages that put the word for the thing last, behind all that describes it (Dryer & Haspelmath, WALS, feature 87A).
_NOUN_LAST = frozenset({"en", "de", "nl", "sv", "da", "no", "nb", "nn", "fi", "et", "hu", "tr"})
# A number before one is a measure and no model: "1/2 in.", "330 ml".
_UNIT = re.compile(r"[a-z\u0430-\u044f]{1,3}\.?|inch(?:es)?|Zoll|%", re.IGNORECASE)
# The word before what a title tells behind a colon: "… model: Optiplex".
_LABEL_WORDS = frozenset({"model", "modell", "modèle", "modelo", "modello", "דגם", "модель"})
_MAX_NOUN_WORDS = 3
_MODEL_REACH = 3
"""Words behind the brand among which a model's number stands ("Trailwind Pro 5")."""

_BALANCED = (('"', '"'), ("«", "»"), ("»", "«"), ("(", ")"), ("„", "“"), ("“", "”"))


def short_title(title: str, brand: str, limit: int, language: str = "") -> str:
    """The title (cleaned) within `limit` columns: its first part that is not the brand alone, cut only if it must be.

    Chinese, Japanese and Korean signs are two columns wide. What is left out, in this order: what follows the title's
    own separators, what follows "with", "for" or a comma, the words between model and thing in a `language` (BCP 47)
    that puts the thing last, a leading brand, and then words at the end.
    """
    return _shortened(title, brand, language, lambda name: _columns(name) <= limit) or _cut(
        _without_brand(_named_part(title, brand), brand), limit
    )


def spoken_title(title: str, brand: str, language: str = "") -> str:
    """The title as it is spoken: at most `NAME_WORDS` words in at most `NAME_COLUMNS` columns."""
    found = _shortened(
        title, brand, language, lambda name: _columns(name) <= NAME_COLUMNS and len(name.split()) <= NAME_WORDS
    )
    words = short_title(title, brand, NAME_COLUMNS, language).split()
    return found or _without_loose_ends(words[:NAME_WORDS])


def _shortened(title: str, brand: str, language: str, fits: Callable[[str], bool]) -> str:
    """The longest of the ways to shorten a title that fits, empty where none does."""
    name = _named_part(title, brand)
    further = (name[: border.start()] for border in reversed(list(_FURTHER.finditer(name))))
    listed = _first_part(_LIST.split(name), brand)
    ways = [name, *further, listed, *(listed[: border.start()] for border in _FURTHER.finditer(listed))]
    named = [_without_loose_ends(way.split()) for way in ways if _names_thing(way, brand)]
    joined = [short for way in reversed(named) if language in _NOUN_LAST for short in _model_and_noun(way, brand)]
    bare = [_without_brand(way, brand) for way in named]
    return next((way for way in (*named, *joined, *bare) if way and fits(way)), "")


def _named_part(title: str, brand: str) -> str:
    return _first_part(_PART.split(title), brand) or title


def _names_thing(name: str, brand: str) -> bool:
    """Whether it names more than the brand, and ends in a word that can end a name."""
    words = name.split()
    named = sum(any(map(str.isalpha, word)) for word in words)
    return named > len(brand.split()) and words[-1].casefold() not in _small_words()


def _model_and_noun(name: str, brand: str) -> list[str]:
    """Brand and model with the last words, the most of these first; nothing where the words between hold together."""
    words = name.split()
    start = len(brand.split()) if brand and name.casefold().startswith(f"{brand.casefold()} ") else 0
    reach = words[start : start + _MODEL_REACH]
    following = [*reach[1:], *words[start + len(reach) :][:1], ""]
    numbered = (
        place
        for place, (word, then) in enumerate(zip(reach, following, strict=False), 1)
        if any(map(str.isdigit, word)) and not (word[-1].isdigit() and _UNIT.fullmatch(then))
    )
    model = max(numbered, default=0)
    kept = start + model or 1
    found = []
    for count in range(_MAX_NOUN_WORDS, 0, -1):
        between = words[kept : len(words) - count]
        short = " ".join([*words[:kept], *words[len(words) - count :]])
        loose = any(word.casefold() in _small_words() for word in between)
        if between and not loose and all(short.count(left) == short.count(right) for left, right in _BALANCED):
            found.append(short)
    return found


def _without_brand(name: str, brand: str) -> str:
    """The name without a leading brand; whole where what is left would begin in the middle of a phrase."""
    if not (brand and name.casefold().startswith(f"{brand.casefold()} ")):
        return name
    rest = name[len(brand) :].strip(f" :{DASHES}")
    first = rest.split()[0].casefold() if rest.split() else ""
    return name if not first or first in _small_words() else rest


def _first_part(parts: list[str], brand: str) -> str:
    """The first part that names more than the brand."""
    named = (part.strip() for part in parts)
    return next((part for part in named if any(map(str.isalnum, part)) and part.casefold() != brand.casefold()), "")


def _columns(text: str) -> int:
    return len(text) + sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)


def _cut(name: str, limit: int) -> str:
    """Whole words within `limit` columns, without loose ends; a first word above it is cut inside."""
    if _columns(name) <= limit:
        return name
    fitting = next(end for end in range(min(limit, len(name)), -1, -1) if _columns(name[:end]) <= limit)
    whole = name[:fitting] if name[fitting : fitting + 1].isspace() else name[:fitting].rpartition(" ")[0]
    return _without_loose_ends((whole or name[:fitting]).split())


def _without_loose_ends(words: list[str]) -> str:
    while len(words) > 1 and _is_loose(words[-1]):
        words = words[:-1]
    return " ".join(words).rstrip(f" ,;:{DASHES}")


def _is_loose(word: str) -> bool:
    bare = word.casefold().strip(":")
    return bare in _small_words() or bare in _LABEL_WORDS or not any(map(str.isalnum, word))


@cache
def _small_words() -> frozenset[str]:
    """Words a shortened title must not end with ("for", "mit", "de"), of all languages: titles may be in any."""
    return frozenset(word for name in written_languages() for word in phrasebook(name).page_text.common_words)
