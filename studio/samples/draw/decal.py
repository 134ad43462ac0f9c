"""Lettering and dials, drawn flat and wrapped onto surfaces."""

from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from studio.samples.draw.vectors import Scalars

Stencil = NDArray[np.float32]
"""Ink between 0 and 1, rows from the top."""


@lru_cache
def typeface(size: int, weight: int) -> ImageFont.FreeTypeFont:
    """Inter in the wanted size and weight."""
    font = ImageFont.truetype(str(files("fontpkg_inter") / "files" / "Inter[opsz,wght].ttf"), size)
    font.set_variation_by_axes([14, weight])
    return font


def stencil(size: tuple[int, int], draw: Callable[[ImageDraw.ImageDraw], None]) -> Stencil:
    """What `draw` leaves on a black sheet of that width and height, in white (255)."""
    sheet = Image.new("L", size, 0)
    draw(ImageDraw.Draw(sheet))
    return np.asarray(sheet, np.float32) * np.float32(1 / 255)


def lettering(text: str, size: int = 160, weight: int = 650, tracking: float = 0.0) -> Stencil:
    """One line of text, as tightly cut as its font allows."""
    font = typeface(size, weight)
    gap = tracking * size
    width = sum(font.getlength(c) + gap for c in text) - gap

    def draw(sheet: ImageDraw.ImageDraw) -> None:
        x = size * 0.1
        for character in text:
            sheet.text((x, size * 0.05), character, fill=255, font=font)
            x += font.getlength(character) + gap

    return stencil((round(width + size * 0.2), round(size * 1.3)), draw)


def ink(sheet: Stencil, across: Scalars, up: Scalars) -> Scalars:
    """The ink at places given as shares of the sheet (0..1 from the left and from the bottom), 0 outside."""
    height, width = sheet.shape
    u, v = across * width - 0.5, (1 - up) * height - 0.5
    inside = (u >= 0) & (u < width - 1) & (v >= 0) & (v < height - 1)
    x, y = np.clip(u, 0, width - 1.001), np.clip(v, 0, height - 1.001)
    column, row = x.astype(np.int32), y.astype(np.int32)
    fx, fy = (x - column).astype(np.float32), (y - row).astype(np.float32)
    top = sheet[row, column] * (1 - fx) + sheet[row, column + 1] * fx
    bottom = sheet[row + 1, column] * (1 - fx) + sheet[row + 1, column + 1] * fx
    value: Scalars = ((top * (1 - fy) + bottom * fy) * inside).astype(np.float32)
    return value
