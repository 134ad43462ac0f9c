"""How long a text takes to speak, and which sentences fill a given time."""

import re
from dataclasses import dataclass

from studio.script.page_language import writing_of
from studio.script.phrasebook import Phrasebook
from studio.script.punctuation import ENDS, WIDE_COLONS, WIDE_COMMAS, WIDE_ENDS

SECONDS_PER_PAUSE = 0.18
"""What espeak-ng waits at a comma, colon or full stop; the rates of the phrase files were fitted with it."""

SECONDS_PER_UNREADABLE = 0.83
"""espeak-ng names a letter it cannot read: one kanji in Japanese becomes the words "Chinese letter"."""

SPARE = 0.8
"""Seconds of room that may stay empty before worth gives way to length: with the silence around the speech that
keeps a fifteen-second script within 12 %."""

ORDINARY = 1.4
"""Worth up to which a choice gives way; what is worth more (a client's own words) keeps its precedence."""

_PAUSE = re.compile(rf"[,;:{ENDS}](?=\s|$)|[{WIDE_ENDS}{WIDE_COMMAS}{WIDE_COLONS}]")


def seconds_at(text: str, book: Phrasebook) -> float:
    """Seconds espeak-ng needs at its default speed; the rates stand in each language's phrase file.

    Letters, digits and pauses are counted apart: "€1,299.99" has nine characters and nine spoken words.
    """
    pace = book.pace
    seconds = SECONDS_PER_PAUSE * len(_PAUSE.findall(text))
    for sign in text:
        if sign.isdigit():
            seconds += pace.seconds_per_digit
        elif not sign.isspace():
            writing = writing_of(sign)
            if writing in book.unreadable:
                seconds += SECONDS_PER_UNREADABLE
            elif writing == "LATIN" and "LATIN" not in book.writing:
                seconds += 1 / pace.latin_letters_per_second
            else:
                seconds += 1 / pace.letters_per_second
    return seconds


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that may be said: its wordings, longest first, and how much it is worth a second (1 is usual)."""

    wordings: tuple[str, ...]
    weight: float = 1.0


def fill(choices: tuple[Choice, ...], room: float, book: Phrasebook) -> tuple[str | None, ...]:
    """Pick at most one wording of each choice so that together they fill `room` seconds.

    The worthiest are taken; if they leave too much of the room empty, those that fill it best. Returns one entry per
    choice, None for what is left unsaid.
    """
    sized = [[(wording, seconds_at(wording, book)) for wording in choice.wordings] for choice in choices]
    weights = [choice.weight for choice in choices]
    worthiest = _packed(sized, weights, room)
    if sum(seconds_at(wording, book) for wording in worthiest if wording) >= room - SPARE:
        return worthiest
    return _packed(sized, [max(1.0, weight / ORDINARY) for weight in weights], room)


def _packed(sized: list[list[tuple[str, float]]], weights: list[float], room: float) -> tuple[str | None, ...]:
    """A knapsack over tenths of seconds: a second of speech gains its weight."""
    cells = max(0, int(room * 10))
    best: list[tuple[float, tuple[tuple[int, str], ...]]] = [(0.0, ())] * (cells + 1)
    for place, (wordings, weight) in enumerate(zip(sized, weights, strict=True)):
        following = list(best)
        for wording, seconds in wordings:
            size = int(seconds * 10) + 1
            for cell in range(size, cells + 1):
                gain, said = best[cell - size]
                if gain + seconds * weight > following[cell][0]:
                    following[cell] = (gain + seconds * weight, (*said, (place, wording)))
        best = following
    spoken = dict(best[cells][1])
    return tuple(spoken.get(place) for place in range(len(sized)))
