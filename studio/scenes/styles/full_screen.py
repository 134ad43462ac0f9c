"""FullScreen: pictures as large as the frame, and a camera that whips from one to the next."""

from functools import lru_cache, partial
from typing import ClassVar

import numpy as np

from studio.render_request import AspectRatio
from studio.scenes.drawing.box import Box
from studio.scenes.drawing.canvas import Canvas, Pixels, fill
from studio.scenes.drawing.colour import WHITE, with_lightness
from studio.scenes.drawing.layers import to_yuva
from studio.scenes.film.film import Layer
from studio.scenes.film.moving import tiles
from studio.scenes.film.photo import Photo, Window
from studio.scenes.film.whip import WHIP_SECONDS, Whip
from studio.scenes.pictures.fitting import fitted
from studio.scenes.plan.layout import PORTRAIT_CAPTIONS, Layout, Spare
from studio.scenes.plan.timeline import Shot
from studio.scenes.shots.camera import camera
from studio.scenes.shots.cast import Cast
from studio.scenes.shots.ornament import paint_ornament
from studio.scenes.shots.presenter_frame import PresenterFrame
from studio.scenes.shots.title import title_of
from studio.scenes.styles.style import Style

_VEIL = 0.76
"""Strength of the veil behind the title: white text on it keeps a contrast above 4.5 on the whitest packshot."""

_FADE = 170
"""Pixels over which the veil fades out."""


class FullScreen(Style):
    """One picture at a time, from edge to edge: title on a veil, presenter and badge in the lower corners."""

    ENTER = Whip()

    LAYOUTS: ClassVar = {
        AspectRatio.PORTRAIT: Layout(
            title=Box(90, 284, 880, 152),
            stage=Box(0, 456, 1080, 1464),
            presenter=Box(72, 898, 190, 190),
            badge=Box(560, 940, 430, 150),
            captions=PORTRAIT_CAPTIONS,
            spare=Spare(presenter=130, badge=130),
        ),
        AspectRatio.LANDSCAPE: Layout(
            title=Box(100, 110, 660, 330),
            stage=Box(840, 0, 1080, 1080),
            presenter=Box(100, 560, 270, 270),
            badge=Box(410, 600, 400, 190),
            captions=Box(460, 906, 1000, 108),
            spare=Spare(presenter=110, badge=110),
        ),
        AspectRatio.SQUARE: Layout(
            title=Box(60, 58, 960, 130),
            stage=Box(0, 200, 1080, 680),
            presenter=Box(60, 668, 204, 204),
            badge=Box(640, 716, 380, 156),
            captions=Box(90, 900, 900, 108),
            spare=Spare(stage=120, presenter=120, badge=120),
        ),
    }

    def __init__(self, cast: Cast) -> None:
        """Pages are painted when they first come into view."""
        place = cast.layout.presenter
        super().__init__(cast, *tiles(_veil(cast)), PresenterFrame(cast, place, place.width // 2, 8))
        self._cast = cast
        self._window = lru_cache(maxsize=2)(self._paint)

    def _layers(self, number: int, shot: Shot) -> tuple[Layer, ...]:
        """The page."""
        landed = shot.start + (WHIP_SECONDS if number else 0.0)
        return (Photo(partial(self._window, number), Box(0, 0, *self._cast.size), camera(number, shot, landed)),)

    def _paint(self, number: int) -> Window:
        shot, layout = self._shots[number], self._cast.layout
        pixels = fitted(self._cast.pictures[shot.picture], *self._cast.size, layout.clear, shot.framing)
        return Window.of_face(to_yuva(pixels), number)


def _veil(cast: Cast) -> Pixels:
    """Veil, ornament and title on a transparent frame."""
    (width, height), title, from_right = cast.size, cast.layout.title, cast.layout.from_right
    sideways = cast.ratio is AspectRatio.LANDSCAPE
    reach = title.mirrored(width).right if from_right else title.right
    solid, length = (reach, width) if sideways else (title.bottom, height)
    strength = np.clip((solid + _FADE - np.arange(length)) / _FADE, 0, 1)
    line = (strength * strength * (3 - 2 * strength) * 255).astype(np.uint8)
    across = line[::-1] if from_right else line
    mask = np.ascontiguousarray(np.broadcast_to(across if sideways else line[:, None], (height, width)))
    overlay = fill(mask, with_lightness(cast.look.accent, 0.09, 0.4) if cast.look.dark else WHITE, _VEIL)
    paint_ornament(Canvas(overlay), cast.look)
    for text in title_of(cast):
        text.draw(Canvas(overlay))
    return overlay
