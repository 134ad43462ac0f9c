"""The price badge: price, former price struck through, and what is saved."""

import re
from dataclasses import dataclass
from functools import partial

from studio.product import Product
from studio.scenes.drawing.box import Box
from studio.scenes.drawing.canvas import Canvas, Pixels, Sprite, lay_onto, turned
from studio.scenes.drawing.colour import Colour, blend
from studio.scenes.drawing.frame import Surface
from studio.scenes.drawing.shapes import Shadow, plate, shadowed
from studio.scenes.film.film import Layer
from studio.scenes.film.motion import pop, ramp
from studio.scenes.plan.look import Look
from studio.text.bidi import reads_from_right
from studio.text.lettering import CAP_HEIGHT, Block, Type, draw, fit, width_of

_POP = 0.4
"""Seconds from nothing to full size."""

_STRIKE = (0.3, 0.25)
ROLL_TIME = (0.3, 0.6)
CHIP_TIME = (0.85, 0.3)
"""When, after the badge's first frame, the former price is struck through, its digits roll to the new price and the
saving appears, and how long each takes, in seconds: one after the other, so that the eye can follow."""

_SETTLED = sum(CHIP_TIME)

_SHADOW_MARGIN = 36


@dataclass(frozen=True, slots=True)
class Offer:
    """What the price texts say; empty where the page says nothing."""

    price: str
    former: str = ""
    saving: str = ""


def offer_of(product: Product, price_label: str, former_label: str) -> Offer:
    """The offer of a product. The saving is rounded down to whole percent: never more than the page promises."""
    now, before = product.price, product.list_price
    if not (price_label and former_label and now and before):
        return Offer(price_label)
    if now.currency != before.currency or not 0 < now.amount < before.amount:
        return Offer(price_label)
    percent = int((before.amount - now.amount) * 100 / before.amount)
    return Offer(price_label, former_label, f"\N{MINUS SIGN}{percent}%" if percent else "")


@dataclass(frozen=True, slots=True)
class RowInks:
    """Colours of the former price and of the chip beside it."""

    text: Colour
    chip: Colour
    chip_text: Colour


class PriceBadge(Layer):
    """Draws the badge from the moment the price is told."""

    def __init__(self, offer: Offer, look: Look, language: str, box: Box, since: float | None) -> None:
        """The badge stands in the middle of its box; without a price nothing is ever drawn."""
        self._since, self._center, self._radius = since, box.center, round(box.height * 0.2)
        self._paint = partial(_badge, offer, look, language, box)
        self._told = self._sprite(_TOLD) if since is not None and offer.price else None

    def draw(self, frame: Surface, time: float) -> None:
        """Draw the badge as it is at a time in seconds."""
        if self._told is None or self._since is None or time < self._since:
            return
        since, (x, y) = time - self._since, self._center
        sprite = self._told if since >= _SETTLED else self._sprite(_telling(since))
        grown = pop(ramp(since, 0.0, _POP))
        if since >= _POP:
            frame.lay(sprite, round(x - sprite.width / 2), round(y - sprite.height / 2))
        elif grown > 0.02:
            frame.place(sprite, turned(sprite, (x, y), grown, -8 * (1 - grown)))

    def _sprite(self, telling: "Telling") -> Sprite:
        return shadowed(self._paint(telling), self._radius, _SHADOW_MARGIN, Shadow(16, 0.45, 10))


@dataclass(frozen=True, slots=True)
class Telling:
    """How far the story of the offer is told: each part from 0 to 1, the chip's size a little beyond."""

    struck: float
    rolled: float
    chip: float


_TOLD = Telling(1.0, 1.0, 1.0)


def _telling(since: float) -> Telling:
    rolled = 1 - (1 - ramp(since, *ROLL_TIME)) ** 4  # easeOutQuart: the last digits can be read as they come
    return Telling(ramp(since, *_STRIKE), rolled, pop(ramp(since, *CHIP_TIME)))


def rolled_price(former: str, price: str, share: float) -> str:
    """The price as its digits roll from the former one's; the price itself where the two are not written alike."""
    digits = ["".join(filter(_is_digit, text)) for text in (former, price)]
    if share >= 1 or not all(digits) or _decimals(former) != _decimals(price):
        return price
    first, last = map(int, digits)
    amount = str(round(first + (last - first) * share))
    written = price if len(amount) <= len(digits[1]) else former
    rest = iter(amount.zfill(sum(map(_is_digit, written))))
    return "".join(next(rest) if _is_digit(sign) else sign for sign in written)


def _is_digit(sign: str) -> bool:
    return sign.isascii() and sign.isdigit()


def _decimals(text: str) -> int:
    """Digits behind the last separator, unless they are whole thousands."""
    groups = re.findall(r"[0-9]+", text)
    return len(groups[-1]) if len(groups) > 1 and len(groups[-1]) != 3 else 0


def _badge(offer: Offer, look: Look, language: str, box: Box, telling: Telling) -> Pixels:
    """As wide as its content when all is told, at most the box."""
    size = box.height * (0.4 if offer.former else 0.5)
    pad = round(box.height * 0.16)
    inks = RowInks(blend(look.badge_ink, look.badge, 0.12), look.badge_ink, look.badge)
    price = fit(offer.price, Type(size, 820, language), box.width - 2 * pad, whole=True)
    row = former_row(offer, inks, language, box.height * 0.2, box.width - 2 * pad, telling) if offer.former else None
    width = max(price.width, row.shape[1] if row is not None else 0) + 2 * pad
    height = box.height if row is not None else round(box.height * 0.7)
    pixels = plate(width, height, round(box.height * 0.2), look.badge)
    baseline = height - pad - round(size * CAP_HEIGHT) if row is not None else (height - price.height) // 2
    if row is not None:
        lay_onto(pixels, Sprite(row), (width - row.shape[1]) // 2, round(pad * 0.85))
    shown = fit(rolled_price(offer.former, offer.price, telling.rolled), price.type, width - 2 * pad, whole=True)
    put(pixels, shown, look.badge_ink, (width - shown.width) // 2, baseline)
    return pixels


def former_row(offer: Offer, inks: RowInks, language: str, size: float, room: int, telling: Telling = _TOLD) -> Pixels:
    """The struck former price and the saving's chip side by side, whole within `room`, on a transparent ground.

    The former price stands where reading begins.
    """
    natural = width_of(offer.former, Type(size, 560, language))
    if offer.saving:
        natural += size * 1.4 + width_of(offer.saving, Type(size * 0.92, 820, language))
    size *= min(1.0, (room - 2) / natural)
    former = fit(offer.former, Type(size, 560, language), room, whole=True)
    saving = fit(offer.saving, Type(size * 0.92, 820, language), room, whole=True) if offer.saving else None
    high = round(size * 1.55)
    chip = (saving.width + round(size * 0.9)) if saving else 0
    gap = round(size * 0.5) if saving else 0
    row = plate(former.width + gap + chip, high, 0, inks.text, 0.0)
    from_right = reads_from_right(offer.former, language)
    start, top = gap + chip if from_right else 0, (high - former.height) // 2
    put(row, former, inks.text, start, top)
    struck = round(former.width * telling.struck)
    if struck:
        strike(
            row,
            (start + (former.width - struck) * from_right, top + former.height // 2 - 1),
            struck,
            max(3, round(size * 0.085)),
            inks.text,
        )
    if saving and telling.chip > 0:
        pixels = plate(chip, high, high // 2, inks.chip)
        put(pixels, saving, inks.chip_text, (chip - saving.width) // 2, (high - saving.height) // 2)
        sprite, center = Sprite(pixels), (chip / 2 if from_right else former.width + gap + chip / 2, high / 2)
        Canvas(row).place(sprite, turned(sprite, center, telling.chip))
    return row


def put(base: Pixels, block: Block, ink: Colour, x: int, y: int) -> None:
    """Lay a block with its first cap line's left end at (x, y)."""
    mask, (left, above) = draw(block)
    lay_onto(base, Sprite.filled(mask, ink), x - left, y - above)


def strike(base: Pixels, start: tuple[int, int], width: int, thick: int, ink: Colour) -> None:
    """A line through a price."""
    lay_onto(base, Sprite(plate(width, thick, thick // 2, ink)), start[0], start[1] - thick // 2)
