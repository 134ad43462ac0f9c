"""When each phoneme of a neural voice is heard, and with it each word of the text."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

_TOKENS = re.compile(r"[\u3400-\u9fff]|[^\s\u3400-\u9fff]+")
"""Words as spaces divide them; Chinese characters one by one."""

_TRUSTED = 0.1
"""Of the sound's length: by more than that the stated lengths must not miss it. A wrong `hop_length` is 1 off."""

_LOUD = 0.02
"""Of the loudest sample: what is below is silence (-34 dB), as in `studio.voice.words`."""

_PAUSE = 0.12
"""Seconds of silence that are a pause; what is shorter may be the stop of a "p" or "t"."""

_WEIGHTS = {"Lm": 0.3, "Mn": 0.1, "Sk": 0.1}
"""Length marks, stress and other diacritics, beside a letter's 1: Piper has a phoneme for each."""


@dataclass(frozen=True, slots=True)
class HeardPhoneme:
    """A phoneme, as Piper writes it, and the sample at which it starts."""

    phoneme: str
    sample: int


def counted_out(lengths: Sequence[tuple[str, int]], size: int) -> list[HeardPhoneme]:
    """Phonemes with their lengths in samples, one after the other; none if these do not add up to `size`."""
    total = sum(length for _, length in lengths)
    if abs(total - size) > _TRUSTED * size:
        return []
    starts = accumulate((length for _, length in lengths), initial=0)
    return [HeardPhoneme(phoneme, start) for (phoneme, _), start in zip(lengths, starts, strict=False)]


def shared_out(phonemes: Sequence[str], samples: NDArray[np.float32], rate: int) -> list[HeardPhoneme]:
    """Phonemes spread over one sentence's sound by their usual lengths.

    The silence at both ends is left out. Where the sound pauses as often as commas ask for it, each pause is at its
    comma.
    """
    parts = _parts(phonemes)
    spans = _spoken_spans(samples, rate, len(parts))
    if len(spans) != len(parts):
        parts = [[each for part in parts for each in part]]
        spans = [(spans[0][0], spans[-1][1])] if spans else []
    heard: list[HeardPhoneme] = []
    for part, (first, last) in zip(parts, spans, strict=False):
        places = list(accumulate((_weight(each) for each in part), initial=0.0))
        step = (last - first) / max(places[-1], 1e-9)
        heard += [HeardPhoneme(each, first + round(at * step)) for each, at in zip(part, places, strict=False)]
    return heard


def word_marks(
    text: str, heard: Sequence[HeardPhoneme], phonemes_of: Callable[[str], list[str]]
) -> tuple[tuple[int, int], ...]:
    """(position of a word in the text, sample at which it starts).

    A sentence's phonemes are not those of its words side by side ("of the" is one breath, "a" is weak), so both are
    laid beside each other, and a word starts where its first phoneme fell.
    """
    said = [each for each in heard if _is_sound(each.phoneme)]
    alone: list[str] = []
    firsts: list[tuple[int, int]] = []
    for token in _TOKENS.finditer(text):
        sounds = [phoneme for phoneme in phonemes_of(token[0]) if _is_sound(phoneme)]
        if sounds:
            firsts.append((token.start(), len(alone)))
            alone += sounds
    places = _counterparts(alone, [each.phoneme for each in said])
    return tuple((start, said[places[first]].sample) for start, first in firsts if places[first] < len(said))


def _counterparts(one: list[str], other: list[str]) -> list[int]:
    """For each element of one sequence its place in the other; places never fall."""
    places: list[int] = []
    for _, first, last, start, end in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        places += [start + number * (end - start) // (last - first) for number in range(last - first)]
    return places


def _parts(phonemes: Sequence[str]) -> list[list[str]]:
    """The phonemes between marks at which a voice pauses; each part has a sound in it."""
    parts: list[list[str]] = [[]]
    for phoneme in phonemes:
        if unicodedata.category(phoneme[0])[0] == "P" and any(map(_is_sound, parts[-1])):
            parts.append([])
        parts[-1].append(phoneme)
    if len(parts) > 1 and not any(map(_is_sound, parts[-1])):
        end = parts.pop()
        parts[-1] += end
    return parts


def _spoken_spans(samples: NDArray[np.float32], rate: int, wanted: int) -> list[tuple[int, int]]:
    """First and last sample of what is spoken between the longest `wanted` - 1 pauses, in order."""
    level = np.abs(samples)
    loud = np.flatnonzero(level > _LOUD * level.max(initial=0.0))
    if not loud.size:
        return []
    gaps = np.diff(loud)
    longest = np.sort(np.argsort(-gaps, kind="stable")[: wanted - 1])
    pauses = [number for number in longest if gaps[number] > _PAUSE * rate]
    starts = [loud[0], *(loud[number + 1] for number in pauses)]
    ends = [*(loud[number] for number in pauses), loud[-1]]
    return [(int(start), int(end)) for start, end in zip(starts, ends, strict=True)]


def _is_sound(phoneme: str) -> bool:
    """Neither space nor punctuation, nor Piper's own marks ("^", "$", "_") for the ends and between phonemes."""
    return phoneme not in {"^", "$", "_"} and unicodedata.category(phoneme[0])[0] not in "PZ"


def _weight(phoneme: str) -> float:
    if not _is_sound(phoneme):
        return 0.0
    return _WEIGHTS.get(unicodedata.category(phoneme[0]), 1.0)
