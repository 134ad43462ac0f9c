"""The still part of each shot - background, ornament and title - painted once and faded from shot to shot."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import lru_cache, partial

from studio.scenes.drawing.frame import Frame
from studio.scenes.film.film import Layer
from studio.scenes.film.motion import Track, Value, at, ease_in_out
from studio.scenes.plan.look import Ground
from studio.scenes.shots.background import paint
from studio.scenes.shots.cast import Cast
from studio.scenes.shots.ornament import paint_ornament
from studio.scenes.shots.title import title_of

_FADE = 0.45
"""Seconds from one shot's ground to the next one's."""

_KEPT = 4
"""Painted grounds in memory: shots take the pictures in turn, and most products have no more. 3 MB each."""


@dataclass(frozen=True, slots=True, eq=False)
class Backdrop(Layer):
    """A picture of the frame's size that fades into another."""

    before: Callable[[], Frame]
    after: Callable[[], Frame]
    """Asked for when they are drawn."""
    share: Value = 1.0
    """Of the second, 0 to 1."""

    def state(self, time: float) -> Hashable:
        """The share of the second."""
        return at(self.share, time)

    def draw(self, frame: Frame, time: float) -> None:
        """Fill the frame."""
        share = at(self.share, time)
        if share >= 1:
            frame.copy_from(self.after())
        else:
            frame.mix(self.before(), self.after(), share)


class Backdrops:
    """The grounds of a video's shots."""

    def __init__(self, cast: Cast) -> None:
        """Nothing is painted before it is first seen."""
        self._cast, self._title = cast, title_of(cast)
        self._painted = lru_cache(maxsize=_KEPT)(self._paint)

    def of_shot(self, number: int) -> Backdrop:
        """What lies behind everything in a shot."""
        before, after = self._key(max(number - 1, 0)), self._key(number)
        start = self._cast.timeline.shots[number].start
        share = 1.0 if before == after else Track((start, 0.0), (start + _FADE, 1.0, ease_in_out))
        return Backdrop(partial(self._painted, before), partial(self._painted, after), share)

    def _key(self, number: int) -> int:
        """The picture a ground is made from: shots share it unless it is their own picture."""
        shots = self._cast.timeline.shots
        return shots[number if self._cast.look.ground is Ground.PHOTO else 0].picture

    def _paint(self, picture: int) -> Frame:
        cast = self._cast
        base = paint(cast.look, cast.pictures[picture], *cast.size)
        paint_ornament(base, cast.look)
        for line in self._title:
            line.draw(base)
        return base
