"""The video's accent colour, taken from the product's own pictures."""

import colorsys
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from studio.scenes.drawing.colour import Colour, darken_until_readable
from studio.scenes.pictures.picture import Picture

_NEUTRAL_ACCENT: Colour = (36, 87, 214)
"""For products without a colour of their own (black, white, grey): a clear blue that suits every neighbour."""

_MIN_CHROMA = 0.08
"""Below it a colour reads as grey, whatever its hue."""

_MIN_SCORE = 0.002
"""Mean chroma over the whole picture below which a colour is a detail: a label or a reflection."""

_GROUND_DISTANCE = 40.0
"""Steps (of 255) from the picture's edge colour within which a pixel is taken for ground, wall or table."""

_SIDE = 72
"""Pixels of the thumbnail that colours are counted on."""

_HUES = 36
"""Bins of ten degrees that hues are counted in, each together with its neighbours."""

_AMBER = (21 / 360, 64 / 360)
_BURNT_ORANGE = 18 / 360
"""Yellows and ambers turn to mud when they are made dark enough for white text; burnt orange stays a colour."""


def accent_of(pictures: Sequence[Picture], otherwise: Colour = _NEUTRAL_ACCENT) -> Colour:
    """The colour that stands out in the first picture that has one, as a shade that white text reads on (4.5:1)."""
    for picture in pictures:
        score, colour = _strongest(picture)
        if score >= _MIN_SCORE:
            return darken_until_readable(colour)
    return darken_until_readable(otherwise)


def _strongest(picture: Picture) -> tuple[float, Colour]:
    """The hue that most of the product's chroma has, as a strong colour, and how much of the picture it fills."""
    small = np.asarray(Image.fromarray(picture.pixels).resize((_SIDE, _SIDE), Image.Resampling.BOX))
    hls = np.asarray(cv2.cvtColor(small.astype(np.float32) / 255, cv2.COLOR_RGB2HLS))
    hue, lightness, saturation = hls[:, :, 0] / 360, hls[:, :, 1], hls[:, :, 2]
    chroma = saturation * (1 - np.abs(2 * lightness - 1))
    weight = np.where(_off_ground(small, picture) & (chroma >= _MIN_CHROMA), chroma, 0)
    counted = np.bincount((hue * _HUES).astype(int).ravel() % _HUES, weight.ravel(), minlength=_HUES)
    spread = counted + np.roll(counted, 1) + np.roll(counted, -1)
    peak = int(spread.argmax())
    vivid = float((saturation * weight).sum() / max(float(weight.sum()), 1e-6))
    return float(spread[peak]) / _SIDE**2, _accent((peak + 0.5) / _HUES, vivid)


def _accent(hue: float, saturation: float) -> Colour:
    if _AMBER[0] < hue < _AMBER[1]:
        hue = _BURNT_ORANGE
    red, green, blue = colorsys.hls_to_rgb(hue, 0.42, min(max(saturation, 0.56), 0.72))
    return round(red * 255), round(green * 255), round(blue * 255)


def _off_ground(small: NDArray[np.uint8], picture: Picture) -> NDArray[np.bool_]:
    """Which pixels of a thumbnail differ from what surrounds the product, row by row: light falls off from the top."""
    pixels = small.astype(np.float32)
    if picture.plain:
        ground = np.broadcast_to(np.array(picture.ground, np.float32), pixels.shape)
    else:
        sides = np.concatenate([pixels[:, :3], pixels[:, -3:]], axis=1)
        ground = np.broadcast_to(np.median(sides, axis=1, keepdims=True), pixels.shape)
    return np.asarray(np.abs(pixels - ground).max(axis=2) > _GROUND_DISTANCE)
