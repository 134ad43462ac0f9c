"""When what is seen: shots, the price and the end card, from the times of the spoken sentences."""

from dataclasses import dataclass
from itertools import pairwise

from studio.script.model import Beat, Script
from studio.voice.model import Narration

FPS = 30
"""Frames per second: what the service being stood in for delivers, and smooth enough for slow zooms."""

_LEAD = 0.22
"""Seconds by which a cut comes before its sentence: the eye needs them to arrive."""

_MAX_SHOT_SECONDS = 4.2
"""Seconds after which a shot with other pictures at hand is cut in two: longer feels still in a short clip."""

_TAIL = 0.9
"""Seconds after the last word, so that the end card can be read."""

_TOLERANCE = 0.2
"""Part of the length asked for by which a video may differ: what `RenderRequest.seconds` promises."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A stretch of the video that shows one picture."""

    start: float
    end: float
    picture: int


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


def plan(script: Script, narration: Narration, pictures: int, seconds: int) -> Timeline:
    """The timeline of a narrated script over `pictures` (at least 1) pictures."""
    length = _length(narration, seconds)
    starts = [max(0.0, start - _LEAD) for start, _ in narration.sentences]
    end_card = _end_card(script, starts, length)
    cuts = [0.0, *(start for start in starts[1:] if start < end_card - 1), end_card]
    shots = _shots(cuts, pictures)
    return Timeline(shots, end_card, _price(script, starts, end_card), length)


def _length(narration: Narration, seconds: int) -> float:
    spoken = max((end for _, end in narration.sentences), default=0.0) + _TAIL
    bounded = min(max(spoken, seconds * (1 - _TOLERANCE)), seconds * (1 + _TOLERANCE))
    return round(bounded * FPS) / FPS


def _end_card(script: Script, starts: list[float], length: float) -> float:
    """With the call to action; never before half the video nor in its last two seconds."""
    calls = [
        start for sentence, start in zip(script.sentences, starts, strict=False) if sentence.beat is Beat.CALL_TO_ACTION
    ]
    return max(length / 2, min(calls[-1] if calls else length, length - 2.2))


def _price(script: Script, starts: list[float], end_card: float) -> float | None:
    """With the price sentence; where none speaks of it, in the middle of the shots."""
    if not script.price_label:
        return None
    spoken = [start for sentence, start in zip(script.sentences, starts, strict=False) if sentence.beat is Beat.PRICE]
    return min(spoken[0] + _LEAD if spoken else end_card / 2, end_card - 1.0)


def _shots(cuts: list[float], pictures: int) -> tuple[Shot, ...]:
    """One shot between two cuts, long ones halved, each with the next picture in turn."""
    if pictures == 1:
        return (Shot(cuts[0], cuts[-1], 0),)
    spans: list[tuple[float, float]] = []
    for start, end in pairwise(cuts):
        parts = int((end - start) // _MAX_SHOT_SECONDS) + 1
        step = (end - start) / parts
        spans += [(start + step * part, start + step * (part + 1)) for part in range(parts)]
    return tuple(Shot(start, end, number % pictures) for number, (start, end) in enumerate(spans))
