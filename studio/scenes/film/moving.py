"""Pictures as layers: a sprite that moves, one that lies still, and an opaque picture."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from math import hypot, inf, radians

import numpy as np

from studio.scenes.drawing.box import Box
from studio.scenes.drawing.canvas import Pixels, Sprite, turned
from studio.scenes.drawing.frame import Frame, Surface
from studio.scenes.film.film import Layer, Still
from studio.scenes.film.motion import FPS
from studio.scenes.film.moves import RESTING, Path, Pose

_FAST = 3.0
"""Pixels a frame from which a thing is drawn at half its detail: it crosses a twelfth of the frame in a second."""

_TILE = 120
"""Pixels of a tile's side: divides all our frame sizes, and small enough to skip most of what is empty."""


@dataclass(frozen=True, slots=True, eq=False)
class Moving(Layer):
    """A sprite on its path."""

    sprite: Callable[[], Sprite]
    """Asked for when it is drawn."""
    center: tuple[float, float]
    """Its middle at rest."""
    path: Path = RESTING
    shown: tuple[float, float] = (-inf, inf)
    """From and until when it is seen, in seconds."""
    inside: Box | None = None
    """Of even sides: what sticks out of it is cut off."""

    def state(self, time: float) -> Hashable:
        """Its pose."""
        return self.path.pose(time) if self.shown[0] <= time < self.shown[1] else None

    def draw(self, frame: Frame, time: float) -> None:
        """Draw it in its pose; at half the detail where it moves too fast to be seen sharp."""
        sprite, pose = self.sprite(), self.path.pose(time)
        x, y = self.center[0] + pose.x, self.center[1] + pose.y
        if self.inside:
            frame, x, y = frame.within(self.inside), x - self.inside.x, y - self.inside.y
        fast = _way(sprite, pose, self.path.pose(time - 1 / FPS)) > _FAST
        frame.place(sprite, turned(sprite, (x, y), pose.scale, pose.degrees), pose.opacity, fast=fast)


def _way(sprite: Sprite, now: Pose, before: Pose) -> float:
    """Pixels by which a corner may have moved."""
    half = hypot(sprite.width, sprite.height) / 2
    turn, growth = radians(abs(now.degrees - before.degrees)), abs(now.scale - before.scale)
    return hypot(now.x - before.x, now.y - before.y) + half * (turn + growth)


@dataclass(frozen=True, slots=True, eq=False)
class Lying(Still):
    """A sprite with its top left corner on a pixel."""

    sprite: Sprite
    x: int
    y: int

    def draw(self, frame: Surface, time: float = 0.0) -> None:
        """Lay it onto a frame or canvas."""
        frame.lay(self.sprite, self.x, self.y)


@dataclass(frozen=True, slots=True, eq=False)
class Opaque(Still):
    """A picture that hides what is below, its corner on even pixels."""

    picture: Frame
    x: int = 0
    y: int = 0

    def draw(self, frame: Frame, time: float) -> None:
        """Draw it over what is there."""
        frame.within(Box(self.x, self.y, self.picture.width, self.picture.height)).copy_from(self.picture)


def tiles(pixels: Pixels) -> tuple[Lying, ...]:
    """A mostly transparent picture of a frame's size, in those parts in which anything can be seen."""
    height, width = pixels.shape[:2]
    places = ((x, y) for y in range(0, height, _TILE) for x in range(0, width, _TILE))
    cut = ((pixels[y : y + _TILE, x : x + _TILE], x, y) for x, y in places)
    return tuple(Lying(Sprite(np.ascontiguousarray(tile)), x, y) for tile, x, y in cut if tile[:, :, 3].any())
