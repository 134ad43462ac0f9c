"""Rounded plates, discs and their soft shadows as masks."""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.scenes.drawing.canvas import Pixels, Sprite, fill, lay_onto
from studio.scenes.drawing.colour import Colour

Mask = NDArray[np.uint8]


@lru_cache(maxsize=64)
def rounded(width: int, height: int, radius: int) -> Mask:
    """A rectangle with round corners."""
    radius = max(0, min(radius, width // 2, height // 2))
    mask = np.full((height, width), 255, np.uint8)
    if radius:
        corner = _quarter(radius)
        mask[:radius, :radius] = corner
        mask[:radius, -radius:] = corner[:, ::-1]
        mask[-radius:, :radius] = corner[::-1]
        mask[-radius:, -radius:] = corner[::-1, ::-1]
    mask.setflags(write=False)
    return mask


def disc(size: int) -> Mask:
    """A full circle of a diameter in pixels."""
    return rounded(size, size, size // 2)


def soft(mask: Mask, margin: int, sigma: float) -> Mask:
    """The mask with a transparent margin all around, blurred: the shape of its shadow."""
    padded = np.pad(mask, margin)
    shrunk = cv2.resize(padded, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    blurred = cv2.GaussianBlur(shrunk, (0, 0), sigma / 4)
    return np.asarray(cv2.resize(blurred, padded.shape[::-1], interpolation=cv2.INTER_CUBIC), np.uint8)


@dataclass(frozen=True, slots=True)
class Shadow:
    """How something stands over its ground."""

    sigma: float
    """Pixels of its softness."""
    strength: float
    """Its opacity, 0 to 1."""
    drop: int
    """Pixels it falls below."""


def shadowed(pixels: Pixels, radius: int, margin: int, shadow: Shadow) -> Sprite:
    """A plate with round corners over its own soft shadow, with `margin` transparent pixels on every side."""
    canvas = shadow_of(pixels.shape[1], pixels.shape[0], radius, margin, shadow).copy()
    lay_onto(canvas, Sprite(pixels), margin, margin)
    return Sprite(canvas)


@lru_cache(maxsize=4)
def shadow_of(width: int, height: int, radius: int, margin: int, shadow: Shadow) -> Pixels:
    """The shadow alone; kept for plates that are painted again, as captions are with every word."""
    mask = np.roll(soft(rounded(width, height, radius), margin, shadow.sigma), shadow.drop, axis=0)
    return fill(mask, (8, 10, 16), shadow.strength)


def plate(width: int, height: int, radius: int, colour: Colour, opacity: float = 1.0) -> Pixels:
    """A rounded rectangle of one colour."""
    return fill(rounded(width, height, radius), colour, opacity)


@lru_cache(maxsize=32)
def _quarter(radius: int) -> Mask:
    """The top left quarter of a disc."""
    place = radius - 0.5 - np.arange(radius, dtype=np.float32)
    away = np.hypot(place[:, None], place[None, :])
    # A pixel's middle this far inside the edge is that much covered, to a hundredth.
    return np.asarray(np.clip((radius - away + 0.5) * 255, 0, 255).round(), np.uint8)
