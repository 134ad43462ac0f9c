"""The product's pictures as they are read: what is shown, on what ground, and where its subject is."""

from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from studio.scenes.drawing.colour import Colour, luminance
from studio.scenes.pictures.salience import DETAIL_SCALE, WHOLE, Place, Subject, detail_of, subject_of

_WORKING_SIDE = 1600
"""Longest side in pixels that is kept: no card is larger, and it bounds memory."""

_MIN_SIDE = 80
"""Pixels: below it a picture is an icon or a tracking pixel, not a product."""

_DARK_GROUND: Colour = (52, 58, 72)
_LIGHT_GROUND: Colour = (243, 244, 246)
"""What cut-outs stand on: slate for white products, almost white for all others."""

Rgb = NDArray[np.uint8]
"""Opaque pixels, shape (height, width, 3)."""


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A picture on its ground: `plain` pictures (cut-outs, packshots) stand on one even colour, photos do not."""

    pixels: Rgb
    ground: Colour
    plain: bool
    subject: Subject = WHOLE
    detail: Place = (0.5, 0.5)
    """Where there is most to see from close by."""

    @property
    def aspect(self) -> float:
        """Width by height."""
        return float(self.pixels.shape[1] / self.pixels.shape[0])


def load(path: Path) -> Picture | None:
    """The picture of an upright 8-bit file, or None where it cannot be read or is too small to show a product."""
    try:
        with Image.open(path) as opened:
            image = opened.convert("RGBA" if opened.has_transparency_data else "RGB")
    except (OSError, ValueError):
        return None
    if min(image.size) < _MIN_SIDE:
        return None
    image.thumbnail((_WORKING_SIDE, _WORKING_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    if image.mode == "RGBA" and int(np.asarray(image.getchannel("A")).min()) < 250:
        return _cut_out(image)
    pixels = np.asarray(image.convert("RGB"))
    ground = _even_ground(pixels)
    if ground is None:
        return _looked_at(Picture(pixels, _mean(pixels), plain=False))
    return _looked_at(Picture(_trimmed(pixels, ground), ground, plain=True))


def _looked_at(picture: Picture) -> Picture:
    detail = detail_of(picture.pixels, 1 / DETAIL_SCALE)
    return replace(picture, subject=WHOLE if picture.plain else subject_of(picture.pixels), detail=detail)


def _cut_out(image: Image.Image) -> Picture:
    """A picture with transparency: trimmed and stood on a ground that sets it off, dark for a white product."""
    box = image.getchannel("A").point(lambda alpha: 255 if alpha > 12 else 0).getbbox() or (0, 0, *image.size)
    image = image.crop(box)
    rgba = np.asarray(image)
    solid = rgba[rgba[:, :, 3] > 128][:, :3]
    bright = solid.size > 0 and luminance(_mean(solid[None])) > 0.72
    ground = _DARK_GROUND if bright else _LIGHT_GROUND
    flat = Image.new("RGBA", image.size, (*ground, 255))
    flat.alpha_composite(image)
    return _looked_at(Picture(np.asarray(flat.convert("RGB")), ground, plain=True))


def _even_ground(pixels: Rgb) -> Colour | None:
    """The colour all around the picture's edge, where it is one colour."""
    edge = np.concatenate(
        [
            pixels[:3].reshape(-1, 3),
            pixels[-3:].reshape(-1, 3),
            pixels[:, :3].reshape(-1, 3),
            pixels[:, -3:].reshape(-1, 3),
        ]
    ).astype(np.int16)
    middle = np.median(edge, axis=0)
    even = np.mean(np.abs(edge - middle).max(axis=1) <= 10)
    if even < 0.97:
        return None
    red, green, blue = (int(part) for part in middle)
    return red, green, blue


def _trimmed(pixels: Rgb, ground: Colour) -> Rgb:
    """Without the empty border, so that the product is as large as its card allows."""
    low, high = (np.clip(np.array(ground) + step, 0, 255) for step in (-14, 14))
    differs = cv2.inRange(pixels, low, high) == 0
    rows, columns = np.flatnonzero(differs.any(axis=1)), np.flatnonzero(differs.any(axis=0))
    if rows.size < _MIN_SIDE // 2 or columns.size < _MIN_SIDE // 4:
        return pixels
    return np.ascontiguousarray(pixels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])


def _mean(pixels: Rgb) -> Colour:
    red, green, blue, _ = (int(part) for part in cv2.mean(pixels))
    return red, green, blue
