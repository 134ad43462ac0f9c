"""The price badge: price, former price struck through, and what is saved."""

from dataclasses import dataclass

from studio.product import Product
from studio.scenes.box import Box
from studio.scenes.canvas import Pixels, Sprite, lay_onto, turned
from studio.scenes.colour import Colour, blend
from studio.scenes.frame import Surface
from studio.scenes.look import Look
from studio.scenes.motion import pop, ramp
from studio.scenes.shapes import Shadow, plate, shadowed
from studio.text.lettering import CAP_HEIGHT, Block, Type, draw, fit, width_of

_POP = 0.4
"""Seconds from nothing to full size."""

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


class PriceBadge:
    """Draws the badge from the moment the price is told."""

    def __init__(self, offer: Offer, look: Look, language: str, box: Box, since: float | None) -> None:
        """The badge stands in the middle of its box; without a price nothing is ever drawn."""
        self._since, self._center = since, box.center
        shown = since is not None and bool(offer.price)
        self._sprite = (
            shadowed(_badge(offer, look, language, box), _radius(box), _SHADOW_MARGIN, Shadow(16, 0.45, 10))
            if shown
            else None
        )

    def draw(self, surface: Surface, time: float) -> None:
        """Draw the badge as it is at a time in seconds."""
        if self._sprite is None or self._since is None or time < self._since:
            return
        grown = pop(ramp(time, self._since, _POP))
        x, y = self._center
        if time >= self._since + _POP:
            surface.lay(self._sprite, round(x - self._sprite.width / 2), round(y - self._sprite.height / 2))
        elif grown > 0.02:
            surface.place(self._sprite, turned(self._sprite, (x, y), grown, -8 * (1 - grown)))


def _badge(offer: Offer, look: Look, language: str, box: Box) -> Pixels:
    """As wide as its content, at most the box."""
    size = box.height * (0.4 if offer.former else 0.5)
    pad = round(box.height * 0.16)
    inks = RowInks(blend(look.badge_ink, look.badge, 0.12), look.badge_ink, look.badge)
    price = fit(offer.price, Type(size, 820, language), box.width - 2 * pad, whole=True)
    row = former_row(offer, inks, language, box.height * 0.175, box.width - 2 * pad) if offer.former else None
    width = max(price.width, row.shape[1] if row is not None else 0) + 2 * pad
    height = box.height if row is not None else round(box.height * 0.7)
    pixels = plate(width, height, _radius(box), look.badge)
    baseline = height - pad - round(size * CAP_HEIGHT) if row is not None else (height - price.height) // 2
    if row is not None:
        lay_onto(pixels, Sprite(row), (width - row.shape[1]) // 2, round(pad * 0.85))
    put(pixels, price, look.badge_ink, (width - price.width) // 2, baseline)
    return pixels


def _radius(box: Box) -> int:
    return round(box.height * 0.2)


def former_row(offer: Offer, inks: RowInks, language: str, size: float, room: int) -> Pixels:
    """The struck former price and the saving's chip side by side, whole within `room`, on a transparent ground."""
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
    top = (high - former.height) // 2
    put(row, former, inks.text, 0, top)
    strike(row, (0, top + former.height // 2 - 1), former.width, max(3, round(size * 0.085)), inks.text)
    if saving:
        lay_onto(row, Sprite(plate(chip, high, high // 2, inks.chip)), former.width + gap, 0)
        x = former.width + gap + (chip - saving.width) // 2
        put(row, saving, inks.chip_text, x, (high - saving.height) // 2)
    return row


def put(base: Pixels, block: Block, ink: Colour, x: int, y: int) -> None:
    """Lay a block with its first cap line's left end at (x, y)."""
    mask, (left, above) = draw(block)
    lay_onto(base, Sprite.filled(mask, ink), x - left, y - above)


def strike(base: Pixels, start: tuple[int, int], width: int, thick: int, ink: Colour) -> None:
    """A line through a price."""
    lay_onto(base, Sprite(plate(width, thick, thick // 2, ink)), start[0], start[1] - thick // 2)
