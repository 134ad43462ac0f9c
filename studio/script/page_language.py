"""Whether the page's own sentences are in the script's language."""

import re
import unicodedata
from collections import Counter
from functools import cache

from studio.script.phrasebook import Phrasebook, phrasebook, written_languages

_CLEAR = 3
"""Small words needed before the text is believed over the page's declaration: shop themes often declare "en"."""


def is_written_in(text: str, declared: str, book: Phrasebook) -> bool:
    """Whether `text` may be spoken among the phrases of `book`.

    `declared` is the page's language code, empty where unknown. The text's letters and small words are believed
    first, the declaration where they say nothing. Undeclared text without any sign of the language is refused.
    """
    if writing_share(text, book) < 0.5:
        return False
    own = _small_words(text, book)
    rival = max((_small_words(text, other) for other in _rivals(book)), default=0)
    if rival >= _CLEAR and rival >= 2 * own:
        return False
    if own >= _CLEAR and own >= 2 * rival:
        return True
    if declared:
        return declared == book.code
    return own > rival


def writing_share(text: str, book: Phrasebook) -> float:
    """How many of the text's letters, 0 to 1, belong to the language's writing; 1 for text without letters."""
    systems = Counter(writing_of(sign) for sign in text if sign.isalpha())
    letters = systems.total()
    return sum(systems[system] for system in book.writing) / letters if letters else 1.0


@cache
def writing_of(sign: str) -> str:
    """The writing system of a letter: the first word of its Unicode name ("LATIN", "CJK")."""
    return unicodedata.name(sign, "?").split()[0]


def _rivals(book: Phrasebook) -> list[Phrasebook]:
    """Other languages that use some of the same letters."""
    others = (phrasebook(name) for name in written_languages())
    return [other for other in others if other.code != book.code and set(other.writing) & set(book.writing)]


def _small_words(text: str, book: Phrasebook) -> int:
    """How often the language's small words stand in the text."""
    folded = text.casefold()
    if not book.spaced:
        return sum(folded.count(word) for word in book.page_text.common_words)
    words = Counter(re.findall(r"\w+", folded))
    return sum(words[word] for word in book.page_text.common_words)
