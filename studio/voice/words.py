"""The words of a sentence as displayed, and when each is heard."""

import unicodedata
from dataclasses import dataclass

import numpy as np

from studio.text.line_breaks import split_words
from studio.voice.speaker import Utterance

_IDEOGRAPHS_PER_WORD = 4
"""A short Chinese or Japanese word is shown together with the next one, up to this many characters."""

_THAI_PER_WORD = 10
"""The same for Thai letters, vowel and tone marks included: two or three syllables."""

_JOINING_SPACES = frozenset("\u00a0\u202f")
"""No-break spaces, which many languages put between the thousands of a number."""

_LOUD = 0.02
"""Of the loudest sample: what is below counts as the pause after a word (-34 dB)."""

_MIN_WORD_SECONDS = 0.02
"""Seconds a word lasts at least: under a frame of video."""


@dataclass(frozen=True, slots=True)
class WordSpan:
    """A displayed word: its characters from `start` to before `end` in the sentence."""

    start: int
    end: int


def word_spans(text: str, language: str) -> list[WordSpan]:
    """The displayed words in order.

    Words are divided by spaces; where a language writes none, short words are shown together.
    Marks that stand alone ("-", an emoji) belong to the word before them; text of marks alone is one word.
    """
    words: list[str] = []
    for piece in split_words(text, language):
        if words and _belongs(words[-1], piece):
            words[-1] += piece
        else:
            words.append(piece)
    spans, place = [], 0
    for word in words:
        spans.append(WordSpan(place + len(word) - len(word.lstrip()), place + len(word.rstrip())))
        place += len(word)
    return [span for span in spans if span.end > span.start]


def _belongs(word: str, piece: str) -> bool:
    if not _is_sayable(word) or not _is_sayable(piece):
        return True
    if word[-1] in _JOINING_SPACES and word[-2:-1].isdigit() and piece[0].isdigit():
        return True
    if unicodedata.category(word[-1]) in {"Zs", "Cc", "Po", "Pe", "Pf"}:
        return False
    before, after = _letters(word), _letters(piece)
    most = _THAI_PER_WORD if all(map(_is_thai, before + after)) else _IDEOGRAPHS_PER_WORD
    return len(before) <= most // 2 and len(before) + len(after) <= most


def _letters(text: str) -> list[str]:
    return [sign for sign in text if not sign.isspace() and unicodedata.category(sign)[0] != "P"]


def _is_sayable(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _is_thai(character: str) -> bool:
    return "\u0e00" <= character <= "\u0e7f"


def word_times(
    text: str, spans: list[WordSpan], utterance: Utterance, origins: tuple[int, ...]
) -> list[tuple[float, float]]:
    """When each displayed word is heard, (start, end) in seconds of the utterance; starts never fall back.

    A word that espeak-ng reports starts exactly when reported. Others (Thai, Japanese, some Korean) share the time
    between their reported neighbours by their number of characters. `origins` leads from the positions of the spoken
    text to those of `text`, see `studio.voice.spoken_text`.
    """
    positions, times = _anchors(text, utterance, origins)
    starts = np.interp([span.start for span in spans], positions, times)
    bounds = [*starts.tolist(), utterance.seconds]
    return [(start, _end(utterance, start, bounds[number + 1])) for number, start in enumerate(bounds[:-1])]


def _anchors(text: str, utterance: Utterance, origins: tuple[int, ...]) -> tuple[list[int], list[float]]:
    """Positions and times that only grow, from the start of the text to its end.

    Numbers and prices are reported several times, with positions that repeat or point into the middle.
    """
    positions, times = [0], [0.0]
    for position, seconds in utterance.marks:
        place = _start_of_word(text, origins[min(position, len(origins) - 1)])
        if place > positions[-1] and seconds > times[-1]:
            positions.append(place)
            times.append(seconds)
    if positions[-1] < len(text):
        positions.append(len(text))
        times.append(utterance.seconds)
    return positions, times


def _start_of_word(text: str, position: int) -> int:
    """Before opening marks and currency signs, which espeak-ng does not count to the word."""
    while position and not text[position - 1].isspace() and not _is_sayable(text[position - 1]):
        position -= 1
    return position


def _end(utterance: Utterance, start: float, following: float) -> float:
    """The last sound before the next word starts."""
    first, last = (round(moment * utterance.sample_rate) for moment in (start, following))
    level = np.abs(utterance.samples)
    loud = np.flatnonzero(level[first:last] > _LOUD * level.max(initial=0.0))
    end = start + (float(loud[-1]) + 1) / utterance.sample_rate if loud.size else following
    return min(max(end, start + _MIN_WORD_SECONDS), following)
