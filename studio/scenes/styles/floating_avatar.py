"""Floating Avatar Voiceover: the presenter stands free before a product card that sways like a mobile."""

from typing import ClassVar

from studio.render_request import AspectRatio
from studio.scenes.drawing.box import Box
from studio.scenes.figure.presenter import Presenter
from studio.scenes.film.film import Layer
from studio.scenes.film.motion import Track, ease_in, ease_out
from studio.scenes.film.moves import swaying
from studio.scenes.plan.layout import PORTRAIT_CAPTIONS, Layout, Spare
from studio.scenes.plan.timeline import Shot
from studio.scenes.shots.backdrop import Backdrops
from studio.scenes.shots.cards import Cards
from studio.scenes.shots.cast import Cast
from studio.scenes.styles.style import Style

_LEAVING, _COMING, _CHANGE = 0.38, 0.1, 0.7
"""Seconds after a cut when the card before is gone, and between which the next one comes."""


class FloatingAvatar(Style):
    """A free figure and a swaying card. `presenter` is the head's place; the figure runs out of the frame below."""

    LAYOUTS: ClassVar = {
        AspectRatio.PORTRAIT: Layout(
            title=Box(90, 284, 880, 152),
            stage=Box(110, 462, 860, 980),
            presenter=Box(70, 800, 250, 280),
            badge=Box(560, 940, 430, 150),
            captions=PORTRAIT_CAPTIONS,
            spare=Spare(presenter=130, badge=130),
        ),
        AspectRatio.LANDSCAPE: Layout(
            title=Box(100, 80, 740, 280),
            stage=Box(940, 100, 840, 730),
            presenter=Box(170, 400, 400, 460),
            badge=Box(590, 610, 370, 180),
            captions=Box(600, 900, 1000, 112),
            spare=Spare(stage=90, badge=90),
        ),
        AspectRatio.SQUARE: Layout(
            title=Box(60, 58, 960, 140),
            stage=Box(420, 236, 590, 580),
            presenter=Box(60, 500, 320, 350),
            badge=Box(60, 270, 330, 170),
            captions=Box(90, 896, 900, 112),
            spare=Spare(stage=100),
        ),
    }

    def __init__(self, cast: Cast) -> None:
        """Cards are made when they first fly in."""
        head = cast.layout.presenter
        rim = max(5, head.width // 48)
        super().__init__(cast, Presenter(cast.avatar_id, head, cast.voice_levels, rim=rim))
        self._backdrops, self._cards, self._far = Backdrops(cast), Cards(cast), cast.size[0] * 1.2

    def _layers(self, number: int, shot: Shot) -> tuple[Layer, ...]:
        """Cards leave and come by the same side, right and left in turn."""
        cards, backdrop = self._cards, self._backdrops.of_shot(number)
        side = self._far if number % 2 else -self._far
        if number == 0:
            return (backdrop, cards.moving(0, swaying(Track((0.0, 0.0)), side)))
        start, gone = shot.start, shot.start + _LEAVING
        leaving = swaying(Track((start, 0.0), (gone, 1.0, ease_in)), -side)
        coming = swaying(Track((start + _COMING, 1.0), (start + _CHANGE, 0.0, ease_out)), side)
        return (
            backdrop,
            cards.moving(number - 1, leaving, (start, gone), leaving=True),
            cards.moving(number, coming),
        )
