"""Captions as a plan: which two or three words are shown when, and which of them is being spoken."""

import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from studio.script.model import Script
from studio.text.runs import clean
from studio.voice.model import Narration, SpokenWord

_FULL = 16
"""Width of a full caption in letters; an ideograph counts for two. Longer ones are read slower than heard."""

_MAX_WORDS = 3
"""Words of letters in one caption. Ideographs come as words of one or two and are only limited by `_FULL`."""

_PAUSES = frozenset(".,;:!?،؛।。、！？；：")  # noqa: RUF001 - punctuation of every script we caption
"""Marks after which a speaker pauses: the best place to end a caption."""

_LINGER = 0.5
"""Seconds a caption stays after its last word when nothing follows at once."""


@dataclass(frozen=True, slots=True)
class CaptionWord:
    """A word as shown, the text before it (a space or nothing) and when it is heard, in seconds."""

    text: str
    gap: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Caption:
    """Words shown together from `start` to `end` seconds."""

    words: tuple[CaptionWord, ...]
    start: float
    end: float

    def spoken(self, time: float) -> int:
        """The index of the word being spoken at a time: each stays marked until the next one starts."""
        return max((number for number, word in enumerate(self.words) if word.start <= time), default=0)


def plan_captions(script: Script, narration: Narration) -> tuple[Caption, ...]:
    """The captions of a narrated script in order, none overlapping another."""
    captions: list[Caption] = []
    for number, sentence in enumerate(script.sentences):
        spoken = [word for word in narration.words if word.sentence == number]
        words = _shown(spoken, sentence.text, script.language)
        captions += [Caption(group, group[0].start, group[-1].end + _LINGER) for group in _grouped(words)]
    bounded = [Caption(one.words, one.start, min(one.end, other.start)) for one, other in pairwise(captions)]
    return (*bounded, *captions[-1:])


def caption_at(captions: tuple[Caption, ...], time: float) -> Caption | None:
    """The caption shown at a time."""
    return next((caption for caption in captions if caption.start <= time < caption.end), None)


def _shown(spoken: list[SpokenWord], text: str, language: str) -> list[CaptionWord]:
    """The words as they can be drawn, each with what stands between it and the one before in the sentence."""
    words: list[CaptionWord] = []
    place = 0
    for word in spoken:
        found = text.find(word.text, place)
        gap = " " if found < 0 or any(part.isspace() for part in text[place:found]) else ""
        place = place if found < 0 else found + len(word.text)
        drawn = clean(word.text, language)
        if drawn:
            words.append(CaptionWord(drawn, gap, word.start, word.end))
    return words


def _grouped(words: list[CaptionWord]) -> list[tuple[CaptionWord, ...]]:
    """The sentence in captions of even length: the division with the least waste, so that no word is left alone."""
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(words) + 1):
        choices = [
            (best[start][0] + _waste(words[start:end], last=end == len(words)), start)
            for start in range(max(0, end - _FULL), end)
        ]
        best.append(min(choices))
    groups: list[tuple[CaptionWord, ...]] = []
    end = len(words)
    while end:
        start = best[end][1]
        groups.insert(0, tuple(words[start:end]))
        end = start
    return groups


def _waste(group: list[CaptionWord], last: bool) -> float:
    """How far a group is from a full caption; breaks after punctuation are welcome, crowded ones are not."""
    width = sum(_letters(word.gap * bool(number) + word.text) for number, word in enumerate(group))
    wide = any(_is_wide(word.text[0]) for word in group)
    if len(group) > 1 and (width > _FULL or (len(group) > _MAX_WORDS and not wide)):
        return 10_000.0
    stops = group[-1].text[-1] in _PAUSES
    inner = sum(word.text[-1] in _PAUSES for word in group[:-1])
    spare = max(0, _FULL - width)
    return spare**2 - (0 if last else 40 * stops) + 60 * inner + 25


def _letters(text: str) -> int:
    return sum(2 if _is_wide(character) else 1 for character in text if not unicodedata.combining(character))


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"
