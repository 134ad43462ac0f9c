"""The end card: product, price, call to action and shop, the same story in every style."""

from dataclasses import dataclass, replace
from functools import cache

from studio.render_request import AspectRatio
from studio.scenes.background import paint
from studio.scenes.badge import RowInks, former_row, put
from studio.scenes.box import Box
from studio.scenes.canvas import Sprite, turned
from studio.scenes.card import draw_zoomed, face_of, make_card
from studio.scenes.cast import Cast
from studio.scenes.colour import WHITE, darken_until_readable
from studio.scenes.frame import Frame
from studio.scenes.layout import card_box
from studio.scenes.look import Ground, Look
from studio.scenes.motion import ease_out, pop, ramp, wave
from studio.scenes.ornament import paint_ornament
from studio.scenes.presenter_frame import PresenterFrame
from studio.scenes.shapes import Shadow, plate, shadowed
from studio.text.lettering import Block, Type, draw, fit

COVERED_AFTER = 0.45
"""Seconds the end card takes to rise over the last shot."""

_FIRST = 0.32
"""Seconds from the cut to the first text: the sheet has come to rest by then."""

_STEP = 0.09
"""Seconds between two elements setting in: the eye is led from product to price to button."""

_ARRIVAL = 0.5
_RISE = 70.0
"""Pixels an element rises while it appears."""

_PULSE = 0.025
"""Part of its size by which the button breathes."""


@dataclass(frozen=True, slots=True)
class EndLayout:
    """The end card's boxes in one aspect ratio."""

    picture: Box
    title: Box
    former: Box
    price: Box
    button: Box
    shop: Box
    presenter: Box


END_LAYOUTS = {
    AspectRatio.PORTRAIT: EndLayout(
        picture=Box(220, 130, 640, 620),
        title=Box(110, 790, 860, 120),
        former=Box(110, 948, 860, 84),
        price=Box(110, 1048, 860, 160),
        button=Box(190, 1238, 700, 116),
        shop=Box(110, 1376, 860, 46),
        presenter=Box(120, 560, 230, 230),
    ),
    AspectRatio.LANDSCAPE: EndLayout(
        picture=Box(120, 90, 780, 760),
        title=Box(1000, 120, 830, 150),
        former=Box(1000, 314, 830, 84),
        price=Box(1000, 420, 830, 180),
        button=Box(1000, 650, 620, 120),
        shop=Box(1000, 800, 830, 48),
        presenter=Box(730, 620, 240, 240),
    ),
    AspectRatio.SQUARE: EndLayout(
        picture=Box(60, 70, 470, 470),
        title=Box(566, 84, 454, 150),
        former=Box(566, 270, 454, 66),
        price=Box(566, 358, 454, 140),
        button=Box(60, 620, 620, 112),
        shop=Box(60, 762, 620, 46),
        presenter=Box(740, 570, 270, 270),
    ),
}


@dataclass(frozen=True, slots=True, eq=False)
class _Element:
    """A sprite and the middle it comes to rest at."""

    sprite: Sprite
    center: tuple[float, float]


class EndCard:
    """Draws the end card over the last shot."""

    def __init__(self, cast: Cast) -> None:
        """Prepare sheet and elements; texts that are empty leave nothing behind."""
        self._cast, self._start = cast, cast.timeline.end_card
        layout = END_LAYOUTS[cast.ratio]
        picture = cast.pictures[0]
        self._box = card_box(layout.picture, [] if picture.plain else [picture.aspect])
        self._card = make_card(
            face_of(picture, self._box.width, self._box.height, cast.look),
            self._box.width,
            self._box.height,
            cast.look,
            0,
        )
        self._presenter = PresenterFrame(cast, layout.presenter, layout.presenter.width // 2, 8)
        title, *self._texts = _texts(cast, layout)
        self._button = _button(cast, layout.button)
        self._sheet = self._paint(title)
        self._rested = cache(self._at_rest)

    def draw(self, frame: Frame, time: float) -> None:
        """Draw it over the last shot, from its time on."""
        since = time - self._start
        if since < COVERED_AFTER:
            self._rise(frame, ease_out(since / COVERED_AFTER))
        elif since < self._settled:
            frame.copy_from(self._sheet)
        else:
            frame.copy_from(self._rested())
        if since >= COVERED_AFTER:
            lasting = self._cast.timeline.seconds - self._start - COVERED_AFTER
            draw_zoomed(frame, self._card, self._box, min(1.0, (since - COVERED_AFTER) / max(lasting, 0.1)))
        if since < self._settled:
            self._arrive(frame, since)
        self._presenter.draw(frame, time, opacity=ramp(since, COVERED_AFTER - 0.1, 0.3))
        self._press(frame, since)

    @property
    def _settled(self) -> float:
        """Seconds after which all texts stand still."""
        return _FIRST + _STEP * len(self._texts) + _ARRIVAL

    def _paint(self, title: _Element) -> Frame:
        """Ground, product and title: they come up together like a sheet of paper."""
        look = self._cast.look
        ground = Ground.VIVID if look.ground is Ground.PHOTO else look.ground
        sheet = paint(replace(look, ground=ground), self._cast.pictures[0], *self._cast.size)
        paint_ornament(sheet, look)
        product = self._card.sprite(0.0)
        sheet.place(product, turned(product, self._box.center))
        sheet.place(title.sprite, turned(title.sprite, title.center))
        return sheet

    def _rise(self, frame: Frame, share: float) -> None:
        """The sheet comes up from below, by whole colour samples."""
        shown = round(frame.height * share / 2) * 2
        if shown:
            top = Box(0, frame.height - shown, frame.width, shown)
            frame.within(top).copy_from(self._sheet.within(Box(0, 0, frame.width, shown)))

    def _arrive(self, frame: Frame, since: float) -> None:
        for number, element in enumerate(self._texts):
            share = ease_out(ramp(since, _FIRST + _STEP * number, _ARRIVAL))
            x, y = element.center
            frame.place(element.sprite, turned(element.sprite, (x, y + _RISE * (1 - share))), opacity=share)

    def _at_rest(self) -> Frame:
        sheet = self._sheet.copy()
        self._arrive(sheet, self._settled)
        return sheet

    def _press(self, frame: Frame, since: float) -> None:
        """The button pops in last and then breathes."""
        if self._button is None:
            return
        start = _FIRST + _STEP * len(self._texts)
        grown = pop(ramp(since, start, 0.4)) * (
            1 + _PULSE * max(0.0, wave(since - start - 0.4, 1.6)) * (since > start + 0.4)
        )
        if grown > 0.02:
            frame.place(self._button.sprite, turned(self._button.sprite, self._button.center, grown))


def _texts(cast: Cast, layout: EndLayout) -> list[_Element]:
    wording, look = cast.wording, cast.look
    align = "center" if cast.ratio is AspectRatio.PORTRAIT else "left"
    elements = []
    title = fit(
        wording.headline, Type(layout.title.height * 0.44, look.weight, wording.language), layout.title.width, 2
    )
    elements.append(_text(title, look.ink, layout.title, align))
    if wording.offer.former:
        row = former_row(
            wording.offer, _row_inks(look), wording.language, layout.former.height * 0.6, layout.former.width
        )
        elements.append(_placed(Sprite(row), layout.former, align, 0))
    if wording.offer.price:
        price = fit(wording.offer.price, Type(layout.price.height * 1.15, 880, wording.language), layout.price.width)
        elements.append(_text(price, look.ink, layout.price, align))
    if wording.shop:
        shop = fit(wording.shop, Type(layout.shop.height * 0.86, 600, wording.language), layout.shop.width)
        elements.append(_text(shop, look.soft_ink, layout.shop, align))
    return elements


def _row_inks(look: Look) -> RowInks:
    if look.dark:
        return RowInks(look.soft_ink, WHITE, darken_until_readable(look.accent))
    return RowInks(look.soft_ink, look.badge, look.badge_ink)


def _text(block: Block, ink: tuple[int, int, int], box: Box, align: str) -> _Element:
    mask, (left, _above) = draw(block, align)
    return _placed(Sprite.filled(mask, ink), box, align, left)


def _placed(sprite: Sprite, box: Box, align: str, margin: int) -> _Element:
    """The middle for a sprite that stands at its box's left end or in its middle."""
    x = box.center[0] if align == "center" else box.x - margin + sprite.width / 2
    return _Element(sprite, (x, box.center[1]))


def _button(cast: Cast, box: Box) -> _Element | None:
    wording, look = cast.wording, cast.look
    if not wording.call_to_action:
        return None
    label = fit(wording.call_to_action, Type(box.height * 0.42, 760, wording.language), box.width - box.height)
    width = min(box.width, label.width + box.height)
    pixels = plate(width, box.height, box.height // 2, look.badge if not look.dark else (255, 255, 255))
    ink = look.badge_ink if not look.dark else (17, 20, 28)
    put(pixels, label, ink, (width - label.width) // 2, (box.height - label.height) // 2)
    sprite = shadowed(pixels, box.height // 2, 36, Shadow(16, 0.4, 10))
    x = box.center[0] if cast.ratio is AspectRatio.PORTRAIT else box.x + width / 2
    return _Element(sprite, (x, box.center[1]))
