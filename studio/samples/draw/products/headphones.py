"""Fathom: over-ear headphones."""

import numpy as np

from studio.samples.draw.field import Field, box, cylinder, ellipsoid, rod
from studio.samples.draw.film import Exposure
from studio.samples.draw.lathe import lathe
from studio.samples.draw.scene import Backdrop, Camera, Material, Model, Part, Placement, Scene, placed
from studio.samples.draw.textures import leather, oak, weave
from studio.samples.draw.vectors import Scalars, Vectors, hypotenuse

MIDNIGHT, SAND, SAGE = ("#232a3a", "#171a22"), ("#d8c6ab", "#a98d6c"), ("#8fa493", "#5f7263")
COPPER = Material("#d9a27c", roughness=0.25, metal=True)
STEEL = Material("#c4c7cc", roughness=0.25, metal=True)
SHELL = lathe(
    [
        (0, 0.155),
        (0.2, 0.15),
        (0.29, 0.13),
        (0.345, 0.075),
        (0.355, 0.0),
        (0.35, -0.05),
        (0.33, -0.075),
        (0.33, -0.075),
        (0, -0.075),
    ],
)
RING = lathe([(0.2, 0.15), (0.2, 0.166), (0.222, 0.166), (0.222, 0.145)], smooth=False)
CUSHION = lathe(
    [
        (0.19, -0.1),
        (0.2, -0.17),
        (0.26, -0.2),
        (0.325, -0.18),
        (0.35, -0.125),
        (0.335, -0.085),
        (0.27, -0.07),
        (0.2, -0.075),
        (0.19, -0.1),
    ],
)
MESH = cylinder((0, -0.09, 0), 0.22, 0.02)
BAND_RADIUS, BAND_HEIGHT = 0.66, 0.72


def _arc(half_width: float, half_thickness: float, lift: float, spread: float) -> Field:
    """A strip bent over the head, `spread` radians to each side of the top."""
    turn = np.array([np.sin(spread), np.cos(spread)], np.float32)

    def distance(p: Vectors) -> Scalars:
        x, y = np.abs(p[0]), p[1] - np.float32(BAND_HEIGHT)
        # Past the end of the arc the distance runs on along its tangent.
        past = np.maximum(x * turn[1] - y * turn[0], 0)
        radial = np.where(past > 0, x * turn[0] + y * turn[1], hypotenuse(x, y)) - np.float32(BAND_RADIUS + lift)
        across, up = np.abs(p[2]) - np.float32(half_width), np.abs(radial) - np.float32(half_thickness)
        outside = np.sqrt(np.maximum(across, 0) ** 2 + np.maximum(up, 0) ** 2 + past * past)
        result: Scalars = outside + np.minimum(np.maximum(across, up), 0) - np.float32(0.016)
        return result

    return distance


def headphones(tones: tuple[str, str], metal: Material = STEEL) -> Model:
    """Headphones 1.45 high, cups at both ends of the x axis, resting on the origin's floor."""
    shell = Material(tones[0], roughness=0.38)
    skin = Material(tones[1], roughness=0.55, relief=leather)
    parts: list[Part] = []
    for side in (1, -1):
        tilt = Placement((side * 0.64, 0.37, 0), (0, 0, -side * 86.0))
        parts += [
            Part(SHELL, shell, (tilt,)),
            Part(RING, metal, (tilt,)),
            Part(CUSHION, skin, (tilt,)),
            Part(MESH, Material("#14161a", roughness=0.9, relief=weave), (tilt,)),
            Part(rod((side * 0.665, 0.6, 0), (side * 0.665, 0.95, 0), 0.022), metal),
            Part(box((side * 0.672, 0.68, 0), (0.035, 0.07, 0.06), 0.02), shell),
        ]
    parts += [Part(_arc(0.075, 0.006, 0.0, 1.35), shell), Part(_arc(0.085, 0.022, -0.045, 0.75), skin)]
    return tuple(parts)


def exposures() -> tuple[Exposure, ...]:
    """Hero, two colours, a cup close up."""
    blue = Backdrop(wall="#9fb0c6", floor="#aab9cc", halo="#e3eaf3", gloss=0.12)
    peach = Backdrop(wall="#dcb9a2", floor="#e3c4b0", halo="#f7e6d9", gloss=0.06)
    hero = placed(headphones(MIDNIGHT, COPPER), (0, 0, 0), (0, -38, 0))
    pair = (
        *placed(headphones(SAND), (-0.95, 0, 0.1), (0, -34, 0)),
        *placed(headphones(SAGE), (0.95, 0.32, -0.25), (0, 30, 0)),
        Part(cylinder((0.95, 0.16, -0.25), 0.98, 0.16, 0.02), Material("#efe6da", roughness=0.8)),
    )
    desk = (
        *placed(headphones(MIDNIGHT, COPPER), (0, 0.12, 0), (0, -34, 0)),
        Part(box((0, 0.06, 0), (1.1, 0.06, 0.8), 0.02), oak(0)),
        Part(ellipsoid((-1.4, 0.2, -0.6), (0.34, 0.2, 0.34)), Material("#6d7f97", roughness=0.8)),
    )
    return (
        Exposure("fathom-headphones-1.jpg", Scene(hero, Camera((0.3, 1.35, 8.6), (0, 0.72, 0), 18), blue)),
        Exposure("fathom-headphones-2.jpg", Scene(pair, Camera((0, 1.9, 10), (0.02, 0.8, 0), 17), peach), (1400, 1120)),
        Exposure(
            "fathom-headphones-3.jpg", Scene(desk, Camera((2.2, 1.5, 4.6), (0.02, 0.78, 0.15), 21), blue), (1200, 1200)
        ),
    )
