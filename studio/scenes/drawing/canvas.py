"""Pictures being painted, and sprites: pictures with soft edges that are laid onto them and onto frames.

Both are RGBA with premultiplied alpha: laying one over the other is then `sprite + frame * (1 - alpha)`, two calls of
OpenCV, and four channels take OpenCV's fast paths (three take twice as long in `warpAffine`).
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.scenes.drawing.box import Box
from studio.scenes.drawing.colour import Colour
from studio.scenes.drawing.layers import Layers, Yuva, layers_of, to_rgba, to_yuva

Pixels = NDArray[np.uint8]
"""RGBA with premultiplied alpha, shape (height, width, 4)."""

Matrix = NDArray[np.float64]
"""An affine map from sprite to frame pixels, shape (2, 3)."""


class Sprite:
    """A picture to lay onto frames many times. Its pixels may be repainted as long as its outline stays."""

    __slots__ = ("_half", "_layers", "_pixels", "_shade", "_yuva", "height", "width")

    def __init__(self, pixels: Pixels | Yuva, *, in_yuva: bool = False) -> None:
        """A sprite of premultiplied RGBA pixels, or of those that are in the encoder's colours already."""
        self.height, self.width = pixels.shape[:2]
        self._pixels: Pixels | None = None if in_yuva else pixels
        self._shade: Pixels | None = None
        self._yuva: Yuva | None = pixels if in_yuva else None
        self._half: Yuva | None = None
        self._layers: dict[tuple[int, int], Layers] = {}

    @classmethod
    def of_yuva(cls, yuva: Yuva) -> "Sprite":
        """A sprite that is painted in the encoder's colours already."""
        return cls(yuva, in_yuva=True)

    @classmethod
    def filled(cls, mask: NDArray[np.uint8], colour: Colour, opacity: float = 1.0) -> "Sprite":
        """A sprite of one colour in the shape of a mask."""
        return cls(fill(mask, colour, opacity))

    @property
    def shade(self) -> Pixels:
        """255 minus alpha in all four channels: how much of the frame shows through. Sprites in flight need none."""
        if self._shade is None:
            self._shade = _shade(self.pixels)
        return self._shade

    @property
    def pixels(self) -> Pixels:
        """Premultiplied RGBA."""
        if self._pixels is None:
            self._pixels = to_rgba(self.yuva)
        return self._pixels

    @property
    def yuva(self) -> Yuva:
        """The pixels in the encoder's colours."""
        if self._yuva is None:
            self._yuva = to_yuva(self.pixels)
        return self._yuva

    @property
    def half(self) -> Yuva:
        """The same at half the size."""
        if self._half is None:
            self._half = np.asarray(cv2.resize(self.yuva, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8)
        return self._half

    def layers(self, right: int, down: int) -> Layers:
        """The layers to lay onto a frame, moved by 0 or 1 pixel from an even place, with transparent edges there."""
        found = self._layers.get((right, down))
        if found is None:
            edges = (down, (self.height + down) % 2), (right, (self.width + right) % 2), (0, 0)
            found = self._layers[right, down] = layers_of(np.pad(self.yuva, edges))
        return found

    def repainted(self) -> None:
        """Say that the pixels were changed, within the same outline."""
        self._yuva = self._half = None
        self._layers.clear()


class Canvas:
    """A picture in the making, in RGBA."""

    __slots__ = ("height", "pixels", "width")

    def __init__(self, pixels: Pixels) -> None:
        """A canvas that draws into the given pixels."""
        self.pixels = pixels
        self.height, self.width = pixels.shape[:2]

    @classmethod
    def blank(cls, width: int, height: int) -> "Canvas":
        """A transparent canvas of its own."""
        return cls(np.zeros((height, width, 4), np.uint8))

    def lay(self, sprite: Sprite, x: int, y: int, opacity: float = 1.0) -> None:
        """Lay a sprite with its top left corner on whole pixels; what sticks out is cut off."""
        seen = visible(Box(x, y, sprite.width, sprite.height), self.width, self.height)
        if seen is None or opacity <= 0:
            return
        rows, columns = slice(seen.y - y, seen.bottom - y), slice(seen.x - x, seen.right - x)
        pixels, shade = sprite.pixels[rows, columns], sprite.shade[rows, columns]
        if opacity < 1:
            pixels = _scaled(pixels, opacity)
            shade = _shade(pixels)
        _over(self.region(seen), pixels, shade)

    def place(self, sprite: Sprite, matrix: Matrix, opacity: float = 1.0) -> None:
        """Lay a sprite moved, turned or scaled by fractions of a pixel."""
        seen = visible(reach(sprite, matrix), self.width, self.height)
        if seen is None or opacity <= 0:
            return
        moved = matrix - np.array([[0, 0, seen.x], [0, 0, seen.y]])
        pixels = np.asarray(cv2.warpAffine(sprite.pixels, moved, (seen.width, seen.height)), np.uint8)
        if opacity < 1:
            pixels = _scaled(pixels, opacity)
        _over(self.region(seen), pixels, _shade(pixels))

    def region(self, box: Box) -> Pixels:
        """The pixels of a box inside the canvas, to write to."""
        return self.pixels[box.y : box.bottom, box.x : box.right]


def turned(sprite: Sprite, center: tuple[float, float], scale: float = 1.0, degrees: float = 0.0) -> Matrix:
    """The map that puts a sprite's middle at `center`, scaled and turned clockwise by degrees."""
    matrix = np.asarray(cv2.getRotationMatrix2D((sprite.width / 2, sprite.height / 2), -degrees, scale), np.float64)
    matrix[:, 2] += (center[0] - sprite.width / 2, center[1] - sprite.height / 2)
    return matrix


def gradient(top: Colour, bottom: Colour, width: int, height: int) -> Pixels:
    """An opaque picture whose colour goes evenly from its top to its bottom."""
    share = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    pixels = np.full((height, width, 4), 255, np.uint8)
    pixels[:, :, :3] = np.round(np.array(top, np.float32) * (1 - share) + np.array(bottom, np.float32) * share)
    return pixels


def fill(mask: NDArray[np.uint8], colour: Colour, opacity: float = 1.0) -> Pixels:
    """Premultiplied pixels of one colour in the shape of a mask."""
    parts = [cv2.convertScaleAbs(mask, alpha=opacity * part / 255) for part in (*colour, 255)]
    return np.asarray(cv2.merge(parts), np.uint8)


def lay_onto(base: Pixels, sprite: Sprite, x: int, y: int, opacity: float = 1.0) -> None:
    """Lay a sprite onto a picture that is still being prepared."""
    Canvas(base).lay(sprite, x, y, opacity)


def reach(sprite: Sprite, matrix: Matrix) -> Box:
    """The pixels that a moved sprite may touch."""
    corners = matrix @ np.array(
        [[0, sprite.width, sprite.width, 0], [0, 0, sprite.height, sprite.height], [1, 1, 1, 1]], np.float64
    )
    left, top = np.floor(corners.min(axis=1)).astype(int) - 1
    right, bottom = np.ceil(corners.max(axis=1)).astype(int) + 1
    return Box(int(left), int(top), int(right - left), int(bottom - top))


def visible(box: Box, width: int, height: int) -> Box | None:
    """The part of a box inside a picture of a size, or None."""
    left, top = max(box.x, 0), max(box.y, 0)
    right, bottom = min(box.right, width), min(box.bottom, height)
    return Box(left, top, right - left, bottom - top) if left < right and top < bottom else None


def _over(target: Pixels, pixels: Pixels, shade: Pixels) -> None:
    """`target` is a view of a frame: OpenCV writes into it."""
    cv2.multiply(target, shade, dst=target, scale=1 / 255)
    cv2.add(target, pixels, dst=target)


def _scaled(pixels: Pixels, opacity: float) -> Pixels:
    return np.asarray(cv2.convertScaleAbs(pixels, alpha=opacity), np.uint8)


def _shade(pixels: Pixels) -> Pixels:
    inverse = cv2.bitwise_not(cv2.extractChannel(pixels, 3))
    return np.asarray(cv2.merge([inverse, inverse, inverse, inverse]), np.uint8)
