"""A sprite's pixels as layers over the planes of a frame."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.uint8]

Yuva = NDArray[np.uint8]
"""Brightness, both colours and alpha, premultiplied, all at full size; shape (height, width, 4)."""

_LUMA = np.array([0.2126, 0.7152, 0.0722]) * 219 / 255
_BLUE = np.array([-0.2126, -0.7152, 1 - 0.0722]) / 1.8556 * 224 / 255
_RED = np.array([1 - 0.2126, -0.7152, -0.0722]) / 1.5748 * 224 / 255
_TO_YUVA = np.array([[*_LUMA, 16 / 255], [*_BLUE, 128 / 255], [*_RED, 128 / 255], [0, 0, 0, 1]], np.float32)
"""Rec. ITU-R BT.709-6, items 3.2 to 3.5, limited range. Linear in premultiplied RGBA: the offsets go with alpha."""

_TO_RGBA = np.linalg.inv(_TO_YUVA.astype(np.float64)).astype(np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Layers:
    """Premultiplied planes, and how much of the frame shows through each: 255 minus alpha."""

    y: Plane
    u: Plane
    v: Plane
    y_shade: Plane
    uv_shade: Plane

    def faded(self, opacity: float) -> "Layers":
        """The same, more transparent."""
        y, u, v = (_scaled(plane, opacity) for plane in (self.y, self.u, self.v))
        y_shade, uv_shade = (_scaled(shade, opacity, 255 * (1 - opacity)) for shade in (self.y_shade, self.uv_shade))
        return Layers(y, u, v, y_shade, uv_shade)


def to_yuva(pixels: NDArray[np.uint8]) -> Yuva:
    """Premultiplied RGBA in the encoder's colours."""
    return np.asarray(cv2.transform(pixels, _TO_YUVA), np.uint8)


def to_rgba(yuva: Yuva) -> NDArray[np.uint8]:
    """Back to premultiplied RGBA."""
    return np.asarray(cv2.transform(yuva, _TO_RGBA), np.uint8)


def opaque_planes(colours: NDArray[np.float32]) -> tuple[NDArray[np.float32], ...]:
    """Brightness and both colours of opaque RGB (0 to 255), not rounded and all at full size."""
    matrix = np.column_stack([_TO_YUVA[:3, :3], _TO_YUVA[:3, 3] * 255])
    y, u, v = cv2.split(cv2.transform(colours, matrix))
    return np.asarray(y, np.float32), np.asarray(u, np.float32), np.asarray(v, np.float32)


def layers_of(yuva: Yuva) -> Layers:
    """Layers of pixels with even sides: a colour sample is the mean of the four pixels it stands for."""
    y, u, v, alpha = cv2.split(yuva)
    shade = cv2.bitwise_not(alpha)
    u, v, uv_shade = (cv2.resize(plane, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA) for plane in (u, v, shade))
    return Layers(*(np.asarray(plane, np.uint8) for plane in (y, u, v, shade, uv_shade)))


def mask_layers(mask: Plane) -> Layers:
    """A mask to show a picture through."""
    small = np.asarray(cv2.resize(mask, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8)
    return Layers(mask, small, small, np.asarray(cv2.bitwise_not(mask), np.uint8), np.asarray(~small, np.uint8))


def _scaled(plane: Plane, share: float, more: float = 0.0) -> Plane:
    return np.asarray(cv2.convertScaleAbs(plane, alpha=share, beta=more), np.uint8)
