"""The frame being drawn, in the form the encoder takes: a plane of brightness and two of colour at half the size.

YUV 4:2:0, BT.709, limited range. Drawing in it moves 1.5 bytes a pixel instead of 4, and nothing is left to convert:
together half the CPU time between the script and the encoder. What is painted once, not every frame, is painted in
RGBA on a `Canvas`, where shapes and text are simpler, and converted when it is done.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.scenes.drawing.box import Box
from studio.scenes.drawing.canvas import Canvas, Matrix, Pixels, Sprite, reach, visible
from studio.scenes.drawing.layers import Layers, layers_of, to_yuva

Planes = NDArray[np.uint8]
"""A whole picture as one block: brightness, then both colours. Shape (height * 3 / 2, width)."""

Plane = NDArray[np.uint8]

_TO_RGB = np.array(
    [
        [255 / 219, 0, 1.5748 * 255 / 224, -16 * 255 / 219 - 1.5748 * 255 / 224 * 128],
        [
            255 / 219,
            -0.187324 * 255 / 224,
            -0.468124 * 255 / 224,
            -16 * 255 / 219 + (0.187324 + 0.468124) * 255 / 224 * 128,
        ],
        [255 / 219, 1.8556 * 255 / 224, 0, -16 * 255 / 219 - 1.8556 * 255 / 224 * 128],
    ],
    np.float32,
)
"""Rec. ITU-R BT.709-6, items 3.2 to 3.5, inverted."""


_MAX_PARTS = 64
"""Places drawn to that are remembered; a frame of any style has fewer."""


class Frame:
    """A frame in the making. Width and height are even."""

    __slots__ = ("_drawn", "_start", "height", "u", "v", "width", "y")

    def __init__(self, y: Plane, u: Plane, v: Plane) -> None:
        """A frame that draws into the given planes."""
        self.y, self.u, self.v = y, u, v
        self.height, self.width = y.shape
        self._start: Frame | None = None
        self._drawn: list[Box] = []

    @classmethod
    def of(cls, planes: Planes) -> "Frame":
        """A frame that draws into a whole picture."""
        height, width = planes.shape[0] * 2 // 3, planes.shape[1]
        colour = planes[height:].reshape(2, height // 2, width // 2)
        return cls(planes[:height], colour[0], colour[1])

    @property
    def parts(self) -> tuple[Plane, Plane, Plane]:
        """Brightness and both colours, to look at."""
        return self.y, self.u, self.v

    @property
    def box(self) -> Box:
        """All of it."""
        return Box(0, 0, self.width, self.height)

    def all(self) -> tuple[Plane, Plane, Plane]:
        """Brightness and both colours, to draw into."""
        self._start = None
        return self.parts

    def within(self, box: Box) -> "Frame":
        """The part of the frame inside a box of even sides, to draw into."""
        if len(self._drawn) == _MAX_PARTS:
            self._start = None
        else:
            self._drawn.append(box)
        return self.part(box)

    def part(self, box: Box) -> "Frame":
        """The part of the frame inside a box of even sides, to look at."""
        half = (slice(box.y // 2, box.bottom // 2), slice(box.x // 2, box.right // 2))
        return Frame(self.y[box.y : box.bottom, box.x : box.right], self.u[half], self.v[half])

    def copy(self) -> "Frame":
        """A frame of its own that shows the same."""
        return Frame(*(plane.copy() for plane in self.parts))

    def copy_from(self, picture: "Frame") -> None:
        """Start from an opaque picture of the frame's size, which never changes.

        A frame that started from it before takes it only where something was drawn since: a full copy would push out
        of the processor's caches what the encoder has there.
        """
        places = self._drawn if picture is self._start else [Box(0, 0, self.width, self.height)]
        for place in places:
            for target, source in zip(self.part(place).parts, picture.part(place).parts, strict=True):
                np.copyto(target, source)
        self._start, self._drawn = picture, []

    def mix(self, before: "Frame", after: "Frame", share: float) -> None:
        """Start from two pictures, the second with a share from 0 to 1."""
        for target, first, second in zip(self.all(), before.parts, after.parts, strict=True):
            cv2.addWeighted(second, share, first, 1 - share, 0, dst=target)

    def lay(self, sprite: Sprite, x: int, y: int, opacity: float = 1.0) -> None:
        """Lay a sprite with its top left corner on whole pixels; what sticks out is cut off."""
        self.cover(sprite.layers(x % 2, y % 2), x - x % 2, y - y % 2, opacity)

    def place(self, sprite: Sprite, matrix: Matrix, opacity: float = 1.0, *, fast: bool = False) -> None:
        """Lay a sprite moved, turned or scaled by fractions of a pixel.

        What is `fast` is drawn at half the size and enlarged, as soft as a camera would show it, for half the CPU time.
        """
        seen = visible(reach(sprite, matrix), self.width, self.height)
        if seen is None or opacity <= 0:
            return
        part = seen.evenly_around()
        self.cover((_blurred if fast else _warped)(sprite, matrix, part), part.x, part.y, opacity)

    def show(self, picture: "Frame", mask: Layers, x: int, y: int, opacity: float = 1.0) -> None:
        """Show another picture through a mask of its size, its corner at an even place of this frame."""
        cut = Layers(
            _times(picture.y, mask.y), _times(picture.u, mask.u), _times(picture.v, mask.v), mask.y_shade, mask.uv_shade
        )
        self.cover(cut, x, y, opacity)

    def cover(self, layers: Layers, x: int, y: int, opacity: float = 1.0) -> None:
        """Lay layers with their top left corner at an even place; what sticks out is cut off."""
        height, width = layers.y.shape
        seen = visible(Box(x, y, width, height), self.width, self.height)
        if seen is None or opacity <= 0:
            return
        if opacity < 1:
            layers = layers.faded(opacity)
        full = (slice(seen.y - y, seen.bottom - y), slice(seen.x - x, seen.right - x))
        half = tuple(slice(one.start // 2, one.stop // 2) for one in full)
        target = self.within(seen)
        for plane, pixels, shade, part in (
            (target.y, layers.y, layers.y_shade, full),
            (target.u, layers.u, layers.uv_shade, half),
            (target.v, layers.v, layers.uv_shade, half),
        ):
            cv2.multiply(plane, shade[part], dst=plane, scale=1 / 255)
            cv2.add(plane, pixels[part], dst=plane)


def _warped(sprite: Sprite, matrix: Matrix, box: Box) -> Layers:
    """What a moved, turned or scaled sprite shows in a box on even pixels."""
    moved = matrix - np.array([[0, 0, box.x], [0, 0, box.y]])
    return layers_of(np.asarray(cv2.warpAffine(sprite.yuva, moved, (box.width, box.height)), np.uint8))


def _blurred(sprite: Sprite, matrix: Matrix, box: Box) -> Layers:
    """The same at half the size, brightness and alpha enlarged again."""
    moved = matrix - np.array([[0, 0, box.x], [0, 0, box.y]])
    # The middle of a pixel of half the size lies half a pixel right of and below that of its first one.
    moved[:, 2] = (moved[:, 2] + 0.5 * moved[:, :2].sum(axis=1) - 0.5) / 2
    half = np.asarray(cv2.warpAffine(sprite.half, moved, (box.width // 2, box.height // 2)), np.uint8)
    y, u, v, alpha = cv2.split(half)
    shade = cv2.bitwise_not(alpha)
    y, y_shade = (cv2.resize(plane, (box.width, box.height)) for plane in (y, shade))
    return Layers(*(np.asarray(plane, np.uint8) for plane in (y, u, v, y_shade, shade)))


Surface = Canvas | Frame
"""What a sprite can be laid onto."""


def blank(width: int, height: int) -> Planes:
    """A black picture."""
    planes = np.full((height * 3 // 2, width), 128, np.uint8)
    planes[:height] = 16
    return planes


def planes_of(pixels: Pixels) -> Planes:
    """An opaque RGBA picture of even sides."""
    layers = layers_of(to_yuva(pixels))
    planes = np.concatenate([plane.ravel() for plane in (layers.y, layers.u, layers.v)])
    return planes.reshape(-1, pixels.shape[1])


def still(pixels: Pixels) -> Frame:
    """An opaque RGBA picture of even sides as a frame of its own, to start others from."""
    return Frame.of(planes_of(pixels))


def shrunk(planes: Planes, times: int) -> Planes:
    """A picture that is so many times smaller in both directions; its sides stay even. 1 leaves it as it is."""
    if times == 1:
        return planes
    # Area is the mean of the pixels that become one: edges stay clean.
    small = (
        cv2.resize(plane, None, fx=1 / times, fy=1 / times, interpolation=cv2.INTER_AREA)
        for plane in Frame.of(planes).parts
    )
    return np.concatenate([plane.ravel() for plane in small]).reshape(-1, planes.shape[1] // times)


def rgb_of(frame: Frame) -> NDArray[np.uint8]:
    """A frame as RGB, shape (height, width, 3), for posters and for looking at."""
    size = (frame.width, frame.height)
    u, v = (cv2.resize(plane, size, interpolation=cv2.INTER_LINEAR) for plane in (frame.u, frame.v))
    return np.asarray(cv2.transform(cv2.merge([frame.y, u, v]), _TO_RGB), np.uint8)


def _times(plane: Plane, mask: Plane) -> Plane:
    return np.asarray(cv2.multiply(plane, mask, scale=1 / 255), np.uint8)
