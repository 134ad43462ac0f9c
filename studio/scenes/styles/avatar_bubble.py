"""Avatar Bubble: the presenter speaks from a large bubble, products pop up in bubbles of their own."""

from typing import ClassVar

from studio.render_request import AspectRatio
from studio.scenes.drawing.box import Box
from studio.scenes.film.film import Layer
from studio.scenes.film.moves import bursting, popping_up
from studio.scenes.plan.layout import PORTRAIT_CAPTIONS, Layout, Spare
from studio.scenes.plan.timeline import Shot
from studio.scenes.shots.backdrop import Backdrops
from studio.scenes.shots.bubbles import Bubbles, VoiceRing
from studio.scenes.shots.cards import Cards
from studio.scenes.shots.cast import Cast
from studio.scenes.shots.presenter_frame import PresenterFrame
from studio.scenes.styles.style import Style

_POP = 0.5
"""Seconds a product takes to pop up; the one before bursts in the first third."""

_ROUNDNESS = 0.34
"""Radius of a product bubble as part of its side: round enough for a bubble, and no corner of a product is lost."""

_RIM = 14


class AvatarBubble(Style):
    """Bubbles on the accent's own colour: a large presenter below the product, or beside it."""

    LAYOUTS: ClassVar = {
        AspectRatio.PORTRAIT: Layout(
            title=Box(110, 284, 860, 152),
            stage=Box(110, 462, 860, 980),
            presenter=Box(80, 846, 244, 244),
            badge=Box(560, 940, 430, 150),
            captions=PORTRAIT_CAPTIONS,
            spare=Spare(presenter=130, badge=130),
            title_align="center",
        ),
        AspectRatio.LANDSCAPE: Layout(
            title=Box(110, 90, 800, 270),
            stage=Box(1040, 80, 760, 750),
            presenter=Box(130, 420, 430, 430),
            badge=Box(610, 600, 420, 200),
            captions=Box(460, 900, 1000, 112),
            spare=Spare(stage=100, presenter=50, badge=50),
        ),
        AspectRatio.SQUARE: Layout(
            title=Box(60, 58, 960, 140),
            stage=Box(420, 226, 600, 600),
            presenter=Box(60, 500, 340, 340),
            badge=Box(60, 260, 336, 170),
            captions=Box(90, 896, 900, 112),
            spare=Spare(stage=110, presenter=110),
            title_align="center",
        ),
    }

    def __init__(self, cast: Cast) -> None:
        """Cards are made when they first pop up."""
        stage, place = cast.layout.stage, cast.layout.presenter
        presenter = PresenterFrame(cast, place, place.width // 2, 10)
        super().__init__(cast, Bubbles(), VoiceRing(presenter.box, cast.voice_levels), presenter)
        self._backdrops = Backdrops(cast)
        self._cards = Cards(cast, radius=round(min(stage.width, stage.height) * _ROUNDNESS), border=_RIM)

    def _layers(self, number: int, shot: Shot) -> tuple[Layer, ...]:
        """One bubble bursts, the next pops up."""
        cards, backdrop = self._cards, self._backdrops.of_shot(number)
        if number == 0:
            return (backdrop, cards.moving(0), cards.zooming(0, shot.start))
        start, gone, landed = shot.start, shot.start + _POP * 0.4, shot.start + _POP
        return (
            backdrop,
            cards.moving(number - 1, bursting(start, _POP * 0.4), (start, gone), leaving=True),
            cards.moving(number, popping_up(start + _POP * 0.2, _POP * 0.8)),
            cards.zooming(number, landed),
        )
