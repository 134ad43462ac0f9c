"""Which language lines of text are in; which letters the recogniser reads at all."""

import unicodedata
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_CODES = {
    "english": "en",
    "german": "de",
    "french": "fr",
    "spanish": "es",
    "italian": "it",
    "portuguese": "pt",
    "dutch": "nl",
    "flemish": "nl",
    "polish": "pl",
    "turkish": "tr",
    "swedish": "sv",
    "danish": "da",
    "norwegian": "no",
    "finnish": "fi",
    "czech": "cs",
    "slovak": "sk",
    "hungarian": "hu",
    "romanian": "ro",
    "croatian": "hr",
    "slovenian": "sl",
    "indonesian": "id",
    "malay": "ms",
    "filipino": "tl",
    "tagalog": "tl",
    "lithuanian": "lt",
    "latvian": "lv",
    "swahili": "sw",
    "zulu": "zu",
}
"""Languages of the contract in Latin letters that the recogniser reads, and their ISO 639-1 codes ("tl" for both)."""
_KIN = ({"da", "no"}, {"cs", "sk"}, {"hr", "sl"}, {"id", "ms"})
"""Languages whose short texts are taken for each other."""
_HAN = frozenset({"chinese", "traditional-chinese", "cantonese"})
_KANA = frozenset({"HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"})
READABLE = _KANA | {"LATIN", "CJK"}
"""Letters that the recogniser knows, by the first word of their Unicode names (the characters of PP-OCRv6_rec_small,
and a trial with a line of each script: of Greek it reads every other letter, of others none)."""
MIN_LETTERS = 12
"""Two or three words. Fewer may be a brand."""
SURE, NOT_AT_ALL = 0.75, 0.03
"""Probability of another language, and of the ordered one. "Hours. Only, shop now" is English with 0.78."""
_MIN_WRITING = 0.5


class Spoken(StrEnum):
    """What the texts tell of the language."""

    ORDERED = "as ordered"
    OTHER = "another"
    UNCLEAR = "too few words to tell"
    UNREADABLE = "its letters can't be read"


def unread_writing(text: str) -> str:
    """Return the writing of most letters of a text if the recogniser can't read it ("Cyrillic"), else nothing."""
    letters = _letters(text)
    strange = Counter({name: count for name, count in letters.items() if name not in READABLE})
    if not strange or strange.total() < letters.total() * _MIN_WRITING:
        return ""
    return strange.most_common(1)[0][0].capitalize()


def judge_language(lines: Iterable[str], ordered: str) -> tuple[Spoken, str]:
    """Hold lines of text against the ordered language; return what they tell, and which other language they are in."""
    if ordered not in _HAN | {"japanese", *_CODES}:
        return Spoken.UNREADABLE, ""
    text = " ".join(dict.fromkeys(lines))
    letters = _letters(text)
    kana, signs = sum(letters[name] for name in _KANA), sum(letters[name] for name in _KANA | {"CJK"})
    if max(signs, letters["LATIN"]) < MIN_LETTERS:
        return Spoken.UNCLEAR, ""
    if signs >= MIN_LETTERS:
        # A brand in Latin letters has more of them than the sentence around it.
        shown = {"japanese"} if kana > signs / 6 else _HAN
        return (Spoken.ORDERED, "") if ordered in shown else (Spoken.OTHER, min(shown, key=len))
    if ordered in _CODES:
        return _latin(text, _CODES[ordered])
    # Words on the product may be in Latin letters; the sentence and the button of a Chinese video are not.
    is_other = not signs and letters["LATIN"] >= 2 * MIN_LETTERS
    return (Spoken.OTHER, _NAMES[_shares(text)[0][0]]) if is_other else (Spoken.UNCLEAR, "")


def _latin(text: str, ordered: str) -> tuple[Spoken, str]:
    ranked = _shares(text)
    shares = dict(ranked)
    kin = next((row for row in _KIN if ordered in row), {ordered})
    own = sum(shares.get(code, 0.0) for code in kin)
    code, share = ranked[0]
    if code in kin:
        return Spoken.ORDERED, ""
    is_other = share >= SURE and own <= NOT_AT_ALL
    return (Spoken.OTHER, _NAMES[code]) if is_other else (Spoken.UNCLEAR, "")


_NAMES = {code: name for name, code in reversed(_CODES.items())}


def _shares(text: str) -> list[tuple[str, float]]:
    """The probability of each language, the likeliest first."""
    return sorted(_identifier().rank(text), key=lambda each: -each[1])


@cache
def _identifier() -> "LanguageIdentifier":
    """The model, of the extra `check`: most installations do without."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(sorted(set(_CODES.values())))
    return identifier


def _letters(text: str) -> Counter[str]:
    """How many letters of each writing system, by the first word of their Unicode names."""
    return Counter(unicodedata.name(sign, "?").split()[0] for sign in text if sign.isalpha())
