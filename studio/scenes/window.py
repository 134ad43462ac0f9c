"""A still picture slowly zooming inside a fixed frame with soft or round edges."""

from dataclasses import dataclass

import cv2
import numpy as np

from studio.scenes.box import Box
from studio.scenes.canvas import Canvas, Matrix, Pixels
from studio.scenes.shapes import Mask

_ZOOM = 0.06
"""How much a picture grows over a shot: seen as life, not as a camera move, and it stays inside its own margin."""

_DRIFT = 0.35
"""Sideways drift as part of what the zoom sets free, so that no edge ever comes into view."""


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """A picture, and those parts of its frame that do not cover all below them."""

    face: Pixels
    edges: tuple[tuple[slice, slice, Pixels], ...]
    """Rows, columns and coverage (in all four channels) of each such part."""

    @classmethod
    def with_corners(cls, face: Pixels, mask: Mask) -> "Window":
        """A window with the round corners of a mask."""
        size = int(np.argmax(mask[0] == 255))
        ends = (slice(0, size), slice(-size, None)) if size else ()
        return cls(face, tuple((rows, columns, _cover(mask[rows, columns])) for rows in ends for columns in ends))

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
        return cls(face, tuple((rows, columns, _cover(mask)) for rows, columns, mask, free in edges if free))

    def draw(self, canvas: Canvas, box: Box, progress: float, turn: int) -> None:
        """Draw into a box of the picture's size, `progress` (0 to 1) through shot number `turn`."""
        target = canvas.region(box)
        kept = [(rows, columns, cover, target[rows, columns].copy()) for rows, columns, cover in self.edges]
        matrix = zoom_matrix(box.width, box.height, progress, turn)
        cv2.warpAffine(self.face, matrix, (box.width, box.height), dst=target, borderMode=cv2.BORDER_REPLICATE)
        for rows, columns, cover, before in kept:
            under = cv2.multiply(before, cv2.bitwise_not(cover), scale=1 / 255)
            target[rows, columns] = cv2.add(cv2.multiply(target[rows, columns], cover, scale=1 / 255), under)


def zoom_matrix(width: int, height: int, progress: float, turn: int) -> Matrix:
    """The slow zoom: in on even turns, out on odd, drifting left and right in turn."""
    grown = 1 + _ZOOM * (progress if turn % 2 == 0 else 1 - progress)
    drift = _DRIFT * (progress - 0.5) * (1 if turn % 4 < 2 else -1)
    spare = (grown - 1) / 2
    return np.array([[grown, 0, -spare * width * (1 - drift)], [0, grown, -spare * height]], np.float64)


def _cover(mask: Mask) -> Pixels:
    return np.asarray(cv2.merge([np.ascontiguousarray(mask)] * 4), np.uint8)
