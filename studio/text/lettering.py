"""Text as alpha masks: measured, fitted into a box and drawn once."""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from studio.text.bidi import is_right_to_left
from studio.text.faces import load, synthetic_bold
from studio.text.line_breaks import balance, split_letters, split_words
from studio.text.runs import split_runs

Mask = NDArray[np.uint8]
"""Coverage from 0 to 255, shape (height, width)."""

CAP_HEIGHT = 0.73
"""Height of a capital in ems (Inter: 1490/2048). What the eye takes for the height of a line of text."""

_MIN_SCALE = 0.62
"""A text may shrink to this part of its size before it is cut short: below it a title reads as small print."""

_WORTH_A_LINE = 0.04
"""Part of its size that a text gives up to need one line fewer."""

_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Type:
    """How a text is set: size in pixels, weight 100 to 900, the language that picks glyph shapes."""

    size: float
    weight: int
    language: str
    right_to_left: bool | None = None
    """The paragraph's direction; None takes it from the text."""


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of text ready to draw."""

    lines: tuple[str, ...]
    type: Type
    width: int
    """Pixels of the widest line."""
    pitch: int
    """Pixels from baseline to baseline."""

    @property
    def height(self) -> int:
        """From the top of the first line's capitals to the last baseline, in pixels."""
        return round(self.type.size * CAP_HEIGHT) + self.pitch * (len(self.lines) - 1)


@lru_cache(maxsize=4096)
def width_of(text: str, setting: Type) -> float:
    """The advance of one line in pixels."""
    return sum(
        load(run.face, setting.size, setting.weight).getlength(run.text, direction=_direction(run.level))
        for run in split_runs(text, setting.language, setting.right_to_left)
    )


@lru_cache(maxsize=64)
def fit(text: str, setting: Type, width: int, lines: int = 1, *, whole: bool = False) -> Block:
    """The text in at most `lines` balanced lines no wider than `width` pixels.

    It shrinks as far as needed, down to 62 % of its size; what is still too long ends in an ellipsis. A text that must
    stay `whole`, such as a price, shrinks further instead: half a price is a wrong one.
    """
    if setting.right_to_left is None:
        setting = replace(setting, right_to_left=is_right_to_left(text))
    words = split_words(text, setting.language)
    broken, scale = _largest(words, setting, width, lines)
    if scale < _MIN_SCALE:
        words = split_letters(text)
        broken, scale = _largest(words, setting, width, lines)
    if scale < _MIN_SCALE and not whole:
        setting = replace(setting, size=setting.size * _MIN_SCALE)
        broken, scale = _cut_short(words, setting, width, lines)
    setting = replace(setting, size=setting.size * scale)
    while _widest(broken, setting) > width:  # kerning across pieces; a hair at most
        setting = replace(setting, size=setting.size * 0.99)
    return _block(broken, setting)


@lru_cache(maxsize=8)
def draw(block: Block, align: str = "left") -> tuple[Mask, tuple[int, int]]:
    """The block's mask and where its origin lies in it (x, y): the left end of the first line's cap line.

    A caption is drawn anew for every word that is marked, so the last few masks are kept; they are not to be written
    to. Marks above the capitals and below the baseline stay inside the mask: it is larger than the block.
    """
    size = block.type.size
    margin, above, below = round(size * 0.2), round(size * 0.6), round(size * 0.6)
    image = Image.new("L", (block.width + 2 * margin, block.height + above + below), 0)
    pen = ImageDraw.Draw(image)
    for number, line in enumerate(block.lines):
        spare = block.width - width_of(line, block.type)
        start = margin + {"left": 0.0, "center": spare / 2, "right": spare}[align]
        _draw_line(pen, line, block.type, start, above + round(size * CAP_HEIGHT) + number * block.pitch)
    return np.asarray(image), (margin, above)


def _draw_line(pen: ImageDraw.ImageDraw, line: str, setting: Type, x: float, baseline: int) -> None:
    for run in split_runs(line, setting.language, setting.right_to_left):
        font = load(run.face, setting.size, setting.weight)
        direction = _direction(run.level)
        bold = synthetic_bold(run.face, setting.size, setting.weight)
        pen.text((x, baseline), run.text, 255, font, anchor="ls", direction=direction, stroke_width=bold)
        x += font.getlength(run.text, direction=direction)


def _direction(level: int) -> str:
    return "rtl" if level % 2 else "ltr"


def _largest(words: list[str], setting: Type, width: int, lines: int) -> tuple[list[str], float]:
    """The lines that let the text be largest, and the part of its size they let it have (at most 1).

    One line fewer is worth a little size.
    """
    widths = [(width_of(word, setting), width_of(word.rstrip(), setting)) for word in words]
    found = []
    for count in range(1, lines + 1):
        ends, widest = balance(widths, count)
        starts = [0, *ends[:-1]]
        broken = ["".join(words[start:end]).rstrip() for start, end in zip(starts, ends, strict=True)]
        found.append((broken, min(1.0, width / max(widest, 1.0))))
    best = max(scale for _, scale in found)
    return next((broken, scale) for broken, scale in found if scale >= best - _WORTH_A_LINE)


def _cut_short(words: list[str], setting: Type, width: int, lines: int) -> tuple[list[str], float]:
    """The longest beginning that fits at this size, with an ellipsis; whole words where possible."""
    for count in range(len(words) - 1, 0, -1):
        beginning = "".join(words[:count]).rstrip(" ,;:.-–(/&+") + _ELLIPSIS  # noqa: RUF001 - an en dash is meant
        broken, scale = _largest(split_letters(beginning), setting, width, lines)
        if scale >= 1:
            return broken, 1.0
    letters = words[0].rstrip()
    while len(letters) > 1 and width_of(letters + _ELLIPSIS, setting) > width:
        letters = letters[:-1]
    return [letters + _ELLIPSIS], 1.0


def _widest(lines: list[str], setting: Type) -> float:
    return max((width_of(line, setting) for line in lines), default=0.0)


def _block(lines: list[str], setting: Type) -> Block:
    leading = max((run.face.leading for line in lines for run in split_runs(line, setting.language)), default=1.14)
    return Block(tuple(lines), setting, round(_widest(lines, setting) + 0.5), round(setting.size * leading))
