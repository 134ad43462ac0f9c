"""The end card: product, price, call to action and shop, the same story in every style."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from studio.scenes.drawing.box import Box
from studio.scenes.drawing.canvas import turned
from studio.scenes.drawing.frame import Frame
from studio.scenes.film.film import Clip, Layer, Transition, picture_of
from studio.scenes.film.motion import Track, ease_out, pop, ramp, wave
from studio.scenes.film.moves import rising
from studio.scenes.film.moving import Moving, Opaque
from studio.scenes.film.photo import Photo, Window
from studio.scenes.plan.look import Ground
from studio.scenes.shots.background import paint
from studio.scenes.shots.cards import card_sprite, face_of
from studio.scenes.shots.cast import Cast
from studio.scenes.shots.end_layout import EndLayout, end_layout
from studio.scenes.shots.end_texts import Element, button_of, texts_of
from studio.scenes.shots.ornament import paint_ornament

_FIRST = 0.3
"""Seconds that the sheet takes to come to rest; the first text follows."""

_STEP = 0.07
"""Seconds between two elements setting in: the eye is led from product to price to button."""

_ARRIVAL = 0.35
_RISE = 70.0
"""Pixels an element rises while it appears."""

_GROWTH, _ANCHOR = 0.04, (0.5, 0.42)
"""How much the whole card grows while it stands, about a place in parts of the frame: enough to live, and texts stay
inside the safe area."""

_TALLEST, _WIDEST = 0.6, 1.3
"""Width by height of the product's card: photos keep their shape within these, and none is cut much."""

_POP = 0.4
"""Seconds the button takes to its size."""

_MIN_SCALE = 0.02
"""Below it there is nothing to see."""

_PULSE = 0.025
"""Part of its size by which the button breathes."""


def end_clip(cast: Cast) -> Clip:
    """The end card, which comes up over the last shot; texts that are empty leave nothing behind."""
    start, layout = cast.timeline.end_card, end_layout(cast.ratio, cast.wording, has_logo=cast.logo is not None)
    title, *texts = texts_of(cast, layout)
    settled = start + _FIRST + _STEP * len(texts) + _ARRIVAL
    sheet = Opaque(_sheet(cast, product_of(cast, layout), title))
    arriving = [_arriving(text, start + _FIRST + _STEP * number) for number, text in enumerate(texts)]
    growth = Track((settled, 1.0), (max(cast.timeline.seconds, settled + 0.1), 1 + _GROWTH))
    layers: list[Layer] = [sheet, *arriving, _grown(cast, [sheet, *arriving], growth, settled)]
    if layout.button:
        pressed = start + _FIRST + _STEP * len(texts)
        layers.append(_Button(button_of(cast, layout.button, layout.align), pressed, growth, cast.size))
    return Clip(start, layers, Rise())


@dataclass(frozen=True, slots=True)
class Rise(Transition):
    """The next clip comes up from below like a sheet of paper, by whole colour samples."""

    seconds: float = _FIRST

    def draw(self, frame: Frame, before: Frame, after: Frame, since: float) -> None:
        """Draw the part of the sheet that is seen over the picture before."""
        frame.copy_from(before)
        shown = round(frame.height * ease_out(since / self.seconds) / 2) * 2
        part = Box(0, frame.height - shown, frame.width, shown)
        frame.within(part).copy_from(after.within(replace(part, y=0)))


def product_of(cast: Cast, layout: EndLayout) -> Element:
    """The first picture on a card."""
    picture = cast.pictures[0]
    box = layout.picture.fit(_WIDEST if picture.plain else min(max(picture.aspect, _TALLEST), _WIDEST))
    return Element(card_sprite(face_of(picture, box, cast.look), cast.look), box.center)


def _sheet(cast: Cast, *elements: Element) -> Frame:
    """The ground, and what comes up with it."""
    look = cast.look
    ground = Ground.VIVID if look.ground is Ground.PHOTO else look.ground
    sheet = paint(replace(look, ground=ground), cast.pictures[0], *cast.size)
    paint_ornament(sheet, look)
    for element in elements:
        sheet.place(element.sprite, turned(element.sprite, element.center))
    return sheet


def _arriving(element: Element, start: float) -> Moving:
    return Moving(lambda: element.sprite, element.center, rising(start, _ARRIVAL, _RISE))


def _grown(cast: Cast, layers: Sequence[Layer], growth: Track, settled: float) -> Photo:
    """All that stands still from a time in seconds on, as one picture that grows."""
    window = cache(lambda: Window.of_frame(picture_of(cast.size, layers, settled), _ANCHOR))
    return Photo(window, Box(0, 0, *cast.size), growth, settled)


class _Button(Layer):
    """The button pops in last and then breathes, on a card that grows."""

    def __init__(self, element: Element, start: float, growth: Track, size: tuple[int, int]) -> None:
        """It comes at a time in seconds onto a card of the frame's size."""
        self._element, self._start, self._growth, self._size = element, start, growth, size

    def draw(self, frame: Frame, time: float) -> None:
        """Draw it as large as it is, at its place on the card."""
        scale, since = self._growth(time), time - self._start
        x, y = (
            side * about + (place - side * about) * scale
            for side, about, place in zip(self._size, _ANCHOR, self._element.center, strict=True)
        )
        breath = 1 + _PULSE * max(0.0, wave(since - _POP, 1.6)) * (since > _POP)
        grown = pop(ramp(since, 0.0, _POP)) * breath
        if grown > _MIN_SCALE:
            sprite = self._element.sprite
            frame.place(sprite, turned(sprite, (x, y), grown * scale))
