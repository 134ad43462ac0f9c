"""When what is seen: shots, the price and the end card, from the times of the spoken sentences."""

from dataclasses import dataclass
from itertools import count, pairwise

from studio.scenes.film.motion import FPS
from studio.scenes.pictures.fitting import Framing
from studio.script.model import Beat, Script
from studio.voice.model import Narration

_LEAD = 0.22
"""Seconds by which a cut comes before its sentence: the eye needs them to arrive."""

_SHOT_SECONDS = 1.5
"""Seconds of a shot: viewers of feeds swipe away where nothing new comes within two."""

_MIN_SHOT_SECONDS = 0.9
"""A shorter shot is gone before it was understood."""

_SNAP = 0.2
"""Seconds by which a cut may move to fall on a beat of the music."""

_TAIL = 0.9
"""Seconds after the last word of a script that is too long for its video."""

MIN_TAIL = 0.2
"""Seconds after the last word that a video of the length asked for must have left."""

_TOLERANCE = 0.2
"""Part of the length asked for by which a video may be longer: what `RenderRequest.seconds` promises."""

_END_CARD_SECONDS = (3.9, 5.5)
"""The end card's shortest and longest time: it stands complete after 0.9 s, and three more are what reading takes."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A stretch of the video that shows one picture in one framing."""

    start: float
    end: float
    picture: int
    framing: Framing = Framing.WHOLE


@dataclass(frozen=True, slots=True)
class Timeline:
    """The plan of a video in seconds."""

    shots: tuple[Shot, ...]
    """Without gaps from 0 to the end card."""
    end_card: float
    """When the end card begins."""
    price: float | None
    """When the price badge pops up; None without a price."""
    seconds: float
    """Length of the video, a whole number of frames."""

    @property
    def frames(self) -> int:
        """How many frames the video has."""
        return round(self.seconds * FPS)

    def shot_at(self, time: float) -> int:
        """The index of the shot seen at a time; the last one's during the end card."""
        return max((number for number, shot in enumerate(self.shots) if shot.start <= time), default=0)


def plan(
    script: Script, narration: Narration, pictures: int, seconds: int, beat: float = 0.0, *, first_look: int = 0
) -> Timeline:
    """The timeline of a narrated script over `pictures` (at least 1) pictures; `beat` is the music's, in seconds.

    The first shot has the look of that number, from 0: pictures in their order, each round of them from closer by. With
    the price they begin anew, so that it stands beside the whole product, in the poster too.
    """
    length = _length(narration, seconds)
    starts = [max(0.0, start - _LEAD) for start, _ in narration.sentences]
    end_card = _end_card(script, starts, length)
    cuts = [0.0, *(start for start in starts[1:] if start < end_card - 1), end_card]
    price = _price(script, starts, end_card)
    times = _times(cuts, beat)
    looks = _looks(times, pictures, first_look, price)
    shots = tuple(Shot(*time, *look) for time, look in zip(times, looks, strict=True))
    return Timeline(shots, end_card, price, length)


def is_in_time(narration: Narration, seconds: int) -> bool:
    """Whether a video of so many seconds has room for all that is spoken."""
    return narration.spoken_seconds + MIN_TAIL <= seconds


def _length(narration: Narration, seconds: int) -> float:
    """What was asked for, exactly: advertisements are sold in such slots. A script that can't be shorter has more."""
    if is_in_time(narration, seconds):
        return float(seconds)
    return round(min(narration.spoken_seconds + _TAIL, seconds * (1 + _TOLERANCE)) * FPS) / FPS


def _end_card(script: Script, starts: list[float], length: float) -> float:
    """With the call to action, as far as its own bounds allow, and never before half the video."""
    calls = [
        start for sentence, start in zip(script.sentences, starts, strict=False) if sentence.beat is Beat.CALL_TO_ACTION
    ]
    shortest, longest = _END_CARD_SECONDS
    latest = length - min(shortest, 0.3 * length)
    return max(length / 2, length - longest, min(calls[-1] if calls else length, latest))


def _price(script: Script, starts: list[float], end_card: float) -> float | None:
    """With the price sentence; where none speaks of it, in the middle of the shots."""
    if not script.price_label:
        return None
    spoken = [start for sentence, start in zip(script.sentences, starts, strict=False) if sentence.beat is Beat.PRICE]
    return min(spoken[0] + _LEAD if spoken else end_card / 2, end_card - 1.0)


def _times(cuts: list[float], beat: float) -> list[tuple[float, float]]:
    """Start and end of short shots between the cuts, on the beat."""
    starts: list[float] = []
    for start, end in pairwise(cuts):
        parts = max(1, round((end - start) / _SHOT_SECONDS))
        step = (end - start) / parts
        starts.append(start)
        for part in range(1, parts):
            cut = _on_beat(start + step * part, beat)
            if min(cut - starts[-1], end - cut) >= _MIN_SHOT_SECONDS:
                starts.append(cut)
    return list(pairwise([*starts, cuts[-1]]))


def _looks(
    times: list[tuple[float, float]], pictures: int, first_look: int, price: float | None
) -> list[tuple[int, Framing]]:
    """Picture and framing of each shot; no shot looks like the one before it."""
    framings = tuple(Framing)
    looks: list[tuple[int, Framing]] = []
    numbers = count(first_look)
    for start, end in times:
        if price is not None and start <= price < end and looks[-1:] != [(0, Framing.WHOLE)]:
            numbers = count()
        number = next(numbers)
        looks.append((number % pictures, framings[number // pictures % len(framings)]))
    return looks


def _on_beat(cut: float, beat: float) -> float:
    nearest = round(cut / beat) * beat if beat else cut
    return nearest if abs(nearest - cut) <= _SNAP else cut
