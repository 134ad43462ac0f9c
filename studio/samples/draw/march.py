"""Follows rays through distance fields: hits, normals, soft shadows, contact shade."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from studio.samples.draw.field import Field
from studio.samples.draw.stage import Stage
from studio.samples.draw.vectors import Scalars, Triple, Vectors, column, smoothstep, unit

FAR = np.float32(1e4)
"""The distance of a ray that hits nothing."""
STEPS = 96
TOUCH = 0.0006
"""Distance, as a share of the way travelled, that counts as a hit: well below a pixel at our focal lengths."""


def follow(
    field: Field, origins: Vectors, directions: Vectors, start: Scalars, end: Scalars, steps: int = STEPS
) -> Scalars:
    """Sphere tracing: distances between start and end at which rays meet the field's surface, else FAR."""
    hits = np.full(start.shape, FAR, np.float32)
    alive = np.flatnonzero(end > start)
    o, d, t, stop = origins[:, alive], directions[:, alive], start[alive].copy(), end[alive]
    for step in range(steps):
        if alive.size == 0:
            break
        near = field(o + d * t)
        touched = near < TOUCH * t
        hits[alive[touched]] = t[touched]
        t = t + near
        gone = touched | (t > stop)
        if step % 3 == 2 or gone.all():
            keep = ~gone
            alive, o, d, t, stop = alive[keep], o[:, keep], d[:, keep], t[keep], stop[keep]
    return hits


def span(origins: Vectors, directions: Vectors, bounds: tuple[Triple, Triple]) -> tuple[Scalars, Scalars]:
    """Where rays enter and leave a box; leave < enter where they miss it."""
    safe = np.where(np.abs(directions) < 1e-6, np.float32(1e-6), directions)
    low = (column(bounds[0]) - origins) / safe
    high = (column(bounds[1]) - origins) / safe
    enter = np.minimum(low, high).max(axis=0)
    leave = np.maximum(low, high).min(axis=0)
    return np.maximum(enter, np.float32(0)), leave


def normals(field: Field, p: Vectors, reach: float) -> Vectors:
    """Unit normals from four samples around each point (the tetrahedron technique)."""
    total = np.zeros_like(p)
    for corner in ((1, -1, -1), (-1, -1, 1), (-1, 1, -1), (1, 1, 1)):
        way = column(corner)
        total += way * field(p + way * np.float32(reach))
    return unit(total)


def openness(stage: Stage, p: Vectors, n: Vectors, reach: float = 0.55) -> Scalars:
    """How much of the sky a point sees, 0 to 1: five samples along its normal, floor included."""
    low, high = (column(corner) for corner in stage.bounds)
    close = ((p > low - np.float32(reach)) & (p < high + np.float32(reach))).all(axis=0)
    result = np.ones(p.shape[1], np.float32)
    p, n = p[:, close], n[:, close]
    shade = np.zeros(p.shape[1], np.float32)
    weight = 1.0
    for share in (0.04, 0.12, 0.28, 0.55, 1.0):
        height = np.float32(reach * share)
        q = p + n * height
        free = np.minimum(stage.rough(q), np.maximum(q[1], 0) + np.float32(0.002))
        shade += np.float32(weight) * np.maximum(height - free, 0) / height
        weight *= 0.72
    result[close] = np.clip(1 - shade * np.float32(0.34), 0, 1)
    return result


def visibility(stage: Stage, p: Vectors, towards: Vectors, sharpness: float, reach: Scalars | None = None) -> Scalars:
    """How much of a lamp each point sees, 0 to 1, with a penumbra that widens with distance.

    The estimate of Quilez, "Soft shadows in raymarched SDFs": the narrowest cone that passes all parts.
    """
    directions = np.ascontiguousarray(np.broadcast_to(towards, p.shape))
    (low, high), room = stage.bounds, 0.4
    wide = ((low[0] - room, low[1] - room, low[2] - room), (high[0] + room, high[1] + room, high[2] + room))
    start, end = span(p, directions, wide)
    if reach is not None:
        end = np.minimum(end, reach)
    light = np.ones(p.shape[1], np.float32)
    alive = np.flatnonzero(end > start)
    o, d, stop = p[:, alive], directions[:, alive], end[alive]
    t = np.maximum(start[alive], np.float32(0.015))
    narrowest = np.ones(alive.size, np.float32)
    for step in range(34):
        if alive.size == 0:
            break
        near = stage.rough(o + d * t)
        narrowest = np.minimum(narrowest, np.float32(sharpness) * near / t)
        t = t + np.clip(near, np.float32(0.02), np.float32(0.5))
        gone = (t > stop) | (narrowest < -1)
        if step % 3 == 2:
            light[alive] = narrowest
            keep = ~gone
            alive, o, d, t, stop = alive[keep], o[:, keep], d[:, keep], t[keep], stop[keep]
            narrowest = narrowest[keep]
    light[alive] = narrowest
    return smoothstep(-1, 1, light)


def in_blocks(
    work: Callable[[NDArray[np.intp]], tuple[NDArray[np.float32], ...]], count: int, block: int = 1 << 14
) -> list[NDArray[np.float32]]:
    """Run `work` over index blocks small enough for the processor's cache, and join what it answers."""
    answers = [work(np.arange(i, min(i + block, count))) for i in range(0, count, block)]
    return [np.concatenate(columns, axis=-1) for columns in zip(*answers, strict=True)]
