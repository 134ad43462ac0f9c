"""The shop's logo on a plate that sets it off, whatever the ground."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from studio.scenes.drawing.box import Box
from studio.scenes.drawing.canvas import Pixels, Sprite, lay_onto
from studio.scenes.drawing.colour import WHITE, Colour, luminance
from studio.scenes.drawing.shapes import plate

_NIGHT: Colour = (17, 20, 28)
_BRIGHT = 0.6
"""Relative luminance above which a logo stands on dark."""
_MARGIN = 0.16
"""Of the plate's height, above and below the logo."""
_WIDEST = 0.6
"""Of the box's width."""


def logo_sprite(path: Path, box: Box) -> Sprite:
    """A logo (RGBA PNG) as large as the box allows."""
    with Image.open(path) as opened:
        image = opened.convert("RGBA")
    margin = round(box.height * _MARGIN)
    scale = min((box.height - 2 * margin) / image.height, (box.width * _WIDEST - 4 * margin) / image.width)
    width, height = (max(1, round(side * scale)) for side in image.size)
    rgba = np.asarray(image.resize((width, height), Image.Resampling.LANCZOS))
    canvas = plate(width + 4 * margin, box.height, round(box.height * 0.2), _ground(rgba)).copy()
    lay_onto(canvas, Sprite(_premultiplied(rgba)), 2 * margin, (box.height - height) // 2)
    return Sprite(canvas)


def _ground(rgba: NDArray[np.uint8]) -> Colour:
    """White, or dark below a bright logo; of an opaque one, the colour of its own edge, so that no seam is seen."""
    if int(rgba[:, :, 3].min()) > 250:
        edge = np.concatenate([rgba[0], rgba[-1], rgba[:, 0], rgba[:, -1]])
        red, green, blue = np.median(edge[:, :3], axis=0)
        return round(float(red)), round(float(green)), round(float(blue))
    red, green, blue = rgba[rgba[:, :, 3] > 128][:, :3].mean(axis=0) if (rgba[:, :, 3] > 128).any() else WHITE
    return _NIGHT if luminance((round(float(red)), round(float(green)), round(float(blue)))) > _BRIGHT else WHITE


def _premultiplied(rgba: NDArray[np.uint8]) -> Pixels:
    alpha = rgba[:, :, 3:].astype(np.float32) / 255
    return np.concatenate([(rgba[:, :, :3] * alpha).round().astype(np.uint8), rgba[:, :, 3:]], axis=2)
