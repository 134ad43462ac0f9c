"""Simple Product Switch: on a calm, light ground one product glides out to the left, the next in from the right.

The other way round where reading begins on the right; upwards where the title stands beside the products.
"""

from collections.abc import Hashable
from typing import ClassVar

from studio.render_request import AspectRatio
from studio.scenes.drawing.box import Box
from studio.scenes.drawing.canvas import Sprite
from studio.scenes.drawing.colour import blend
from studio.scenes.drawing.frame import Frame
from studio.scenes.drawing.shapes import plate
from studio.scenes.film.film import Layer
from studio.scenes.film.motion import Track, ease_in_out, mix
from studio.scenes.film.moves import on_rail
from studio.scenes.plan.layout import PORTRAIT_CAPTIONS, Layout, Spare
from studio.scenes.plan.look import Look
from studio.scenes.plan.timeline import Shot
from studio.scenes.shots.backdrop import Backdrops
from studio.scenes.shots.cards import Cards
from studio.scenes.shots.cast import Cast
from studio.scenes.shots.presenter_frame import PresenterFrame
from studio.scenes.styles.style import Style

_SWITCH = 0.7
"""Seconds the switch takes: slower than in the other styles, calm is what this one is for."""

_DOT = 14
"""Pixels of a dot; the one of the picture seen grows to three times its width."""

_DOT_GAP = 14


class ProductSwitch(Style):
    """One card at a time and dots that count them, below a centred title; presenter and badge side by side below."""

    LAYOUTS: ClassVar = {
        AspectRatio.PORTRAIT: Layout(
            title=Box(110, 284, 860, 140),
            stage=Box(110, 470, 860, 980),
            presenter=Box(116, 898, 190, 190),
            badge=Box(560, 940, 430, 150),
            captions=PORTRAIT_CAPTIONS,
            spare=Spare(presenter=130, badge=130),
            title_align="center",
        ),
        AspectRatio.LANDSCAPE: Layout(
            title=Box(110, 110, 760, 320),
            stage=Box(980, 80, 820, 740),
            presenter=Box(110, 540, 280, 280),
            badge=Box(430, 580, 460, 200),
            captions=Box(460, 900, 1000, 112),
            spare=Spare(stage=100, presenter=50, badge=50),
        ),
        AspectRatio.SQUARE: Layout(
            title=Box(60, 58, 960, 140),
            stage=Box(60, 240, 610, 576),
            presenter=Box(730, 540, 270, 270),
            badge=Box(690, 290, 336, 170),
            captions=Box(90, 896, 900, 112),
            spare=Spare(stage=110, presenter=110),
            title_align="center",
        ),
    }

    def __init__(self, cast: Cast) -> None:
        """Cards are made when they are first seen."""
        place = cast.layout.presenter
        super().__init__(cast, PresenterFrame(cast, place, round(place.width * 0.3), 8))
        self._look, self._backdrops, self._cards = cast.look, Backdrops(cast), Cards(cast)
        title, stage, card = cast.layout.title, cast.layout.stage, self._cards.box
        self._upright = title.y < stage.bottom and stage.y < title.bottom
        far = (cast.size[1] + card.height if self._upright else cast.size[0] + card.width) * 0.5 + 80
        self._far = -far if cast.layout.from_right and not self._upright else far

    def _layers(self, number: int, shot: Shot) -> tuple[Layer, ...]:
        """Both cards on one rail, and the dots."""
        cards, backdrop = self._cards, self._backdrops.of_shot(number)
        x, y = self._cards.box.center[0], self._cards.box.y - 30
        dots = _Dots(self._look, (x, y), len(self._shots), number, shot.start)
        if number == 0:
            return (backdrop, cards.moving(0), dots, cards.zooming(0, shot.start))
        start, landed = shot.start, shot.start + _SWITCH
        out, into = (
            on_rail(start, _SWITCH, first, last, upright=self._upright)
            for first, last in ((0, -self._far), (self._far, 0))
        )
        return (
            backdrop,
            cards.moving(number - 1, out, (start, landed), leaving=True),
            cards.moving(number, into),
            dots,
            cards.zooming(number, landed),
        )


class _Dots(Layer):
    """A dot a shot above the card; the long one moves on with the switch."""

    def __init__(self, look: Look, middle: tuple[float, int], count: int, number: int, start: float) -> None:
        """`middle` is that of their row's upper edge; the switch to shot `number` begins at `start`, in seconds."""
        self._look, self._middle, self._count, self._number = look, middle, count, number
        self._share = Track((start, 0.0), (start + _SWITCH, 1.0, ease_in_out)) if number else Track((0.0, 1.0))

    def state(self, time: float) -> Hashable:
        """How far the long one is."""
        return self._share(time)

    def draw(self, frame: Frame, time: float) -> None:
        """Draw the row."""
        share, look = self._share(time), self._look
        x = self._middle[0] - (self._count * (_DOT + _DOT_GAP) - _DOT_GAP + 2 * _DOT) / 2
        for dot in range(self._count):
            grown = share if dot == self._number else 1 - share if dot == self._number - 1 else 0.0
            width = round(mix(_DOT, 3 * _DOT, grown))
            colour = blend(blend(look.soft_ink, look.accent, 0.2), look.accent, grown)
            sprite = Sprite(plate(width, _DOT, _DOT // 2, colour, mix(0.35, 1.0, grown)))
            frame.lay(sprite, round(x), self._middle[1])
            x += width + _DOT_GAP
