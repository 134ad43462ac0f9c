"""The presenter's half of a split frame: an even wall and the figure from the waist up."""

import numpy as np

from studio.scenes.drawing.box import Box
from studio.scenes.drawing.canvas import Canvas, Pixels, Sprite, gradient, lay_onto
from studio.scenes.drawing.colour import WHITE, blend, with_lightness
from studio.scenes.drawing.frame import Frame, still
from studio.scenes.drawing.shapes import disc, soft
from studio.scenes.figure.presenter import Presenter
from studio.scenes.film.film import Layer
from studio.scenes.film.moving import Opaque
from studio.scenes.shots.cast import Cast

_SEAM = 10
"""Pixels of the white line between the halves."""


class PresenterPanel(Layer):
    """The head that moves, over a `wall` with the body, which never does."""

    def __init__(self, cast: Cast, box: Box) -> None:
        """The head stands where the layout wants it; the figure runs out of the panel below."""
        self._presenter = Presenter(cast.avatar_id, cast.layout.presenter, cast.voice_levels)
        full = Canvas.blank(*cast.size)
        np.copyto(full.region(box), _wall(cast, box))
        self._presenter.draw_body(full)
        self.wall = Opaque(still(np.ascontiguousarray(full.region(box))), box.x, box.y)

    def draw(self, frame: Frame, time: float) -> None:
        """Draw the head of a time in seconds over the wall."""
        self._presenter.draw_head(frame, time)


def _wall(cast: Cast, box: Box) -> Pixels:
    """Light and of the accent's hue, with a disc behind the head and the seam to the other half."""
    accent = cast.look.accent
    top, bottom = with_lightness(accent, 0.86, 0.55), with_lightness(accent, 0.7, 0.5)
    wall = gradient(top, bottom, box.width, box.height)
    head = cast.layout.presenter
    size = round(head.height * 1.7)
    x, y = round(head.center[0] - box.x - size / 2), round(head.center[1] - box.y - size / 2)
    lay_onto(wall, Sprite.filled(soft(disc(size), 20, 8), blend(top, WHITE, 0.6), 0.7), x - 20, y - 20)
    if box.y:
        wall[:_SEAM] = 255
    elif box.x:
        wall[:, :_SEAM] = 255
    else:
        wall[:, -_SEAM:] = 255
    return wall
