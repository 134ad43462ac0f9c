"""Turned bodies: a free outline revolved around the y axis, as a potter or a lathe would make it."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.samples.draw.field import Field
from studio.samples.draw.vectors import Scalars, Vectors, hypotenuse

CELLS = 420
"""Cells along the longer side of the distance grid: about 0.005 units for a body two units high."""
MARGIN = 0.12
"""Room around the outline inside the grid; beyond it the distance to the grid's border is added."""


def lathe(outline: Sequence[tuple[float, float]], smooth: bool = True, rounding: float = 1.2) -> Field:
    """Revolve an outline of (radius, height) points around the y axis.

    An outline that starts and ends on the axis (radius 0) makes a solid or a vessel; any other is closed and
    makes a ring. `smooth` lays a Catmull-Rom spline through the points, doubled points keep a corner;
    `rounding` breaks edges by that many grid cells.
    """
    points = np.asarray(outline, np.float32)
    if smooth:
        points = _spline(points)
    solid = points[0, 0] == 0 and points[-1, 0] == 0
    polygon = np.concatenate([points, points[::-1] * np.array([-1, 1], np.float32)]) if solid else points
    low = np.array([0, points[:, 1].min() - MARGIN], np.float32)
    high = points.max(axis=0) + np.float32(MARGIN)
    cell = np.float32((high - low).max() / CELLS)
    grid = _distances(polygon, low, high, cell)
    grid = cv2.GaussianBlur(grid, (0, 0), rounding, borderType=cv2.BORDER_REFLECT_101).astype(np.float32)
    return _lookup(grid, low, cell)


def _spline(points: NDArray[np.float32], steps: int = 12) -> NDArray[np.float32]:
    padded = np.concatenate([points[:1], points, points[-1:]])
    t = np.linspace(0, 1, steps, endpoint=False, dtype=np.float32)[:, None]
    pieces = []
    for before, a, b, after in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        if np.allclose(a, b):
            continue
        # A doubled point ends the tangent there, which is what keeps its corner.
        bend = 2 * before - 5 * a + 4 * b - after
        pieces.append(a + 0.5 * t * ((b - before) + t * (bend + t * (3 * (a - b) + after - before))))
    curve = np.concatenate([*pieces, points[-1:]]).astype(np.float32)
    curve[:, 0] = np.maximum(curve[:, 0], 0)
    return curve


def _distances(
    polygon: NDArray[np.float32], low: NDArray[np.float32], high: NDArray[np.float32], cell: np.float32
) -> NDArray[np.float32]:
    """Signed distances from the centres of a grid (rows = height, columns = radius) to a closed polygon."""
    columns = np.arange(low[0], high[0] + cell, cell, dtype=np.float32)
    rows = np.arange(low[1], high[1] + cell, cell, dtype=np.float32)
    x, y = np.meshgrid(columns, rows)
    squared = np.full(x.shape, np.inf, np.float32)
    inside = np.zeros(x.shape, bool)
    for (ax, ay), (bx, by) in zip(polygon, np.roll(polygon, -1, axis=0), strict=True):
        ex, ey = bx - ax, by - ay
        extent = ex * ex + ey * ey
        if extent < 1e-12:
            continue
        share = np.clip(((x - ax) * ex + (y - ay) * ey) / extent, 0, 1)
        np.minimum(squared, (x - ax - ex * share) ** 2 + (y - ay - ey * share) ** 2, out=squared)
        if ay != by:
            inside ^= ((ay > y) != (by > y)) & (x < ex * (y - ay) / ey + ax)
    signed: NDArray[np.float32] = np.sqrt(squared) * np.where(inside, np.float32(-1), np.float32(1))
    return signed


def _lookup(grid: NDArray[np.float32], low: NDArray[np.float32], cell: np.float32) -> Field:
    height, width = grid.shape
    flat = np.concatenate([grid.ravel(), np.zeros(width + 1, np.float32)])
    corners = np.stack([np.roll(flat, -shift) for shift in (0, 1, width, width + 1)])

    def distance(p: Vectors) -> Scalars:
        u = hypotenuse(p[0], p[2]) / cell
        v = (p[1] - low[1]) / cell
        inner_u = np.minimum(u, np.float32(width - 1.001))
        inner_v = np.minimum(np.maximum(v, np.float32(0)), np.float32(height - 1.001))
        column, row = np.floor(inner_u), np.floor(inner_v)
        across, up = inner_u - column, inner_v - row
        at = row.astype(np.int32) * width + column.astype(np.int32)
        low_left, low_right, high_left, high_right = corners.take(at, axis=1)
        bottom = low_left + (low_right - low_left) * across
        top = high_left + (high_right - high_left) * across
        near: Scalars = bottom + (top - bottom) * up
        out_u, out_v = u - inner_u, v - inner_v
        far = np.flatnonzero(np.abs(out_u) + np.abs(out_v))
        if far.size:
            beyond = hypotenuse(out_u[far], out_v[far]) * cell
            near[far] = hypotenuse(np.maximum(near[far], np.float32(0)), beyond)
        return near

    return distance
