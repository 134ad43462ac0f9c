"""Plain text out of what pages put into their fields."""

import html
import re
import unicodedata

_DROPPED_BLOCK = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--.*?(?:-->|\Z)", re.DOTALL)
_WHITE_SPACE = re.compile(r"\s+")
# Control, zero-width and direction characters: they show nothing, and break comparing, drawing and speaking.
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd]")
# What programs and people write for "nothing". eBay's sellers state a brand that "does not apply".
_NOTHING = re.compile(
    r"[\W_]*(?:null|nil|none|undefined|nan|n\.?\s?/?\s?a\.?|not (?:available|applicable|specified|set)|unknown"
    r"|unspecified"
    r"|does not apply|no brand|without brand|unbranded|default(?: title)?|false|true|tbd|tba|k\. ?a\.|keine angabe"
    r"|ohne marke"
    r"|sin marca|sem marca|no aplica|não se aplica|sans marque|senza marca|geen merk|brak|bez značky|без бренда|нет"
    r"|\u65e0|\u7121|\u306a\u3057|\uc5c6\uc74c|brand|vendor|object object|0)?[\W_]*",
    re.IGNORECASE,
)
# Variables of template languages that nobody filled: Liquid, Twig, Velocity, PHP, ERB, Freemarker, Angular.
_UNFILLED = re.compile(
    r"\{\{|\}\}|\{%|<%|%>|<\?|\$\{|#\{|\[\[\w|^\W*\$!?[a-zA-Z_][\w.>\[\]'-]*\W*$|^%\w+%?$|^@\w+\.\w+$|^__\w+__$"
    r"|^\[\w+(?:_\w+)+\]$"
)
# A line break that was escaped once too often; a path ("C:\new") has a colon before its backslash.
_ESCAPED_BREAK = re.compile(r"(?<![:\w\\])\\[nrt]|(?<=\w)\\[nrt](?![a-z])|(?<=[\w.,;!?)])(?:\\r)?\\n")
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
    if "\\" in value:
        value = _ESCAPED_BREAK.sub(" ", value)
    value = _SURROGATE.sub("", _INVISIBLE.sub("", value))
    value = _WHITE_SPACE.sub(" ", unicodedata.normalize("NFC", value)).strip()
    return value if len(value) <= limit else value[:limit].rsplit(" ", 1)[0]


def stated_text(value: str, limit: int) -> str:
    """`plain_text` of a field, empty where a template left it unfilled or wrote that there is nothing."""
    text = plain_text(value, limit)
    return "" if _NOTHING.fullmatch(text) or _UNFILLED.search(text) else text


def words(value: str) -> frozenset[str]:
    """The words of a text for comparing, case and marks folded."""
    return frozenset(_WORD.findall(unicodedata.normalize("NFKC", value).casefold()))


def overlap(one: str, other: str) -> float:
    """How far two texts share their words: 1.0 where all words of the shorter one are in the longer one."""
    left, right = words(one), words(other)
    if not left or not right:
        return 0.0
    return len(left & right) / min(len(left), len(right))
