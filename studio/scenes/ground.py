"""The still part of each shot - background, ornament and title - painted once and faded from shot to shot."""

from functools import lru_cache

from studio.scenes.background import paint
from studio.scenes.cast import Cast
from studio.scenes.frame import Frame
from studio.scenes.look import Ground
from studio.scenes.motion import ease_in_out, ramp
from studio.scenes.ornament import paint_ornament
from studio.scenes.title import title_of

_FADE = 0.45
"""Seconds from one shot's ground to the next one's."""

_KEPT = 4
"""Painted grounds in memory: shots take the pictures in turn, and most products have no more. 3 MB each."""


class ShotGround:
    """The grounds of a video's shots."""

    def __init__(self, cast: Cast) -> None:
        """Nothing is painted before it is first seen."""
        self._cast, self._title = cast, title_of(cast)
        self._painted = lru_cache(maxsize=_KEPT)(self._paint)

    def draw(self, frame: Frame, time: float) -> None:
        """Fill the frame with the ground of a time in seconds."""
        number = self._cast.timeline.shot_at(time)
        arrived = ramp(time, self._cast.timeline.shots[number].start, _FADE)
        if number == 0 or arrived >= 1 or self._key(number) == self._key(number - 1):
            frame.copy_from(self.still(number))
            return
        frame.mix(self.still(number - 1), self.still(number), ease_in_out(arrived))

    def of_shot(self, number: int) -> Frame:
        """A copy of a shot's ground, to draw on."""
        return self.still(number).copy()

    def still(self, number: int) -> Frame:
        """The ground of a shot, to start frames from."""
        return self._painted(self._key(number))

    def _key(self, number: int) -> int:
        """The picture a ground is made from: shots share it unless it is their own picture."""
        shots = self._cast.timeline.shots
        return shots[number if self._cast.look.ground is Ground.PHOTO else 0].picture

    def _paint(self, picture: int) -> Frame:
        cast = self._cast
        base = paint(cast.look, cast.pictures[picture], *cast.size)
        paint_ornament(base, cast.look)
        for line in self._title:
            line.lay(base)
        return base
