"""Plain text out of what pages put into their fields."""

import html
import re
import unicodedata

_DROPPED_BLOCK = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--.*?(?:-->|\Z)", re.DOTALL)
_WHITE_SPACE = re.compile(r"\s+")
# Control, zero-width and direction characters: they show nothing, and break comparing, drawing and speaking.
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# Scripts that write no blanks between words: each letter counts as a word (Thai, kana, Han).
_UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")


def plain_text(value: str, limit: int = 10_000) -> str:
    """`value` without markup, entities and invisible characters, white space folded, at most `limit` letters.

    Markup and entities are taken off twice, since fields often hold HTML that was escaped once too often.
    """
    for _ in range(2):
        if "<" in value:
            value = _TAG.sub(" ", _DROPPED_BLOCK.sub(" ", value))
        if "&" in value:
            value = html.unescape(value)
    value = _SURROGATE.sub("", _INVISIBLE.sub("", value))
    value = _WHITE_SPACE.sub(" ", unicodedata.normalize("NFC", value)).strip()
    return value if len(value) <= limit else value[:limit].rsplit(" ", 1)[0]


def words(value: str) -> frozenset[str]:
    """The words of a text for comparing, case and marks folded."""
    return frozenset(_WORD.findall(unicodedata.normalize("NFKC", value).casefold()))


def overlap(one: str, other: str) -> float:
    """How far two texts share their words: 1.0 where all words of the shorter one are in the longer one."""
    left, right = words(one), words(other)
    if not left or not right:
        return 0.0
    return len(left & right) / min(len(left), len(right))
