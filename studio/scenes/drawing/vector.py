"""Smooth flat shapes drawn into premultiplied pixels: curves through points, discs and strokes.

Shapes are given in design units and rasterised at three times the final size with OpenCV's own edge smoothing.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.scenes.drawing.canvas import Canvas, Pixels, Sprite
from studio.scenes.drawing.colour import Colour

Point = tuple[float, float]
Mask = NDArray[np.uint8]
Outline = NDArray[np.float64]
"""Points of a line or of a closed outline, shape (n, 2)."""

_OVERSAMPLING = 3
_STEPS = 14
"""Points between two given ones of a curve: at our sizes no corner can be seen."""

_SUBPIXEL_BITS = 4


def curve(points: Sequence[Point], closed: bool = True) -> Outline:
    """A smooth line through all points (Catmull-Rom); a point given twice in a row makes a corner."""
    given = [tuple(map(float, point)) for point in points]
    corners = [place for place in range(1, len(given)) if given[place] == given[place - 1]]
    if not corners:
        return _smooth(given, closed)
    if closed:  # start at a corner, so that every stretch between two corners is an open line
        given = given[corners[0] :] + given[: corners[0]]
        given.append(given[0])
    stretches: list[list[tuple[float, ...]]] = [[given[0]]]
    for point in given[1:]:
        if point == stretches[-1][-1]:
            stretches.append([point])
        else:
            stretches[-1].append(point)
    return np.concatenate([_smooth(stretch, closed=False) for stretch in stretches])


def _smooth(points: Sequence[tuple[float, ...]], closed: bool) -> Outline:
    given = np.array(points, np.float64)
    if len(given) < 3:
        return given
    around = [given[-1:], given, given[:2]] if closed else [given[:1], given, given[-1:]]
    padded = np.concatenate(around)
    share = np.linspace(0, 1, _STEPS, endpoint=False)[:, None]
    parts = [
        0.5
        * (
            2 * start
            + (end - before) * share
            + (2 * before - 5 * start + 4 * end - after) * share**2
            + (3 * start - before - 3 * end + after) * share**3
        )
        for before, start, end, after in zip(padded, padded[1:], padded[2:], padded[3:], strict=False)
    ]
    return np.concatenate(parts if closed else [*parts, given[-1:]])


def mirrored(points: Sequence[Point], axis: float) -> list[Point]:
    """A right half given from top to bottom, completed with its mirror image to a closed outline."""
    return [*points, *((2 * axis - x, y) for x, y in reversed(points) if x != axis)]


def oval(x: float, y: float, across: float, down: float, degrees: float = 0.0) -> Outline:
    """An ellipse by centre and half axes, turned clockwise."""
    turn = np.linspace(0, 2 * np.pi, 72, endpoint=False)
    flat = np.stack([across * np.cos(turn), down * np.sin(turn)], axis=1)
    angle = np.radians(degrees)
    spin = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return np.asarray(flat @ spin + (x, y), np.float64)


class Drawing:
    """A transparent sheet of design units to draw on, and the pixels it becomes."""

    def __init__(self, width: float, height: float, scale: float, origin: Point = (0.0, 0.0)) -> None:
        """`scale` is final pixels per unit; `origin` is the unit at the top left corner."""
        self._factor = scale * _OVERSAMPLING
        self._origin = np.array(origin, np.float64)
        self.size = (round(width * scale), round(height * scale))
        self._sheet: Pixels = np.zeros((self.size[1] * _OVERSAMPLING, self.size[0] * _OVERSAMPLING, 4), np.uint8)

    def mask(self, outline: Outline) -> Mask:
        """The coverage of a closed outline, for use as a clip."""
        mask = np.zeros(self._sheet.shape[:2], np.uint8)
        cv2.fillPoly(mask, [self._fixed(outline)], 255, cv2.LINE_AA, _SUBPIXEL_BITS)
        return mask

    def fill(
        self,
        outline: Outline,
        colour: Colour,
        opacity: float = 1.0,
        clip: Mask | None = None,
        blur: float = 0.0,
    ) -> None:
        """Fill a closed outline; `blur` in units softens its edge, `clip` keeps it inside another shape."""
        self.ink(self.mask(outline), colour, opacity, clip, blur)

    def stroke(
        self, line: Outline, width: float, colour: Colour, opacity: float = 1.0, clip: Mask | None = None
    ) -> None:
        """Draw a line of a width in units with round ends."""
        mask = np.zeros(self._sheet.shape[:2], np.uint8)
        thick = max(1, round(width * self._factor))
        cv2.polylines(mask, [self._fixed(line)], False, 255, thick, cv2.LINE_AA, _SUBPIXEL_BITS)
        self.ink(mask, colour, opacity, clip, 0.0)

    def pixels(self) -> Pixels:
        """The drawing at its final size."""
        return np.asarray(cv2.resize(self._sheet, self.size, interpolation=cv2.INTER_AREA), np.uint8)

    def ink(
        self, mask: Mask, colour: Colour, opacity: float = 1.0, clip: Mask | None = None, blur: float = 0.0
    ) -> None:
        """Colour whatever a mask of this drawing covers."""
        if blur:
            mask = _blurred(mask, blur * self._factor)
        if clip is not None:
            mask = np.asarray(cv2.multiply(mask, clip, scale=1 / 255), np.uint8)
        left, top, width, height = cv2.boundingRect(mask)
        if not width:
            return
        inked = Sprite.filled(mask[top : top + height, left : left + width], colour, opacity)
        Canvas(self._sheet).lay(inked, left, top)

    def _fixed(self, points: Outline) -> NDArray[np.int32]:
        scaled = (points - self._origin) * self._factor * (1 << _SUBPIXEL_BITS)
        return np.round(scaled).astype(np.int32)


def _blurred(mask: Mask, sigma: float) -> Mask:
    """Blurred at a quarter of the size: the same to the eye, a sixteenth of the work."""
    small = cv2.resize(mask, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), max(sigma / 4, 0.4))
    return np.asarray(cv2.resize(soft, mask.shape[::-1], interpolation=cv2.INTER_LINEAR), np.uint8)
