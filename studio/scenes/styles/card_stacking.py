"""Card Stacking: each picture flies in from below and lands on the pile of those before it."""

from typing import ClassVar

from studio.render_request import AspectRatio
from studio.scenes.drawing.box import Box
from studio.scenes.film.film import Layer
from studio.scenes.film.moves import Path, thrown_up, tilting
from studio.scenes.plan.layout import PORTRAIT_CAPTIONS, Layout, Spare
from studio.scenes.plan.timeline import Shot
from studio.scenes.shots.backdrop import Backdrops
from studio.scenes.shots.cards import Cards
from studio.scenes.shots.cast import Cast
from studio.scenes.shots.presenter_frame import PresenterFrame
from studio.scenes.styles.style import Style

_FLIGHT = 0.4
"""Seconds a card flies: seen to come from somewhere, and landed before its sentence goes on."""

_TILTS = (-4.5, 3.6, -2.8, 4.8)
"""Degrees at which cards lie once another covers them, in turn."""

_SPIN = 9.0
"""Degrees a card is turned when it sets off."""


class CardStacking(Style):
    """A growing pile of cards: title above it, presenter and badge on its lower corners."""

    LAYOUTS: ClassVar = {
        AspectRatio.PORTRAIT: Layout(
            title=Box(90, 284, 880, 152),
            stage=Box(70, 462, 940, 1030),
            presenter=Box(86, 898, 190, 190),
            badge=Box(560, 940, 430, 150),
            captions=PORTRAIT_CAPTIONS,
            spare=Spare(presenter=130, badge=130),
        ),
        AspectRatio.LANDSCAPE: Layout(
            title=Box(100, 110, 720, 330),
            stage=Box(900, 80, 900, 790),
            presenter=Box(100, 520, 330, 330),
            badge=Box(500, 590, 440, 200),
            captions=Box(460, 900, 1000, 112),
            spare=Spare(stage=110, presenter=55, badge=55),
        ),
        AspectRatio.SQUARE: Layout(
            title=Box(60, 58, 960, 150),
            stage=Box(60, 230, 640, 620),
            presenter=Box(734, 556, 286, 286),
            badge=Box(660, 300, 360, 176),
            captions=Box(90, 896, 900, 112),
            spare=Spare(stage=120, presenter=120),
        ),
    }

    def __init__(self, cast: Cast) -> None:
        """Cards are made when they are first seen."""
        place = cast.layout.presenter
        super().__init__(cast, PresenterFrame(cast, place, place.width // 2, 8))
        self._backdrops, self._cards = Backdrops(cast), Cards(cast)
        self._far = cast.size[1] + self._cards.box.height * 0.55 - self._cards.box.center[1]

    def _layers(self, number: int, shot: Shot) -> tuple[Layer, ...]:
        """The card before slips askew onto the one below it, and the new one lands; they hide the rest of the pile."""
        cards, backdrop = self._cards, self._backdrops.of_shot(number)
        if number == 0:
            return (backdrop, cards.moving(0), cards.zooming(0, shot.start))
        landed = shot.start + _FLIGHT
        return (
            backdrop,
            *(cards.moving(below, Path(degrees=_tilt(below)), leaving=True) for below in range(number - 1)[-1:]),
            cards.moving(number - 1, tilting(shot.start, _FLIGHT, _tilt(number - 1)), leaving=True),
            cards.moving(number, thrown_up(shot.start, _FLIGHT, self._far, _SPIN if number % 2 else -_SPIN)),
            cards.zooming(number, landed),
        )


def _tilt(number: int) -> float:
    return _TILTS[number % len(_TILTS)]
