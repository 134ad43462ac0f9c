"""The still part of each shot - background, ornament and title - painted once and faded from shot to shot."""

from collections import OrderedDict

import cv2

from studio.scenes.background import paint
from studio.scenes.canvas import Canvas, Pixels
from studio.scenes.cast import Cast
from studio.scenes.look import Ground
from studio.scenes.motion import ease_in_out, ramp
from studio.scenes.ornament import paint_ornament
from studio.scenes.title import paint_title

_FADE = 0.45
"""Seconds from one shot's ground to the next one's."""

_KEPT = 2
"""Painted grounds in memory: the shot seen and the one it fades from."""


class ShotGround:
    """The grounds of a video's shots."""

    def __init__(self, cast: Cast) -> None:
        """Nothing is painted before it is first seen."""
        self._cast = cast
        self._painted: OrderedDict[int, Pixels] = OrderedDict()

    def draw(self, canvas: Canvas, time: float) -> None:
        """Fill the canvas with the ground of a time in seconds."""
        number = self._cast.timeline.shot_at(time)
        arrived = ramp(time, self._cast.timeline.shots[number].start, _FADE)
        if number == 0 or arrived >= 1 or self._key(number) == self._key(number - 1):
            canvas.copy_from(self.of_shot(number))
            return
        share = ease_in_out(arrived)
        cv2.addWeighted(self.of_shot(number), share, self.of_shot(number - 1), 1 - share, 0, dst=canvas.pixels)

    def of_shot(self, number: int) -> Pixels:
        """The painted ground of a shot; not to be written to."""
        key = self._key(number)
        if key not in self._painted:
            self._painted[key] = self._paint(number)
            while len(self._painted) > _KEPT:
                self._painted.popitem(last=False)
        return self._painted[key]

    def _key(self, number: int) -> int:
        """Shots share a ground unless it is made from their picture."""
        return self._cast.timeline.shots[number].picture if self._cast.look.ground is Ground.PHOTO else 0

    def _paint(self, number: int) -> Pixels:
        cast = self._cast
        base = paint(cast.look, cast.pictures[cast.timeline.shots[number].picture], *cast.size)
        paint_ornament(base, cast.look)
        paint_title(base, cast)
        return base
