"""A still picture slowly zooming inside a fixed frame with soft or round edges.

A zoom without a turn is what `resize` does, at a third of `warpAffine`'s CPU time and with finer steps. It starts from
the corner of what it is given, by whole pixels, and the zoom here is about an anchor inside of the picture: so each
quarter around the anchor is resized from its inner corner, mirrored where that is not its top left one.
"""

from dataclasses import dataclass
from math import ceil

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.scenes.box import Box
from studio.scenes.frame import Frame, Plane
from studio.scenes.layers import Yuva, layers_of
from studio.scenes.shapes import Mask

_ANCHORS = ((0.41, 0.38), (0.59, 0.44), (0.41, 0.5), (0.59, 0.34))
"""What stays in its place, as parts of width and height, shot by shot: off the middle, so that zooms also drift."""

Edge = tuple[slice, slice, Mask]
"""Rows, columns and coverage of a part that does not cover all below it."""


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """A picture with even sides that zooms in its place, and those parts of it that do not cover all below them."""

    face: Yuva
    """Opaque."""
    edges: tuple[Edge, ...]
    """On even pixels; coverage is one plane."""

    @classmethod
    def with_corners(cls, face: Yuva, mask: Mask) -> "Window":
        """A window with the round corners of a mask."""
        size = int(np.argmax(mask[0] == 255))
        size += size % 2
        ends = (slice(0, size), slice(-size, None)) if size else ()
        return cls(face, tuple((rows, columns, mask[rows, columns].copy()) for rows in ends for columns in ends))

    def paint(self, target: Yuva, scale: float, turn: int) -> None:
        """Draw over what is there, of the picture's size, grown to a scale about the anchor of shot number `turn`."""
        edges = tuple(
            (rows, columns, np.asarray(cv2.merge([cover] * 4), np.uint8)) for rows, columns, cover in self.edges
        )
        _zoom(quarters(self.face, anchor(self.face, turn)), target, edges, scale)


class FrameWindow:
    """A window drawn into frames: brightness, then both colours at half the size."""

    def __init__(
        self, planes: tuple[Plane, Plane, Plane], about: tuple[int, int], edges: tuple[Edge, ...] = ()
    ) -> None:
        """Brightness and both colours of a picture that grows about a place on even pixels."""
        x, y = about
        luma, *colours = planes
        self._planes = (quarters(luma, (x, y)), *(quarters(plane, (x // 2, y // 2)) for plane in colours))
        self._edges = (edges, *(tuple(map(_halved, edges)),) * 2)

    @classmethod
    def of_shot(cls, window: Window, turn: int) -> "FrameWindow":
        """The window of shot number `turn`."""
        layers = layers_of(window.face)
        return cls((layers.y, layers.u, layers.v), anchor(window.face, turn), window.edges)

    @classmethod
    def whole(cls, frame: Frame, about: tuple[float, float]) -> "FrameWindow":
        """A whole frame that grows about a place in parts of its sides."""
        place = round(frame.width * about[0] / 2) * 2, round(frame.height * about[1] / 2) * 2
        return cls(frame.parts, place)

    def draw(self, frame: Frame, box: Box, scale: float) -> None:
        """Draw into a box of the picture's size, on even pixels, as `Window.paint` does."""
        for parts, target, edges in zip(self._planes, frame.within(box).parts, self._edges, strict=True):
            _zoom(parts, target, edges, scale)


def anchor(face: Yuva, turn: int) -> tuple[int, int]:
    """The place that does not move, on even pixels."""
    height, width = face.shape[:2]
    across, down = _ANCHORS[turn % len(_ANCHORS)]
    return round(width * across / 2) * 2, round(height * down / 2) * 2


@dataclass(frozen=True, slots=True, eq=False)
class Quarter:
    """A quarter of a picture, its inner corner at the top left."""

    pixels: NDArray[np.uint8]
    mirrored: int | None
    """How to turn it back: a code of `cv2.flip`."""
    place: tuple[slice, slice]


def quarters(face: NDArray[np.uint8], about: tuple[int, int]) -> tuple[Quarter, ...]:
    """A picture cut into four about a place (x, y)."""
    x, y = about
    left, right, above, below = slice(0, x), slice(x, None), slice(0, y), slice(y, None)
    cuts = ((above, left, -1), (above, right, 0), (below, left, 1), (below, right, None))
    return tuple(
        Quarter(
            np.ascontiguousarray(face[rows, columns])
            if code is None
            else np.asarray(cv2.flip(face[rows, columns], code), np.uint8),
            code,
            (rows, columns),
        )
        for rows, columns, code in cuts
    )


def _zoom(parts: tuple[Quarter, ...], target: NDArray[np.uint8], edges: tuple[Edge, ...], scale: float) -> None:
    kept = [(rows, columns, cover, target[rows, columns].copy()) for rows, columns, cover in edges]
    for part in parts:
        place = target[part.place]
        large = _grown(part.pixels, scale)
        if part.mirrored is None:
            np.copyto(place, large)
        else:
            cv2.flip(large, part.mirrored, dst=place)
    for rows, columns, cover, before in kept:
        under = cv2.multiply(before, cv2.bitwise_not(cover), scale=1 / 255)
        target[rows, columns] = cv2.add(cv2.multiply(target[rows, columns], cover, scale=1 / 255), under)


def _grown(pixels: NDArray[np.uint8], scale: float) -> NDArray[np.uint8]:
    """A quarter that grows beyond its own sides, which cut it."""
    height, width = (min(ceil(side / scale) + 1, side) for side in pixels.shape[:2])
    large = cv2.resize(pixels[:height, :width], None, fx=scale, fy=scale, interpolation=cv2.INTER_LINEAR)
    return np.asarray(large[: pixels.shape[0], : pixels.shape[1]], np.uint8)


def _halved(edge: Edge) -> Edge:
    rows, columns, cover = edge
    small = cv2.resize(cover, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    return _half_slice(rows), _half_slice(columns), np.asarray(small, np.uint8)


def _half_slice(part: slice) -> slice:
    return slice(*(None if end is None else end // 2 for end in (part.start, part.stop)))
