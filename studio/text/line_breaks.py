# ruff: noqa: RUF001 - the ideographic punctuation below is meant
"""Where a line may break, and how to break a text into lines of about the same width.

Spaces everywhere. Chinese, Japanese and Thai are written without them: there BudouX, a small model of where readers
expect a break, finds the words. Japanese line composition holds above it (JIS X 4051: closing marks and small kana
never start a line, opening brackets never end one).
"""

import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise

import budoux

_NEVER_STARTS = frozenset(
    "、。，．・：；？！」』）】〉》〕］｝ー々ゝゞぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ%％°℃…‥’”)]},.!?:;~～ฯๆ"
)
_NEVER_ENDS = frozenset("「『（【〈《〔［｛‘“([{￥＄$€£¥#＃")
_MIDDLE_DOT = "・"
"""Stands between the words of a name from abroad."""


def split_words(text: str, language: str = "") -> list[str]:
    """The text in pieces that must not be broken; joining them gives the text back, spaces end their piece.

    `language` is the contract's name; only Chinese needs it, whose two writings have a model each.
    """
    starts = _word_starts(text, language)
    return _pieces(text, lambda place: _may_break(text[place - 1], text[place], new_word=place in starts))


def split_letters(text: str) -> list[str]:
    """The smallest pieces: between any two ideographs, for a word that is too long for its line."""
    return _pieces(text, lambda place: _may_break(text[place - 1], text[place], new_word=True))


def _pieces(text: str, may_break: Callable[[int], bool]) -> list[str]:
    cuts = [0, *(place for place in range(1, len(text)) if may_break(place)), len(text)]
    return [text[start:end] for start, end in pairwise(cuts) if start < end]


def _word_starts(text: str, language: str) -> set[int]:
    """Where BudouX starts a word; empty for a text with spaces between its words."""
    model = _model_of(text, language)
    if not model:
        return set()
    starts, place = set(), 0
    for word in _parser(model).parse(text):
        if not (_is_katakana(text[place - 1 : place]) and _is_katakana(word[0])):
            starts.add(place)
        place += len(word)
    return starts


def _model_of(text: str, language: str) -> str:
    if any(_is_thai(character) for character in text):
        return "th"
    if any(_is_kana(character) for character in text):
        return "ja"
    if any(_is_ideographic(character) for character in text):
        return "zh-hant" if language in {"traditional-chinese", "cantonese"} else "zh-hans"
    return ""


@cache
def _parser(model: str) -> budoux.Parser:
    return {
        "th": budoux.load_default_thai_parser,
        "ja": budoux.load_default_japanese_parser,
        "zh-hans": budoux.load_default_simplified_chinese_parser,
        "zh-hant": budoux.load_default_traditional_chinese_parser,
    }[model]()


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


def _may_break(before: str, after: str, *, new_word: bool) -> bool:
    if after.isspace() or after in _NEVER_STARTS or before in _NEVER_ENDS or unicodedata.combining(after):
        return False
    if before.isspace() or before in "–—" or before == _MIDDLE_DOT:
        return True
    if _is_ideographic(before) and _is_ideographic(after):
        return new_word
    if _is_ideographic(before) or _is_ideographic(after):
        return not before.isdigit()  # a number stays with what it counts
    return new_word and (_is_thai(before) or _is_thai(after))


def _is_ideographic(character: str) -> bool:
    """Ideographs, kana and their wide punctuation; Hangul is written with spaces and breaks there."""
    return unicodedata.east_asian_width(character) in "WF" and not "\uac00" <= character <= "\ud7a3"


def _is_katakana(character: str) -> bool:
    """Words from abroad are written in katakana and read badly in two halves."""
    return "\u30a1" <= character <= "\u30ff"


def _is_kana(character: str) -> bool:
    return "\u3041" <= character <= "\u30ff"


def _is_thai(character: str) -> bool:
    return "\u0e00" <= character <= "\u0e7f"
