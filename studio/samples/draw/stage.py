"""A scene made ready for many rays."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from studio.samples.draw.field import Field
from studio.samples.draw.grid import gridded
from studio.samples.draw.scene import Part, Scene
from studio.samples.draw.vectors import Scalars, Triple, Vectors, column

REACH, PITCH = 4.0, 0.16
"""Half size of the cube in which a part is modelled, and the step in which its extent is looked for."""
CELLS = 1_300_000
"""Cells of the grid: 0.01 to 0.04 units each, 42 MB in all."""
ROOM = 0.12
"""Space left around the parts inside the grid."""


class Stage:
    """The parts of a scene with their bounds and a coarse picture of the distances between them."""

    bounds: tuple[Triple, Triple]
    """Opposite corners of a box that holds all parts, glass included."""
    rough: Field
    """Distances to the nearest part, good to a fraction of a cell: for shadows, contact shade and reflections."""

    clearance: np.float32
    """How far off a surface a shadow ray starts, so that the rough distances do not shade the surface itself."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._boxes = [_box(part) for part in scene.parts]
        everything = [*self._boxes, *(_box(part) for part in scene.glass)]
        low = np.min([centre - half for centre, half in everything], axis=0)[:, 0] - ROOM
        high = np.max([centre + half for centre, half in everything], axis=0)[:, 0] + ROOM
        self.bounds = ((low[0], low[1], low[2]), (high[0], high[1], high[2]))
        self._cell = float(np.cbrt(np.prod(high - low) / CELLS))
        self.clearance = np.float32(max(0.008, 0.6 * self._cell))
        self.rough = gridded(self.exact, *self.bounds, self._cell)

    def exact(self, p: Vectors) -> Scalars:
        """Distances to the nearest part."""
        return self._least(p, range(len(self.scene.parts)))

    def distance(self, p: Vectors) -> Scalars:
        """Distances to the nearest part: rough far from it, exact close to it."""
        result = self.rough(p)
        near = np.flatnonzero(result < 2 * self._cell)
        if near.size:
            q = p[:, near]
            result[near] = self._least(q, self._around(q))
        return result

    def nearest(self, p: Vectors) -> NDArray[np.intp]:
        """Which part each surface point belongs to."""
        least = np.full(p.shape[1], np.inf, np.float32)
        numbers = np.zeros(p.shape[1], np.intp)
        for number in self._around(p):
            near = np.flatnonzero(_gap(self._boxes[number], p) < 2 * self._cell)
            if near.size:
                distances = self.scene.parts[number].distance(p[:, near])
                closer = distances < least[near]
                least[near[closer]] = distances[closer]
                numbers[near[closer]] = number
        return numbers

    def _around(self, p: Vectors) -> list[int]:
        """The parts that points close to a surface can be close to."""
        room = np.float32(4 * self._cell)
        low, high = p.min(axis=1, keepdims=True) - room, p.max(axis=1, keepdims=True) + room
        return [
            number
            for number, (centre, half) in enumerate(self._boxes)
            if (centre + half > low).all() and (centre - half < high).all()
        ] or list(range(len(self._boxes)))

    def _least(self, p: Vectors, numbers: Sequence[int]) -> Scalars:
        """Distances to the nearest of these parts. One whose box lies farther away than another is not measured."""
        parts = self.scene.parts
        if len(numbers) == 1:
            return parts[numbers[0]].distance(p)
        gaps = {number: _gap(self._boxes[number], p) for number in numbers}
        first, *rest = sorted(numbers, key=lambda number: float(gaps[number].sum()))
        result = parts[first].distance(p)
        for number in rest:
            near = np.flatnonzero(gaps[number] < result)
            if near.size > 0.6 * result.size:
                result = np.minimum(result, parts[number].distance(p))
            elif near.size:
                result[near] = np.minimum(result[near], parts[number].distance(p[:, near]))
        return result


def _box(part: Part) -> tuple[Vectors, Vectors]:
    """Centre and half size, each (3, 1), of an upright box that holds the part, found on a coarse grid."""
    steps = np.arange(-REACH, REACH + PITCH, PITCH, dtype=np.float32)
    grid = np.stack([axis.ravel() for axis in np.meshgrid(steps, steps, steps)])
    close = grid[:, part.shape(grid) < PITCH]
    low, high = close.min(axis=1), close.max(axis=1)
    corners = np.stack([axis.ravel() for axis in np.meshgrid(*np.stack([low, high], axis=1))])
    for place in part.placements:
        corners = place.matrix() @ corners * np.float32(place.scale) + column(place.at)
    low, high = corners.min(axis=1, keepdims=True), corners.max(axis=1, keepdims=True)
    return (low + high) / 2, (high - low) / 2


def _gap(box: tuple[Vectors, Vectors], p: Vectors) -> Scalars:
    """At least this far away is what the box holds: the longest of three coordinates is cheap, never too long."""
    x, y, z = np.abs(p - box[0]) - box[1]
    gap: Scalars = np.maximum(np.maximum(x, y), z)
    return gap
