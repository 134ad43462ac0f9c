"""Arrays of points, directions and colours, all float32: vectors lie in rows, `(3, n)`."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Vectors: TypeAlias = NDArray[np.float32]
"""Shape (3, n): n points, directions, or linear RGB colours."""
Scalars: TypeAlias = NDArray[np.float32]
"""Shape (n,)."""
Triple: TypeAlias = tuple[float, float, float]


def column(triple: Triple) -> Vectors:
    """One vector of shape (3, 1), which broadcasts against any (3, n)."""
    return np.asarray(triple, np.float32).reshape(3, 1)


def dot(a: Vectors, b: Vectors) -> Scalars:
    """Dot products of n pairs."""
    product: Scalars = a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
    return product


def hypotenuse(a: Scalars, b: Scalars) -> Scalars:
    """sqrt(a² + b²); numpy's hypot also guards against overflow, at six times the cost."""
    return np.sqrt(a * a + b * b)


def length(a: Vectors) -> Scalars:
    """Euclidean lengths."""
    return np.sqrt(dot(a, a))


def unit(a: Vectors) -> Vectors:
    """The same directions with length one; the zero vector stays zero."""
    return (a / np.maximum(length(a), np.float32(1e-9))).astype(np.float32, copy=False)


def cross(a: Vectors, b: Vectors) -> Vectors:
    """The cross product of two single vectors, (3, 1) each."""
    return np.cross(a[:, 0], b[:, 0]).astype(np.float32).reshape(3, 1)


def reflect(directions: Vectors, normals: Vectors) -> Vectors:
    """Directions mirrored on surfaces."""
    mirrored: Vectors = directions - 2 * dot(directions, normals) * normals
    return mirrored


def mix(a: Vectors, b: Vectors, share: Scalars) -> Vectors:
    """`a` where share is 0, `b` where it is 1."""
    mixed: Vectors = a + (b - a) * share
    return mixed


def smoothstep(low: float | Scalars, high: float | Scalars, x: Scalars) -> Scalars:
    """0 below low, 1 above high, a cubic ease between."""
    t = np.clip((x - low) / (high - low), 0, 1)
    eased: Scalars = t * t * (3 - 2 * t)
    return eased


def rgb(colour: str) -> Triple:
    """The linear-light colour of an sRGB `#rrggbb` (IEC 61966-2-1)."""
    encoded = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in encoded)
    return red, green, blue
