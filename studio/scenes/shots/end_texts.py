"""The texts of the end card, set into their boxes."""

from dataclasses import dataclass

from studio.scenes.drawing.box import Box
from studio.scenes.drawing.canvas import Sprite
from studio.scenes.drawing.colour import WHITE, contrast, darken_until_readable
from studio.scenes.drawing.shapes import Shadow, plate, shadowed
from studio.scenes.plan.look import Look
from studio.scenes.shots.cast import Cast
from studio.scenes.shots.end_layout import EndLayout
from studio.scenes.shots.logo import logo_sprite
from studio.scenes.words.badge import RowInks, former_row, put
from studio.text.lettering import Block, Type, draw, fit

_STANDS_OUT = 2.0
"""Contrast of a plate's colour with the accent, which dark grounds are made of, from which a button is seen at once."""

_NIGHT_INK = (17, 20, 28)


@dataclass(frozen=True, slots=True, eq=False)
class Element:
    """A sprite and the middle it comes to rest at."""

    sprite: Sprite
    center: tuple[float, float]


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
