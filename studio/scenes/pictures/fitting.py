"""Pictures fitted into a card or a whole frame: the product in the part of it that nothing covers."""

from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.scenes.drawing.box import Box
from studio.scenes.drawing.canvas import Pixels
from studio.scenes.pictures.picture import Picture, Rgb
from studio.scenes.pictures.salience import DETAIL_SCALE, Place

_MAX_ENLARGEMENT = 2.6
"""A small picture grows no further than this; the rest of its card is filled. Beyond it edges turn to mush."""

_MAX_CROP = 0.3
"""Part of a photo that may fall outside a card, around its subject; beyond it, what is left stands over a blurred
surround."""

_NEAR = 1.28
"""How much closer a second look is than the whole."""

_MAX_LIFT = 0.36
"""Part of its height by which a photo is moved up, so that what it shows at its foot is not under captions: feeds lay
their own texts over the blurred end that this leaves."""

_HEADROOM = 0.05
"""Part of its height that stays free above a subject that is moved up."""

_MELT = 120
"""Pixels over which a contained photo melts into its blurred surround."""


class Framing(StrEnum):
    """How near a shot shows its picture."""

    WHOLE = "whole"
    DETAIL = "detail"
    NEAR = "near"

    @property
    def scale(self) -> float:
        """How much larger than the whole."""
        return {Framing.WHOLE: 1.0, Framing.DETAIL: DETAIL_SCALE, Framing.NEAR: _NEAR}[self]


def fitted(
    picture: Picture, width: int, height: int, clear: Box | None = None, framing: Framing = Framing.WHOLE
) -> Pixels:
    """The picture as an opaque RGBA image of width x height, its subject in the middle of what is `clear`.

    A plain picture stands on its own ground; as a whole it has a narrow margin within `clear`. A photo fills the image
    as far as it may be cropped; what is left of one of quite another shape stands over a blurred copy of itself.
    """
    clear = clear or Box(0, 0, width, height)
    if picture.plain:
        canvas = np.full((height, width, 3), picture.ground, np.uint8)
        _paste(canvas, picture, _closer(standing(picture, _margin(clear)), picture, framing, clear))
        return np.asarray(cv2.cvtColor(canvas, cv2.COLOR_RGB2RGBA), np.uint8)
    shape = _shape(picture.aspect, width / height)
    box = Box(0, 0, width, height)
    box = box.fit(shape) if abs(shape * height / width - 1) > 0.01 else box
    is_full = box.height == height
    middle = (clear.center[0] - box.x) / box.width, clear.center[1] / height if is_full else 0.5
    part, below = _cropped(picture, shape, middle, framing)
    top = min(max(round(clear.center[1] - box.height / 2), 0), height - box.height)
    if is_full and clear.bottom < height:
        top = -round(min(below, _MAX_LIFT) * height)
    pixels = _resized(part, box.width, box.height)
    if (box.width, top, box.height) == (width, 0, height):
        canvas = pixels
    else:
        canvas = blurred_fill(picture.pixels, width, height)
        _melt(canvas, pixels, Box(box.x, top, box.width, box.height))
    return np.asarray(cv2.cvtColor(canvas, cv2.COLOR_RGB2RGBA), np.uint8)


def _shape(own: float, wanted: float) -> float:
    """The shape nearest to the wanted one (width by height) that a photo of its own shape may be cropped to."""
    if own > wanted:
        return max(wanted, own * (1 - _MAX_CROP))
    return min(wanted, own / (1 - _MAX_CROP))


def _cropped(picture: Picture, shape: float, middle: Place, framing: Framing) -> tuple[Rgb, float]:
    """The largest part of a shape whose subject lies at `middle`, as far as the photo's sides allow.

    Also by how much of the part's height it may be moved up to bring the subject there, its top staying in sight.
    """
    high, wide = picture.pixels.shape[:2]
    width = min(wide, high * shape) / framing.scale
    height = width / shape
    x, y = picture.detail if framing is Framing.DETAIL else picture.subject.middle
    left = round(min(max(x * wide - middle[0] * width, 0), wide - width))
    top = round(min(max(y * high - middle[1] * height, 0), high - height))
    below = min((y * high - top) / height - middle[1], (picture.subject.top * high - top) / height - _HEADROOM)
    part = picture.pixels[top : top + max(1, round(height)), left : left + max(1, round(width))]
    return np.ascontiguousarray(part), max(0.0, below)


def _closer(box: Box, picture: Picture, framing: Framing, clear: Box) -> Box:
    """Where a standing picture is when it is looked at from closer by."""
    if framing is Framing.WHOLE:
        return box
    width, height = round(box.width * framing.scale), round(box.height * framing.scale)
    x, y = picture.detail if framing is Framing.DETAIL else picture.subject.middle
    return Box(round(clear.center[0] - x * width), round(clear.center[1] - y * height), width, height)


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


def _margin(clear: Box) -> Box:
    return clear.inset(round(min(clear.width, clear.height) * 0.085))


def _cover(pixels: Rgb, width: int, height: int) -> Rgb:
    scale = max(width / pixels.shape[1], height / pixels.shape[0])
    grown = _resized(pixels, max(width, round(pixels.shape[1] * scale)), max(height, round(pixels.shape[0] * scale)))
    top, left = (grown.shape[0] - height) // 2, (grown.shape[1] - width) // 2
    return np.ascontiguousarray(grown[top : top + height, left : left + width])


def _paste(canvas: Rgb, picture: Picture, box: Box) -> None:
    """The whole picture in a box; what sticks out of the canvas is cut off."""
    pixels = _resized(picture.pixels, box.width, box.height)
    top, left = max(box.y, 0), max(box.x, 0)
    bottom, right = min(box.bottom, canvas.shape[0]), min(box.right, canvas.shape[1])
    canvas[top:bottom, left:right] = pixels[top - box.y : bottom - box.y, left - box.x : right - box.x]


def _melt(canvas: Rgb, pixels: Rgb, box: Box) -> None:
    """Pixels of a box's size whose edges melt into what surrounds them; what sticks out above is cut off."""
    high, wide = canvas.shape[:2]
    cut = max(0, -box.y)
    target, pixels = canvas[max(box.y, 0) : box.bottom, box.x : box.right], pixels[cut:]
    down = _fade(box.height - cut, box.y > 0, box.bottom < high)[:, None]
    across = _fade(box.width, box.x > 0, box.right < wide)[None, :]
    under = target.copy()
    target[:] = pixels
    first, last, everything = slice(0, _MELT), slice(-_MELT, None), slice(None)
    for rows, columns in ((first, everything), (last, everything), (everything, first), (everything, last)):
        cover = np.minimum(down[rows], across[:, columns])[:, :, None]
        if cover.min() < 1:
            mixed = pixels[rows, columns] * cover + under[rows, columns] * (1 - cover)
            target[rows, columns] = np.round(mixed).astype(np.uint8)


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
