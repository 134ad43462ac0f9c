"""Untrusted text made fit to be spoken and shown: no markup, no hidden characters, no addresses.

Text of a page or a client is only ever material. Whatever it says, it is at most read aloud as a sentence about
the product; it decides nothing else.
"""

import html
import re
import unicodedata

from studio.script.punctuation import DASHES

MAX_CHARACTERS = 20_000
"""A minute of speech holds about 1,000 characters; more than twenty times that of page text is never needed."""

MAX_LINE = 1_000
"""Nobody names a product in more; pages that do have put something else into their title."""

MAX_WORD = 32
"""Longer "words" are codes and paths. Real ones stay below: "Hochgeschwindigkeitsladegerät" has 29 letters."""

_TAGS = re.compile(r"<(script|style)\b.{0,5000}?</\1\s*>|<[/!?a-zA-Z][^<>]{0,500}>", re.DOTALL | re.IGNORECASE)
_INLINE_TAGS = re.compile(r"</?(?:a|b|em|font|i|mark|small|span|strong|sub|sup|u)\b[^<>]{0,500}>", re.IGNORECASE)
"""Markup inside a sentence; every other tag ends one."""

_ADDRESS = re.compile(
    r"https?:\S*|www\.\S+|\S+@\S+|\b[\w-]{2,}\.(?:com|net|org|info|biz|io|shop|store|co|de|fr|es|it|pl|eu|uk|cn|ru)\b"
    r"(?:/\S*)?",
    re.IGNORECASE,
)
_BULLETS = "•‣▪▫►▶●○◆◇■□★☆✓✔✅☑➤➔→⇒·|【】\r\n\t"
"""Signs with which shops separate statements inside one text."""

_EDGES = f" *_#~.,;:{DASHES}"
"""What a line may lose at its ends: list signs and leftovers of separators."""

_ENDS = _EDGES.replace(".", "")
"""The same at its end, where a full stop tells that a sentence is whole."""

_KEPT_SYMBOLS = "°№"
"""Category "other symbol", but part of what is said: 180 °C, № 5."""

_JOINERS = "\u200c\u200d"
"""Zero-width (non-)joiners: needed inside Persian and Hindi words, never between other signs."""

_SPACES = re.compile(r"[^\S\n]+")
_UNSEGMENTED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]"
)


def lines_of(text: str) -> list[str]:
    """The lines of an untrusted text, cleaned; bullets and line breaks separate lines."""
    bare = html.unescape(text[:MAX_CHARACTERS])
    bare = _TAGS.sub("\n", _INLINE_TAGS.sub("", bare))
    broken = "".join("\n" if sign in _BULLETS else sign for sign in unicodedata.normalize("NFC", bare))
    kept = "".join(_kept(broken, place) for place in range(len(broken)))
    folded = (
        _SPACES.sub(" ", line).lstrip(_EDGES).rstrip(_ENDS) for line in re.sub(r"[{}\[\]<>\\^`]", " ", kept).split("\n")
    )
    return [line for line in folded if line.strip(_EDGES)]


def line_of(text: str, joint: str = " ") -> str:
    """An untrusted short text (title, brand, audience) on one line, without addresses and overlong words.

    `joint` stands where the text had bullets or line breaks.
    """
    joined = _ADDRESS.sub(" ", joint.join(lines_of(text[:MAX_LINE])))
    return " ".join(word for word in joined.split() if not _too_long(word)).rstrip(_EDGES)


def is_speakable(text: str) -> bool:
    """Whether a cleaned text can be spoken whole: it holds letters, no address and no overlong word."""
    return (
        any(sign.isalpha() for sign in text)
        and not _ADDRESS.search(text)
        and not any(_too_long(word) for word in text.split())
    )


def _too_long(word: str) -> bool:
    """Scripts without spaces between words (Chinese, Japanese, Thai) are measured by nothing here."""
    return len(word) > MAX_WORD and not _UNSEGMENTED.search(word)


def _kept(text: str, place: int) -> str:
    """The character at `place`, a space in place of a control character, or nothing for what has no sound."""
    sign = text[place]
    category = unicodedata.category(sign)
    if sign in _JOINERS:
        inside = 0 < place < len(text) - 1 and _in_word(text[place - 1]) and text[place + 1].isalpha()
        return sign if inside else ""
    if sign == "\n" or sign in _KEPT_SYMBOLS:
        return sign
    if category == "Cc":
        return " "
    if category[0] == "C" or category in {"So", "Sk", "Me"} or "\ufe00" <= sign <= "\ufe0f" or sign in "®©™":
        return ""
    return " " if category in {"Zl", "Zp"} else sign


def _in_word(sign: str) -> bool:
    """A letter, or a mark that belongs to one (Hindi joins after a virama)."""
    return unicodedata.category(sign)[0] in "LM"
