"""Smooth three-dimensional noise, the raw material of grain, glaze and leather."""

import numpy as np
from numpy.typing import NDArray

from studio.samples.draw.vectors import Scalars, Vectors

_SIZE = 32
_LATTICE = np.random.default_rng(20).random(_SIZE**3, dtype=np.float32)


def noise(p: Vectors, scale: float, seed: int = 0) -> Scalars:
    """Value noise between 0 and 1 with features about 1/scale units wide."""
    q = p * np.float32(scale) + np.float32(seed * 7.31 + 100)
    whole = np.floor(q)
    f = q - whole
    f = f * f * (3 - 2 * f)
    x, y, z = whole.astype(np.int32) & (_SIZE - 1)
    x1, y1, z1 = ((axis + 1) & (_SIZE - 1) for axis in (x, y, z))

    def row(plane: NDArray[np.int32], line: NDArray[np.int32]) -> Scalars:
        base = (plane * _SIZE + line) * _SIZE
        low = _LATTICE[base + x]
        value: Scalars = low + (_LATTICE[base + x1] - low) * f[0]
        return value

    near = row(z, y) + (row(z, y1) - row(z, y)) * f[1]
    far = row(z1, y) + (row(z1, y1) - row(z1, y)) * f[1]
    value: Scalars = near + (far - near) * f[2]
    return value


def layered(p: Vectors, scale: float, layers: int = 3, seed: int = 0) -> Scalars:
    """Noise with finer and fainter noise on top, between 0 and 1."""
    total = np.zeros(p.shape[1], np.float32)
    weight, sum_of_weights = 1.0, 0.0
    for layer in range(layers):
        total += np.float32(weight) * noise(p, scale * 2.03**layer, seed + layer)
        sum_of_weights += weight
        weight *= 0.5
    value: Scalars = total / np.float32(sum_of_weights)
    return value
