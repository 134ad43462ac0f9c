"""Up&Down Avatar: the product above, the presenter large below; side by side where the frame is wide."""

from typing import ClassVar

from studio.render_request import AspectRatio
from studio.scenes.drawing.box import Box
from studio.scenes.film.film import Layer
from studio.scenes.film.moves import rolling
from studio.scenes.plan.layout import Layout, Spare
from studio.scenes.plan.timeline import Shot
from studio.scenes.shots.backdrop import Backdrops
from studio.scenes.shots.cards import Cards
from studio.scenes.shots.cast import Cast
from studio.scenes.shots.panel import PresenterPanel
from studio.scenes.styles.style import Style

_ROLL = 0.6
"""Seconds the next product takes to roll into place."""

_PANELS = {
    AspectRatio.PORTRAIT: Box(0, 824, 1080, 1096),
    AspectRatio.LANDSCAPE: Box(0, 0, 740, 1080),
    AspectRatio.SQUARE: Box(0, 0, 430, 1080),
}
"""The presenter's half."""


class UpDownAvatar(Style):
    """A frame in two halves. `presenter` is the head's place in the presenter's half."""

    LAYOUTS: ClassVar = {
        AspectRatio.PORTRAIT: Layout(
            title=Box(90, 280, 880, 124),
            stage=Box(84, 424, 912, 384),
            presenter=Box(130, 966, 310, 280),
            badge=Box(560, 1000, 430, 170),
            captions=Box(90, 850, 900, 108),
            spare=Spare(presenter=-60, face=60, badge=-60),
        ),
        AspectRatio.LANDSCAPE: Layout(
            title=Box(820, 70, 1000, 190),
            stage=Box(820, 290, 1000, 580),
            presenter=Box(150, 250, 440, 500),
            badge=Box(1420, 730, 400, 156),
            captions=Box(820, 900, 1000, 112),
            spare=Spare(stage=110, badge=110),
        ),
        AspectRatio.SQUARE: Layout(
            title=Box(470, 58, 550, 190),
            stage=Box(470, 276, 550, 580),
            presenter=Box(75, 300, 280, 330),
            badge=Box(690, 718, 330, 150),
            captions=Box(90, 896, 900, 112),
            spare=Spare(stage=120, badge=120),
        ),
    }

    def __init__(self, cast: Cast) -> None:
        """Prepare the presenter's half, and where cards may be seen."""
        panel = _PANELS[cast.ratio]
        self._panel = PresenterPanel(cast, panel.mirrored(cast.size[0]) if cast.layout.from_right else panel)
        super().__init__(cast, self._panel)
        self._backdrops, self._cards = Backdrops(cast), Cards(cast)
        x, top = cast.layout.stage.x - 64, cast.layout.title.bottom + 8
        self._below_title = Box(x, top, cast.layout.stage.width + 64, cast.size[1] - top).evenly()

    def _layers(self, number: int, shot: Shot) -> tuple[Layer, ...]:
        """The old product leaves and the new one follows, upwards and downwards in turn, never over the title."""
        cards, backdrop, wall = self._cards, self._backdrops.of_shot(number), self._panel.wall
        if number == 0:
            return (backdrop, cards.moving(0), wall, cards.zooming(0, shot.start))
        start, landed, far = shot.start, shot.start + _ROLL, cards.box.height + 90.0
        far = -far if number % 2 else far
        leaving, coming = rolling(start, _ROLL, 0, far), rolling(start, _ROLL, -far, 0)
        return (
            backdrop,
            cards.moving(number - 1, leaving, (start, landed), leaving=True, inside=self._below_title),
            cards.moving(number, coming, inside=self._below_title),
            wall,
            cards.zooming(number, landed),
        )
