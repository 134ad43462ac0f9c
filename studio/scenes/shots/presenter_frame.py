"""A presenter in a frame: a disc or a rounded panel that the figure moves inside."""

from studio.scenes.drawing.box import Box
from studio.scenes.drawing.canvas import Canvas, Pixels, Sprite, fill, gradient, lay_onto
from studio.scenes.drawing.colour import WHITE, blend, with_lightness
from studio.scenes.drawing.frame import Frame, blank, still
from studio.scenes.drawing.layers import mask_layers
from studio.scenes.drawing.shapes import Shadow, rounded, shadowed
from studio.scenes.figure.presenter import Presenter
from studio.scenes.film.film import Layer
from studio.scenes.shots.cast import Cast

_SHADOW_MARGIN = 36

_CROWN, _FACE = 0.05, 0.7
"""Where the head begins and how high it is, as parts of the frame's height: a portrait, not a passport photo."""


class PresenterFrame(Layer):
    """Draws the presenter inside a box of a radius, with a white rim."""

    def __init__(self, cast: Cast, box: Box, radius: int, rim: int) -> None:
        """The face stands a little above the middle of the box; `rim` is even."""
        self.box = box = box.evenly()
        inner = box.inset(rim)
        self._at = (inner.x, inner.y)
        self._mask = mask_layers(rounded(inner.width, inner.height, max(radius - rim, 0)))
        head = Box(0, round(inner.height * _CROWN), inner.width, round(inner.height * _FACE))
        self._presenter = Presenter(cast.avatar_id, head, cast.voice_levels)
        back = _backdrop(cast, inner.width, inner.height)
        self._presenter.draw_body(Canvas(back))
        self._back = still(back)
        self._inside = Frame.of(blank(inner.width, inner.height))
        plate = fill(rounded(box.width, box.height, radius), WHITE)
        self._plate = shadowed(plate, radius, _SHADOW_MARGIN, Shadow(14, 0.45, 8))

    def draw(self, frame: Frame, time: float) -> None:
        """Draw the rim and the figure of a time in seconds."""
        self._inside.copy_from(self._back)
        self._presenter.draw_head(self._inside, time)
        frame.lay(self._plate, self.box.x - _SHADOW_MARGIN, self.box.y - _SHADOW_MARGIN)
        frame.show(self._inside, self._mask, *self._at)


def _backdrop(cast: Cast, width: int, height: int) -> Pixels:
    """A light wall of the accent's hue, brighter at the top, so that any hair and cloth stands out."""
    top, bottom = with_lightness(cast.look.accent, 0.9, 0.5), with_lightness(cast.look.accent, 0.72, 0.45)
    full = gradient(top, bottom, width, height)
    halo = fill(rounded(round(width * 0.9), round(width * 0.9), width), blend(bottom, WHITE, 0.6), 0.35)
    lay_onto(full, Sprite(halo), round(width * 0.05), round(height * 0.5 - width * 0.45))
    return full
