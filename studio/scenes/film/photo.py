"""A still picture slowly zooming inside a fixed frame with soft or round edges.

A zoom without a turn is what `resize` does, at a third of `warpAffine`'s CPU time and with finer steps. It starts from
the corner of what it is given, by whole pixels, and the zoom here is about an anchor inside of the picture: so each
quarter around the anchor is resized from its inner corner, mirrored where that is not its top left one.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from math import ceil, inf

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.scenes.drawing.box import Box
from studio.scenes.drawing.frame import Frame, Plane
from studio.scenes.drawing.layers import Yuva, layers_of
from studio.scenes.drawing.shapes import Mask
from studio.scenes.film.film import Layer
from studio.scenes.film.motion import Value, at

_ANCHORS = ((0.41, 0.38), (0.59, 0.44), (0.41, 0.5), (0.59, 0.34))
"""What stays in its place, as parts of width and height, shot by shot: off the middle, so that zooms also drift."""

_Edge = tuple[slice, slice, Mask]
"""Rows, columns and coverage of a part that does not cover all below it."""


class Window:
    """A picture with even sides that grows in its place about an anchor, in the encoder's planes."""

    def __init__(
        self, planes: tuple[Plane, Plane, Plane], about: tuple[int, int], edges: tuple[_Edge, ...] = ()
    ) -> None:
        """Brightness and both colours of a picture that grows about a place on even pixels."""
        x, y = about
        luma, *colours = planes
        self._planes = (_quarters(luma, (x, y)), *(_quarters(plane, (x // 2, y // 2)) for plane in colours))
        self._edges = (edges, *(tuple(map(_halved, edges)),) * 2)

    @classmethod
    def of_face(cls, face: Yuva, turn: int, mask: Mask | None = None) -> "Window":
        """An opaque picture in shot number `turn`, with the round corners of a mask."""
        layers = layers_of(face)
        return cls((layers.y, layers.u, layers.v), anchor(face, turn), _corners(mask) if mask is not None else ())

    @classmethod
    def of_frame(cls, frame: Frame, about: tuple[float, float]) -> "Window":
        """A whole frame that grows about a place in parts of its sides."""
        place = round(frame.width * about[0] / 2) * 2, round(frame.height * about[1] / 2) * 2
        return cls(frame.parts, place)

    def draw(self, frame: Frame, box: Box, scale: float) -> None:
        """Draw into a box of the picture's size, on even pixels, grown to a scale."""
        for parts, target, edges in zip(self._planes, frame.within(box).parts, self._edges, strict=True):
            _zoom(parts, target, edges, scale)


@dataclass(frozen=True, slots=True, eq=False)
class Photo(Layer):
    """A picture under a camera."""

    window: Callable[[], Window]
    """Asked for when it is drawn."""
    box: Box
    scale: Value
    """1 or more."""
    since: float = -inf
    """From when it is seen, in seconds."""

    def state(self, time: float) -> Hashable:
        """Its scale."""
        return at(self.scale, time) if time >= self.since else None

    def draw(self, frame: Frame, time: float) -> None:
        """Draw it as large as it is."""
        self.window().draw(frame, self.box, at(self.scale, time))


def anchor(face: Yuva, turn: int) -> tuple[int, int]:
    """The place that does not move in shot number `turn`, on even pixels."""
    height, width = face.shape[:2]
    across, down = _ANCHORS[turn % len(_ANCHORS)]
    return round(width * across / 2) * 2, round(height * down / 2) * 2


def grown(face: Yuva, turn: int, scale: float) -> Yuva:
    """The same picture in the same place as `Window` draws it, at full detail of colour: to be turned with its card."""
    x, y = anchor(face, turn)
    matrix = np.array([[scale, 0, (x - 0.5) * (1 - scale)], [0, scale, (y - 0.5) * (1 - scale)]])
    return np.asarray(cv2.warpAffine(face, matrix, face.shape[1::-1], borderMode=cv2.BORDER_REPLICATE), np.uint8)


def _corners(mask: Mask) -> tuple[_Edge, ...]:
    size = int(np.argmax(mask[0] == 255))
    size += size % 2
    ends = (slice(0, size), slice(-size, None)) if size else ()
    return tuple((rows, columns, mask[rows, columns].copy()) for rows in ends for columns in ends)


@dataclass(frozen=True, slots=True, eq=False)
class _Quarter:
    """A quarter of a picture, its inner corner at the top left."""

    pixels: NDArray[np.uint8]
    mirrored: int | None
    """How to turn it back: a code of `cv2.flip`."""
    place: tuple[slice, slice]


def _quarters(face: NDArray[np.uint8], about: tuple[int, int]) -> tuple[_Quarter, ...]:
    """A picture cut into four about a place (x, y)."""
    x, y = about
    left, right, above, below = slice(0, x), slice(x, None), slice(0, y), slice(y, None)
    cuts = ((above, left, -1), (above, right, 0), (below, left, 1), (below, right, None))
    return tuple(
        _Quarter(
            np.ascontiguousarray(face[rows, columns])
            if code is None
            else np.asarray(cv2.flip(face[rows, columns], code), np.uint8),
            code,
            (rows, columns),
        )
        for rows, columns, code in cuts
    )


def _zoom(parts: tuple[_Quarter, ...], target: NDArray[np.uint8], edges: tuple[_Edge, ...], scale: float) -> None:
    kept = [(rows, columns, cover, target[rows, columns].copy()) for rows, columns, cover in edges]
    for part in parts:
        place = target[part.place]
        large = _enlarged(part.pixels, scale)
        if part.mirrored is None:
            np.copyto(place, large)
        else:
            cv2.flip(large, part.mirrored, dst=place)
    for rows, columns, cover, before in kept:
        under = cv2.multiply(before, cv2.bitwise_not(cover), scale=1 / 255)
        target[rows, columns] = cv2.add(cv2.multiply(target[rows, columns], cover, scale=1 / 255), under)


def _enlarged(pixels: NDArray[np.uint8], scale: float) -> NDArray[np.uint8]:
    """A quarter that grows beyond its own sides, which cut it."""
    height, width = (min(ceil(side / scale) + 1, side) for side in pixels.shape[:2])
    large = cv2.resize(pixels[:height, :width], None, fx=scale, fy=scale, interpolation=cv2.INTER_LINEAR)
    return np.asarray(large[: pixels.shape[0], : pixels.shape[1]], np.uint8)


def _halved(edge: _Edge) -> _Edge:
    rows, columns, cover = edge
    small = cv2.resize(cover, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    return _half_slice(rows), _half_slice(columns), np.asarray(small, np.uint8)


def _half_slice(part: slice) -> slice:
    return slice(*(None if end is None else end // 2 for end in (part.start, part.stop)))
