"""Headline and subline: set once, part of the still ground of every shot."""

from collections.abc import Iterator

from studio.scenes.drawing.box import Box
from studio.scenes.drawing.canvas import Sprite
from studio.scenes.drawing.colour import Colour
from studio.scenes.drawing.shapes import soft
from studio.scenes.film.moving import Lying
from studio.scenes.plan.look import Look
from studio.scenes.shots.cast import Cast, Wording
from studio.text.bidi import reads_from_right
from studio.text.lettering import Block, Type, draw, fit

_HEADLINE_PART = 0.7
"""Size of the headline as part of the box's height: a single line of it fills the box, two lines shrink to fit."""

_SUBLINE_PART = 0.46
"""Size of the subline as part of the headline's."""

_MIN_SUBLINE_PIXELS = 34.0
"""Pixels: smaller text is not read on a phone in passing."""

_MAX_HEADLINE_PIXELS = 104.0
"""Pixels of the largest headline: a short name needs no more to be read across a room."""

_MIN_READ_PIXELS = 22.0
"""Pixels below which a line is left out: nobody could read it, and cut short it might say something else."""

_GLOW = 24
"""Transparent pixels around a text's shadow."""


def title_of(cast: Cast) -> tuple[Lying, ...]:
    """Both lines in the middle of the title's box; flush right where reading begins on the right."""
    look, wording, box = cast.look, cast.wording, cast.layout.title
    text = wording.headline.upper() if look.upper_case else wording.headline
    top, bottom = _blocks(text, wording, box, look)
    align = cast.layout.title_align
    side = "right" if align == "left" and reads_from_right(text, wording.language) else align
    y = box.y + (box.height - _height(top, bottom)) // 2
    lines = list(_placed(top, look.ink, box, y, side, glow=look.dark))
    if bottom:
        lines += _placed(bottom, look.soft_ink, box, y + top.height + _gap(top), side, glow=look.dark)
    return tuple(lines)


def _placed(block: Block, ink: Colour, box: Box, y: int, side: str, *, glow: bool) -> Iterator[Lying]:
    """A block with its first cap line at row `y`; `glow` puts a soft shadow under light text."""
    mask, (left, above) = draw(block, side)
    x = {"left": box.x, "center": box.x + (box.width - block.width) // 2, "right": box.right - block.width}[side]
    if glow:
        shadow = Sprite.filled(soft(mask, _GLOW, 10), (8, 10, 16), 0.45)
        yield Lying(shadow, x - left - _GLOW, y - above - _GLOW + 4)
    yield Lying(Sprite.filled(mask, ink), x - left, y - above)


def _blocks(headline: str, wording: Wording, box: Box, look: Look) -> tuple[Block, Block | None]:
    """The largest setting that keeps both in the box."""
    size = min(_HEADLINE_PART * box.height, _MAX_HEADLINE_PIXELS)
    while True:
        top = fit(headline, Type(size, look.weight, wording.language), box.width, lines=2, whole=True)
        small = max(min(size * _SUBLINE_PART, top.type.size * 0.62), _MIN_SUBLINE_PIXELS)
        bottom = _subline(wording, small, box.width)
        if _height(top, bottom) <= box.height or size < 30:
            return top, bottom
        size *= 0.94


def _subline(wording: Wording, size: float, width: int) -> Block | None:
    """One line; None where there is none, or one so long that nobody could read it."""
    if not wording.subline:
        return None
    block = fit(wording.subline, Type(size, 520, wording.language), width, whole=True)
    return block if block.type.size >= _MIN_READ_PIXELS else None


def _height(top: Block, bottom: Block | None) -> int:
    return top.height + (_gap(top) + bottom.height if bottom else 0)


def _gap(top: Block) -> int:
    """Between the headline's last baseline and the subline's capitals, clear of descenders."""
    return round(top.type.size * 0.42)
