"""Signed-distance fields: shapes, and the operations that combine them.

A field takes points (3, n) and answers, for each, a distance to the surface that is never too long, negative
inside. Formulas are those collected by Inigo Quilez, "Distance functions" (iquilezles.org).
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np

from studio.samples.draw.vectors import Scalars, Triple, Vectors, column, hypotenuse, length

Field: TypeAlias = Callable[[Vectors], Scalars]


def ellipsoid(centre: Triple, radii: Triple) -> Field:
    """An ellipsoid; a sphere where the three radii agree."""
    middle, stretch = column(centre), column(radii)

    def distance(p: Vectors) -> Scalars:
        q = (p - middle) / stretch
        near = length(q)
        far = np.maximum(length(q / stretch), np.float32(1e-6))
        return (near * (near - 1) / far).astype(np.float32, copy=False)

    return distance


def box(centre: Triple, half: Triple, rounding: float = 0.0) -> Field:
    """A box of the given half sizes, its edges rounded by a radius inside those sizes."""
    middle, reach = column(centre), column(half) - np.float32(rounding)

    def distance(p: Vectors) -> Scalars:
        q = np.abs(p - middle) - reach
        result: Scalars = (
            length(np.maximum(q, 0)) + np.minimum(np.maximum(np.maximum(q[0], q[1]), q[2]), 0) - np.float32(rounding)
        )
        return result

    return distance


def cylinder(centre: Triple, radius: float, half_height: float, rounding: float = 0.0) -> Field:
    """An upright cylinder with rounded rims."""
    x0, y0, z0 = centre

    def distance(p: Vectors) -> Scalars:
        side = hypotenuse(p[0] - x0, p[2] - z0) - (radius - rounding)
        end = np.abs(p[1] - y0) - (half_height - rounding)
        outside = hypotenuse(np.maximum(side, 0), np.maximum(end, 0))
        result: Scalars = outside + np.minimum(np.maximum(side, end), 0) - np.float32(rounding)
        return result

    return distance


def rod(start: Triple, end: Triple, start_radius: float, end_radius: float | None = None) -> Field:
    """A round-ended rod from start to end, tapering where the second radius differs."""
    a = column(start)
    way = column(end) - a
    squared = np.float32((way * way).sum())
    slope = np.float32((start_radius if end_radius is None else end_radius) - start_radius)

    def distance(p: Vectors) -> Scalars:
        q = p - a
        share = np.clip((q[0] * way[0] + q[1] * way[1] + q[2] * way[2]) / squared, 0, 1)
        result: Scalars = length(q - way * share) - (np.float32(start_radius) + slope * share)
        return result

    return distance


def tube(path: Sequence[Triple], radii: Sequence[float]) -> Field:
    """A chain of tapering rods: with enough points, a smoothly bent tube."""
    rods = [rod(a, b, ra, rb) for a, b, ra, rb in zip(path[:-1], path[1:], radii[:-1], radii[1:], strict=True)]
    return smooth_union(*rods, blend=min(radii) * 0.9)


def torus(centre: Triple, ring: float, thickness: float, axis: int = 1) -> Field:
    """A ring around an axis (0 = x, 1 = y, 2 = z)."""
    middle = column(centre)
    first, second = (i for i in range(3) if i != axis)

    def distance(p: Vectors) -> Scalars:
        q = p - middle
        result: Scalars = hypotenuse(hypotenuse(q[first], q[second]) - ring, q[axis]) - np.float32(thickness)
        return result

    return distance


def union(*fields: Field) -> Field:
    """Everything that any of the fields contains."""

    def distance(p: Vectors) -> Scalars:
        result = fields[0](p)
        for field in fields[1:]:
            result = np.minimum(result, field(p))
        return result

    return distance


def smooth_union(*fields: Field, blend: float) -> Field:
    """Union with a fillet of about `blend` where two fields meet (polynomial smooth minimum)."""

    def distance(p: Vectors) -> Scalars:
        result = fields[0](p)
        for field in fields[1:]:
            other = field(p)
            near = np.maximum(blend - np.abs(result - other), 0) / np.float32(blend)
            result = np.minimum(result, other) - near * near * np.float32(blend / 4)
        return result

    return distance


def cut(solid: Field, tool: Field, blend: float = 0.004) -> Field:
    """`solid` without `tool`, the new edge broken by `blend`."""

    def distance(p: Vectors) -> Scalars:
        kept, gone = solid(p), -tool(p)
        near = np.maximum(blend - np.abs(kept - gone), 0) / np.float32(blend)
        result: Scalars = np.maximum(kept, gone) + near * near * np.float32(blend / 4)
        return result

    return distance


def within(solid: Field, limit: Field) -> Field:
    """What two fields share."""
    return lambda p: np.maximum(solid(p), limit(p))


def shaped(field: Field, offset: Callable[[Vectors], Scalars], slack: float = 0.7) -> Field:
    """A field whose surface is moved outwards by `offset(points)`; `slack` shortens the steps to stay safe."""

    def distance(p: Vectors) -> Scalars:
        result: Scalars = (field(p) - offset(p)) * np.float32(slack)
        return result

    return distance


def mirrored(field: Field, axis: int = 0) -> Field:
    """A field and its mirror image: what is modelled at positive coordinates appears on both sides."""

    def distance(p: Vectors) -> Scalars:
        q = p.copy()
        q[axis] = np.abs(q[axis])
        return field(q)

    return distance


def around(field: Field, count: int) -> Field:
    """`count` copies around the y axis of what is modelled on the positive x axis."""
    step = 2 * np.pi / count

    def distance(p: Vectors) -> Scalars:
        radius = hypotenuse(p[0], p[2])
        angle = np.arctan2(p[2], p[0])
        angle = angle - np.float32(step) * np.round(angle / np.float32(step))
        return field(np.stack([radius * np.cos(angle), p[1], radius * np.sin(angle)]))

    return distance
