"""A still picture slowly zooming inside a fixed frame with soft or round edges."""

from dataclasses import dataclass

import cv2
import numpy as np

from studio.scenes.box import Box
from studio.scenes.canvas import Canvas, Matrix, Pixels
from studio.scenes.frame import Frame, still
from studio.scenes.shapes import Mask

_ZOOM = 0.06
"""How much a picture grows over a shot: seen as life, not as a camera move, and it stays inside its own margin."""

_DRIFT = 0.35
"""Sideways drift as part of what the zoom sets free, so that no edge ever comes into view."""


Edge = tuple[slice, slice, Pixels]
"""Rows, columns and coverage of a part that does not cover all below it."""


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """A picture with even sides that zooms in its place, and those parts of it that do not cover all below them."""

    face: Pixels
    edges: tuple[Edge, ...]
    """On even pixels; coverage is one plane."""

    @classmethod
    def with_corners(cls, face: Pixels, mask: Mask) -> "Window":
        """A window with the round corners of a mask."""
        size = int(np.argmax(mask[0] == 255))
        size += size % 2
        ends = (slice(0, size), slice(-size, None)) if size else ()
        return cls(face, tuple((rows, columns, mask[rows, columns].copy()) for rows in ends for columns in ends))

    @classmethod
    def feathered(cls, face: Pixels, box: Box, width: int, height: int, depth: int) -> "Window":
        """A window whose sides fade out over `depth` pixels, except where they lie on the border of the frame."""
        high, wide = face.shape[:2]
        fade = np.linspace(0, 255, depth + 2)[1:-1].astype(np.uint8)
        down, across = np.repeat(fade[:, None], wide, axis=1), np.repeat(fade[None, :], high, axis=0)
        everything = slice(None)
        edges = [
            (slice(0, depth), everything, down, box.y > 0),
            (slice(-depth, None), everything, down[::-1], box.bottom < height),
            (everything, slice(0, depth), across, box.x > 0),
            (everything, slice(-depth, None), across[:, ::-1], box.right < width),
        ]
        return cls(face, tuple((rows, columns, mask.copy()) for rows, columns, mask, free in edges if free))

    def paint(self, canvas: Canvas, box: Box, progress: float, turn: int) -> None:
        """Draw into a box of the picture's size, `progress` (0 to 1) through shot number `turn`."""
        matrix = zoom_matrix(box.width, box.height, progress, turn)
        edges = tuple(
            (rows, columns, np.asarray(cv2.merge([cover] * 4), np.uint8)) for rows, columns, cover in self.edges
        )
        _warp(self.face, matrix, canvas.region(box), edges)


class FrameWindow:
    """A window drawn into frames: brightness, then both colours at half the size."""

    def __init__(self, window: Window) -> None:
        """Converted once."""
        self._face = still(window.face).parts
        self._edges = window.edges
        self._half_edges = tuple(map(_halved, window.edges))

    @property
    def has_edges(self) -> bool:
        """Something of what lies below can be seen."""
        return bool(self._edges)

    def draw(self, frame: Frame, box: Box, progress: float, turn: int) -> None:
        """Draw into a box of the picture's size, on even pixels, as `Window.paint` does."""
        matrix = zoom_matrix(box.width, box.height, progress, turn)
        # The middle of a colour sample lies half a pixel right of and below that of its first pixel.
        half = np.array(matrix)
        half[:, 2] = (matrix[:, 2] + 0.5 * matrix[:, :2].sum(axis=1) - 0.5) / 2
        target = frame.within(box)
        _warp(self._face[0], matrix, target.y, self._edges)
        for face, part in zip(self._face[1:], (target.u, target.v), strict=True):
            _warp(face, half, part, self._half_edges)


def _warp(face: Pixels, matrix: Matrix, target: Pixels, edges: tuple[Edge, ...]) -> None:
    kept = [(rows, columns, cover, target[rows, columns].copy()) for rows, columns, cover in edges]
    size = (target.shape[1], target.shape[0])
    cv2.warpAffine(face, matrix, size, dst=target, borderMode=cv2.BORDER_REPLICATE)
    for rows, columns, cover, before in kept:
        under = cv2.multiply(before, cv2.bitwise_not(cover), scale=1 / 255)
        target[rows, columns] = cv2.add(cv2.multiply(target[rows, columns], cover, scale=1 / 255), under)


def _halved(edge: Edge) -> Edge:
    rows, columns, cover = edge
    small = cv2.resize(cover, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    return _half_slice(rows), _half_slice(columns), np.asarray(small, np.uint8)


def _half_slice(part: slice) -> slice:
    return slice(*(None if end is None else end // 2 for end in (part.start, part.stop)))


def zoom_matrix(width: int, height: int, progress: float, turn: int) -> Matrix:
    """The slow zoom: in on even turns, out on odd, drifting left and right in turn."""
    grown = 1 + _ZOOM * (progress if turn % 2 == 0 else 1 - progress)
    drift = _DRIFT * (progress - 0.5) * (1 if turn % 4 < 2 else -1)
    spare = (grown - 1) / 2
    return np.array([[grown, 0, -spare * width * (1 - drift)], [0, grown, -spare * height]], np.float64)
