"""The product's pictures made ready for a card or a whole frame, whatever their shape and ground."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from studio.scenes.box import Box
from studio.scenes.canvas import Pixels
from studio.scenes.colour import Colour, luminance

_WORKING_SIDE = 1600
"""Longest side in pixels that is kept: no card is larger, and it bounds memory."""

_MIN_SIDE = 80
"""Pixels: below it a picture is an icon or a tracking pixel, not a product."""

_MAX_ENLARGEMENT = 2.6
"""A small picture grows no further than this; the rest of its card is filled. Beyond it edges turn to mush."""

_HARMLESS_CROP = 0.06
"""Part of a photo's side that may fall outside a card of nearly its shape; more is contained instead."""

_MELT = 28
"""Pixels over which a contained photo melts into its blurred surround."""

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
        return Picture(pixels, _mean(pixels), plain=False)
    return Picture(_trimmed(pixels, ground), ground, plain=True)


def fitted(picture: Picture, width: int, height: int, focus: Box | None = None) -> Pixels:
    """The picture as an opaque RGBA image of width x height.

    A plain picture stands whole inside `focus` (by default the image without a narrow border) on its own ground. A
    photo of about the image's shape fills it; any other is shown whole over a blurred copy of itself.
    """
    if picture.plain:
        canvas = np.full((height, width, 3), picture.ground, np.uint8)
        _paste(canvas, picture, focus or _margin(width, height))
    elif focus is None and fills(picture, width, height):
        canvas = _cover(picture.pixels, width, height)
    else:
        canvas = blurred_fill(picture.pixels, width, height)
        _paste(canvas, picture, focus or Box(0, 0, width, height))
    return np.asarray(cv2.cvtColor(canvas, cv2.COLOR_RGB2RGBA), np.uint8)


def fills(picture: Picture, width: int, height: int) -> bool:
    """Whether a photo is so nearly of this shape that it covers it without losing anything."""
    return not picture.plain and _crop_needed(picture.aspect, width / height) <= _HARMLESS_CROP


def standing(picture: Picture, focus: Box) -> Box:
    """Where the whole picture stands in the middle of a focus, as large as it may become."""
    high, wide = picture.pixels.shape[:2]
    scale = min(focus.width / wide, focus.height / high, _MAX_ENLARGEMENT)
    width, height = max(1, round(wide * scale)), max(1, round(high * scale))
    return Box(round(focus.center[0] - width / 2), round(focus.center[1] - height / 2), width, height)


def blurred_fill(pixels: Rgb, width: int, height: int) -> Rgb:
    """The picture grown to fill width x height and blurred until it is only colour; worked at an eighth of the size."""
    small = _cover(pixels, max(width // 8, 8), max(height // 8, 8))
    soft = cv2.GaussianBlur(small, (0, 0), 13)
    return np.asarray(cv2.resize(soft, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)


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
    return Picture(np.asarray(flat.convert("RGB")), ground, plain=True)


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


def _margin(width: int, height: int) -> Box:
    return Box(0, 0, width, height).inset(round(min(width, height) * 0.085))


def _crop_needed(aspect: float, wanted: float) -> float:
    return 1 - min(aspect / wanted, wanted / aspect)


def _cover(pixels: Rgb, width: int, height: int) -> Rgb:
    scale = max(width / pixels.shape[1], height / pixels.shape[0])
    grown = _resized(pixels, max(width, round(pixels.shape[1] * scale)), max(height, round(pixels.shape[0] * scale)))
    top, left = (grown.shape[0] - height) // 2, (grown.shape[1] - width) // 2
    return np.ascontiguousarray(grown[top : top + height, left : left + width])


def _paste(canvas: Rgb, picture: Picture, focus: Box) -> None:
    """The whole picture in the middle of the focus; a photo's edges melt into what surrounds it."""
    box = standing(picture, focus)
    target = canvas[box.y : box.bottom, box.x : box.right]
    pixels = _resized(picture.pixels, box.width, box.height)
    if picture.plain:
        target[:] = pixels
        return
    high, wide = canvas.shape[:2]
    down = _fade(box.height, box.y > 0, box.bottom < high)[:, None]
    across = _fade(box.width, box.x > 0, box.right < wide)[None, :]
    cover = np.minimum(down, across)[:, :, None]
    target[:] = np.round(pixels * cover + target * (1 - cover)).astype(np.uint8)


def _fade(length: int, first: bool, last: bool) -> NDArray[np.float32]:
    """Coverage along one side: rising over the first and falling over the last pixels, where asked for."""
    place = np.arange(length, dtype=np.float32) + 0.5
    cover = np.ones(length, np.float32)
    if first:
        cover = np.minimum(cover, place / _MELT)
    if last:
        cover = np.minimum(cover, place[::-1] / _MELT)
    return cover


def _resized(pixels: Rgb, width: int, height: int) -> Rgb:
    """Resampled once, then sharpened a little: every later movement is linear and softens it again."""
    growing = width > pixels.shape[1]
    resized = cv2.resize(pixels, (width, height), interpolation=cv2.INTER_CUBIC if growing else cv2.INTER_AREA)
    soft = cv2.GaussianBlur(resized, (0, 0), 1.2)
    return np.asarray(cv2.addWeighted(resized, 1.35, soft, -0.35, 0), np.uint8)
