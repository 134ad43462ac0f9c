# ruff: noqa: RUF001 - the ideographic punctuation below is meant
"""Where a line may break, and how to break a text into lines of about the same width.

Spaces everywhere. Between ideographs and kana except where Japanese line composition forbids it (JIS X 4051:
closing marks and small kana never start a line, opening brackets never end one). Thai writes no spaces between words:
without a dictionary it may break only where a syllable surely starts (before a leading vowel) or surely ended.
"""

import unicodedata
from collections.abc import Sequence

_NEVER_STARTS = frozenset(
    "、。，．・：；？！」』）】〉》〕］｝ー々ゝゞぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ%％°℃…‥’”)]},.!?:;~～ฯๆ"
)
_NEVER_ENDS = frozenset("「『（【〈《〔［｛‘“([{￥＄$€£¥#＃")
_THAI_LEADING_VOWELS = frozenset("เแโใไ")
_THAI_SYLLABLE_ENDS = frozenset("ะๆฯ")


def split_words(text: str) -> list[str]:
    """The text in pieces that must not be broken; joining them gives the text back, spaces end their piece."""
    pieces: list[str] = []
    start = 0
    for position in range(1, len(text)):
        if _may_break(text[position - 1], text[position]):
            pieces.append(text[start:position])
            start = position
    return [*pieces, text[start:]] if text else []


def balance(widths: Sequence[tuple[float, float]], lines: int) -> tuple[list[int], float]:
    """Where to break pieces into at most `lines` lines so that the widest is as narrow as can be.

    `widths` gives each piece's width with and without the space that ends it. Returns the index after each line's
    last piece, and the width of the widest line: no short word is left alone on a line.
    """
    whole = _line_width(widths)
    if lines <= 1 or len(widths) < 2:
        return [len(widths)], whole
    best, narrowest = [len(widths)], whole
    for cut in range(1, len(widths)):
        head = _line_width(widths[:cut])
        if head >= narrowest:
            break
        ends, widest = balance(widths[cut:], lines - 1)
        if max(head, widest) < narrowest:
            best, narrowest = [cut, *(cut + end for end in ends)], max(head, widest)
    return best, narrowest


def _line_width(widths: Sequence[tuple[float, float]]) -> float:
    return sum(full for full, _ in widths[:-1]) + widths[-1][1] if widths else 0.0


def _may_break(before: str, after: str) -> bool:
    if after.isspace() or after in _NEVER_STARTS or before in _NEVER_ENDS:
        return False
    if before.isspace() or before in "–—":
        return True
    if _is_ideographic(before) or _is_ideographic(after):
        return not (unicodedata.combining(after) or (_is_katakana(before) and _is_katakana(after)))
    if _is_thai(before) and _is_thai(after):
        return after in _THAI_LEADING_VOWELS or before in _THAI_SYLLABLE_ENDS
    return False


def _is_ideographic(character: str) -> bool:
    """Ideographs, kana and their wide punctuation; Hangul is written with spaces and breaks there."""
    return unicodedata.east_asian_width(character) in "WF" and not "\uac00" <= character <= "\ud7a3"


def _is_katakana(character: str) -> bool:
    """Words from abroad are written in katakana and read badly in two halves."""
    return "\u30a1" <= character <= "\u30ff"


def _is_thai(character: str) -> bool:
    return "\u0e00" <= character <= "\u0e7f"
