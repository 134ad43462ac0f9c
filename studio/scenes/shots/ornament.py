"""What templates add along the frame's edges. Ornaments stay outside the boxes of every style."""

import cv2
import numpy as np

from studio.scenes.drawing.canvas import Sprite
from studio.scenes.drawing.colour import WHITE, Colour, blend
from studio.scenes.drawing.frame import Surface
from studio.scenes.drawing.shapes import Mask, rounded
from studio.scenes.plan.look import Look, Ornament

_INSET = 26
"""Pixels between the frame's edge and a line along it."""


def paint_ornament(base: Surface, look: Look) -> None:
    """Draw the look's ornament onto a frame, or onto a canvas of its size."""
    height, width = base.height, base.width
    if look.ornament is Ornament.STRIPES:
        _stripes(base, width, height, look.badge)
    elif look.ornament is Ornament.DISCS:
        _rings(base, width, height, look.accent)
    elif look.ornament is Ornament.NEON:
        _neon(base, width, height, look.mark)
    elif look.ornament is Ornament.TAPE:
        _stitches(base, width, height, look.ink)
    elif look.ornament is Ornament.RULE:
        _lay(base, _outline(width, height, _INSET, 3, 0), look.ink)


def _stripes(base: Surface, width: int, height: int, colour: Colour) -> None:
    """Barrier tape across the top left and the bottom right corner."""
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    along, across = columns - rows, columns + rows
    reach = 88.0
    band = (np.abs(across - reach) < 27) | (np.abs(across - (width + height - reach)) < 27)
    bars = np.clip(np.abs((along % 72) - 36) - 17.5, 0, 1)
    mask = np.asarray(np.where(band, 255, 0), np.uint8)
    _lay(base, np.asarray(cv2.GaussianBlur(mask, (3, 3), 0), np.uint8), (20, 20, 24))
    yellow = cv2.GaussianBlur(np.asarray(mask * bars, np.uint8), (3, 3), 0)
    _lay(base, np.asarray(yellow, np.uint8), colour)


def _rings(base: Surface, width: int, height: int, accent: Colour) -> None:
    """Thin circles that run out of two corners."""
    for x, y, size in ((width, 0, 250), (width, 0, 330), (0, height, 300), (0, height, 390)):
        ring = np.zeros((height, width), np.uint8)
        cv2.circle(ring, (x, y), size, 255, 3, cv2.LINE_AA)
        _lay(base, ring, blend(accent, WHITE, 0.35), 0.5)


def _neon(base: Surface, width: int, height: int, colour: Colour) -> None:
    """A glowing tube along the edge."""
    tube = _outline(width, height, _INSET, 4, 44)
    glow = cv2.resize(
        cv2.GaussianBlur(cv2.resize(tube, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA), (0, 0), 4),
        (width, height),
    )
    _lay(base, np.asarray(cv2.convertScaleAbs(glow, alpha=2.2), np.uint8), colour, 0.55)
    _lay(base, tube, blend(colour, WHITE, 0.55))


def _stitches(base: Surface, width: int, height: int, ink: Colour) -> None:
    """A dashed line as on a coupon."""
    line = _outline(width, height, _INSET, 3, 18)
    rows, columns = np.mgrid[0:height, 0:width]
    dashes = np.where((rows + columns) % 34 < 20, line, 0).astype(np.uint8)
    _lay(base, dashes, ink, 0.55)


def _outline(width: int, height: int, inset: int, thick: int, radius: int) -> Mask:
    """A line of a thickness along a rounded rectangle."""
    outer = np.zeros((height, width), np.uint8)
    outer[inset : height - inset, inset : width - inset] = rounded(width - 2 * inset, height - 2 * inset, radius)
    inner = np.zeros((height, width), np.uint8)
    edge = inset + thick
    inner[edge : height - edge, edge : width - edge] = rounded(
        width - 2 * edge, height - 2 * edge, max(radius - thick, 0)
    )
    return np.asarray(cv2.subtract(outer, inner), np.uint8)


def _lay(base: Surface, mask: Mask, colour: Colour, opacity: float = 1.0) -> None:
    base.lay(Sprite.filled(mask, colour, opacity), 0, 0)
