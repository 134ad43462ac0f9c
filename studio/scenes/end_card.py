"""The end card: product, price, call to action and shop, the same story in every style."""

from dataclasses import dataclass, replace
from functools import cache

from studio.scenes.background import paint
from studio.scenes.badge import RowInks, former_row, put
from studio.scenes.box import Box
from studio.scenes.canvas import Sprite, turned
from studio.scenes.card import face_of, make_card
from studio.scenes.cast import Cast
from studio.scenes.colour import WHITE, contrast, darken_until_readable
from studio.scenes.end_layout import EndLayout, end_layout
from studio.scenes.frame import Frame
from studio.scenes.logo import logo_sprite
from studio.scenes.look import Ground, Look
from studio.scenes.motion import ease_out, pop, ramp, wave
from studio.scenes.ornament import paint_ornament
from studio.scenes.shapes import Shadow, plate, shadowed
from studio.scenes.window import FrameWindow
from studio.text.lettering import Block, Type, draw, fit

COVERED_AFTER = 0.4
"""Seconds the end card takes to rise over the last shot."""

_FIRST = 0.3
"""Seconds from the cut to the first text: the sheet has come to rest by then."""

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

_STANDS_OUT = 2.0
"""Contrast of a plate's colour with the accent, which dark grounds are made of, from which a button is seen at once."""

_NIGHT_INK = (17, 20, 28)

_PULSE = 0.025
"""Part of its size by which the button breathes."""


@dataclass(frozen=True, slots=True, eq=False)
class Element:
    """A sprite and the middle it comes to rest at."""

    sprite: Sprite
    center: tuple[float, float]


class EndCard:
    """Draws the end card over the last shot."""

    def __init__(self, cast: Cast) -> None:
        """Prepare sheet and elements; texts that are empty leave nothing behind."""
        self._cast, self._start = cast, cast.timeline.end_card
        layout = end_layout(cast.ratio, cast.wording, has_logo=cast.logo is not None)
        picture = cast.pictures[0]
        shape = _WIDEST if picture.plain else min(max(picture.aspect, _TALLEST), _WIDEST)
        self._box = layout.picture.fit(shape)
        face = face_of(picture, self._box, cast.look)
        self._card = make_card(face, self._box.width, self._box.height, cast.look, 0)
        title, *self._texts = texts_of(cast, layout)
        self._button = button_of(cast, layout.button, layout.align) if layout.button else None
        self._sheet = self._paint(title)
        self._rested = cache(self._at_rest)

    def draw(self, frame: Frame, time: float) -> None:
        """Draw it over the last shot, from its time on."""
        since, grown = time - self._start, 1.0
        if since < COVERED_AFTER:
            self._rise(frame, ease_out(since / COVERED_AFTER))
        elif since < self._settled:
            frame.copy_from(self._sheet)
        else:
            grown += _GROWTH * ramp(since, self._settled, self._lasting)
            self._rested().draw(frame, frame.box, grown)
        if since < self._settled:
            self._arrive(frame, since)
        self._press(frame, since, grown)

    @property
    def _settled(self) -> float:
        """Seconds after which all texts stand still."""
        return _FIRST + _STEP * len(self._texts) + _ARRIVAL

    @property
    def _lasting(self) -> float:
        """Seconds for which all stands complete."""
        return max(self._cast.timeline.seconds - self._start - self._settled, 0.1)

    def _paint(self, title: Element) -> Frame:
        """Ground, product and title: they come up together like a sheet of paper."""
        look = self._cast.look
        ground = Ground.VIVID if look.ground is Ground.PHOTO else look.ground
        sheet = paint(replace(look, ground=ground), self._cast.pictures[0], *self._cast.size)
        paint_ornament(sheet, look)
        product = self._card.sprite(1.0)
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

    def _at_rest(self) -> FrameWindow:
        sheet = self._sheet.copy()
        self._arrive(sheet, self._settled)
        return FrameWindow.whole(sheet, _ANCHOR)

    def _press(self, frame: Frame, since: float, scale: float) -> None:
        """The button pops in last and then breathes, on a card that has grown to a scale."""
        if self._button is None:
            return
        x, y = (
            side * about + (place - side * about) * scale
            for side, about, place in zip((frame.width, frame.height), _ANCHOR, self._button.center, strict=True)
        )
        start = _FIRST + _STEP * len(self._texts)
        grown = pop(ramp(since, start, 0.4)) * (
            1 + _PULSE * max(0.0, wave(since - start - 0.4, 1.6)) * (since > start + 0.4)
        )
        if grown > 0.02:
            frame.place(self._button.sprite, turned(self._button.sprite, (x, y), grown * scale))


def texts_of(cast: Cast, layout: EndLayout) -> list[Element]:
    """Title, former price, price and shop, as far as there are such."""
    wording, look = cast.wording, cast.look
    align = layout.align
    elements = []
    setting = Type(layout.title.height * 0.44, look.weight, wording.language)
    title = fit(wording.headline, setting, layout.title.width, 2, whole=True)
    elements.append(_text(title, look.ink, layout.title, align))
    if layout.former:
        row = former_row(
            wording.offer, _row_inks(look), wording.language, layout.former.height * 0.6, layout.former.width
        )
        elements.append(_placed(Sprite(row), layout.former, align, 0))
    if layout.price:
        setting = Type(layout.price.height * 1.15, 880, wording.language)
        price = fit(wording.offer.price, setting, layout.price.width, whole=True)
        elements.append(_text(price, look.ink, layout.price, align))
    if layout.shop and cast.logo:
        elements.append(_placed(logo_sprite(cast.logo, layout.shop), layout.shop, align, 0))
    elif layout.shop:
        setting = Type(layout.shop.height * 0.9, 740, wording.language)
        shop = fit(wording.shop, setting, layout.shop.width, whole=True)
        elements.append(_text(shop, look.soft_ink, layout.shop, align))
    return elements


def _row_inks(look: Look) -> RowInks:
    if look.dark:
        return RowInks(look.soft_ink, WHITE, darken_until_readable(look.accent))
    return RowInks(look.soft_ink, look.badge, look.badge_ink)


def _text(block: Block, ink: tuple[int, int, int], box: Box, align: str) -> Element:
    mask, (left, _above) = draw(block, align)
    return _placed(Sprite.filled(mask, ink), box, align, left)


def _placed(sprite: Sprite, box: Box, align: str, margin: int) -> Element:
    """The middle for a sprite with so many transparent pixels on both sides, as its box's texts are aligned."""
    return Element(sprite, (_middle(sprite.width - 2 * margin, box, align), box.center[1]))


def _middle(width: int, box: Box, align: str) -> float:
    """The middle column of what is so wide and stands at its box's left or right end, or in its middle."""
    return {"left": box.x + width / 2, "center": box.center[0], "right": box.right - width / 2}[align]


def button_of(cast: Cast, box: Box, align: str) -> Element:
    """The call to action on a plate as wide as its words."""
    wording, look = cast.wording, cast.look
    setting = Type(box.height * 0.42, 760, wording.language)
    label = fit(wording.call_to_action, setting, box.width - box.height, whole=True)
    width = min(box.width, label.width + box.height)
    stands_out = not look.dark or contrast(look.badge, look.accent) >= _STANDS_OUT
    pixels = plate(width, box.height, box.height // 2, look.badge if stands_out else WHITE)
    ink = look.badge_ink if stands_out else _NIGHT_INK
    put(pixels, label, ink, (width - label.width) // 2, (box.height - label.height) // 2)
    sprite = shadowed(pixels, box.height // 2, 36, Shadow(16, 0.4, 10))
    return Element(sprite, (_middle(width, box, align), box.center[1]))
