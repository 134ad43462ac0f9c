"""Olmo: a self-watering terracotta planter with a snake plant."""

import numpy as np

from studio.samples.draw.field import box, cylinder, ellipsoid, shaped
from studio.samples.draw.film import Exposure
from studio.samples.draw.lathe import lathe
from studio.samples.draw.noise import layered, noise
from studio.samples.draw.scene import Backdrop, Camera, Material, Model, Part, Placement, Scene, Texture, placed
from studio.samples.draw.textures import clay, oak
from studio.samples.draw.vectors import Scalars, Vectors, column, mix, rgb, smoothstep

TERRACOTTA, CHALK, SLATE = "#b9643f", "#e3dccf", "#4c5358"
POT = lathe(
    [
        (0, 0.1),
        (0.42, 0.1),
        (0.42, 0.1),
        (0.45, 0.12),
        (0.52, 0.4),
        (0.585, 0.8),
        (0.6, 0.98),
        (0.6, 0.98),
        (0.625, 1.0),
        (0.625, 1.09),
        (0.6, 1.1),
        (0.56, 1.09),
        (0.55, 1.0),
        (0.5, 0.92),
        (0, 0.92),
    ],
)
SAUCER = lathe(
    [(0, 0), (0.5, 0), (0.5, 0), (0.55, 0.03), (0.575, 0.13), (0.56, 0.14), (0.545, 0.13), (0.52, 0.07), (0, 0.06)],
)
SOIL = shaped(cylinder((0, 0.95, 0), 0.54, 0.06), lambda p: layered(p, 9, 2) * np.float32(0.07), 0.8)
LEAVES = tuple(
    # angle, distance from the middle, height, lean, width
    (137.5 * i % 360, 0.07 + 0.028 * i, 1.5 - 0.085 * (i * 5 % 11) - 0.04 * i, 3.0 + 1.6 * i, 0.1 + 0.012 * (i % 3))
    for i in range(10)
)


def _leaf(p: Vectors) -> Vectors:
    deep, pale, rim = (column(rgb(c)) for c in ("#24512f", "#6f9a63", "#c9c874"))
    bands = smoothstep(0.35, 0.65, noise(p * column((2.0, 9.0, 2.0)), 1.3, 3))
    edge = smoothstep(0.66, 0.8, np.abs(p[0]) / np.maximum(_width(p[1]), np.float32(0.01)))
    return mix(mix(deep, pale, bands * np.float32(0.7)), rim, edge)


def _width(y: Scalars) -> Scalars:
    """Half width of a leaf one unit long."""
    bent: Scalars = (
        np.float32(0.105) * np.sqrt(np.clip(1 - np.abs(2 * y - 0.75) ** 2.4 * 0.32, 0, 1)) * smoothstep(0.0, 0.6, 1 - y)
    )
    return bent


def _blade(p: Vectors) -> Scalars:
    """An upright leaf one unit long: flat, tapering to a tip, folded along its middle."""
    fold = p[2] - np.abs(p[0]) * np.float32(0.35) - np.float32(0.1) * p[1] * p[1]
    side = np.abs(p[0]) - _width(p[1])
    end = np.abs(p[1] - np.float32(0.5)) - np.float32(0.5)
    body = np.float32(0.007) * smoothstep(0.0, 0.3, 1 - p[1])
    rim = np.maximum(np.maximum(side, np.abs(fold) - body), end)
    result: Scalars = (rim - body) * np.float32(0.6)
    return result


def plant() -> Model:
    """Ten leaves that stand in a pot's soil."""
    green = Material(_leaf, roughness=0.36, depth=0.25)
    leaves = []
    for angle, away, height, lean, width in LEAVES:
        turn = np.radians(angle)
        root = (away * float(np.sin(turn)), 0.93, away * float(np.cos(turn)))
        size = Placement((0, 0, 0), (0, 0, 0), height)
        leaves.append(
            Part(_blade, green, (size, Placement((0, 0, 0), (lean, 0, 0)), Placement(root, (0, angle + width, 0)))),
        )
    return tuple(leaves)


def planter(colour: str, planted: bool = True) -> Model:
    """A pot 1.1 high on its saucer."""
    body = Material(_fired(colour), roughness=0.82, relief=clay)
    soil = Part(SOIL, Material("#3a2a20", roughness=0.95, relief=clay))
    return (Part(POT, body), Part(SAUCER, body), soil, *(plant() if planted else ()))


def _fired(colour: str) -> Texture:
    base = column(rgb(colour))

    def texture(p: Vectors) -> Vectors:
        bloom = np.float32(0.86) + np.float32(0.28) * layered(p, 3.0, 3, 4)
        toned: Vectors = base * bloom
        return toned

    return texture


def exposures() -> tuple[Exposure, ...]:
    """Hero, three sizes, by the window."""
    dawn = Backdrop(wall="#dcc9b0", floor="#e2d2bb", halo="#f7eddc", gloss=0.04)
    mint = Backdrop(wall="#a8bfb0", floor="#b3c7b8", halo="#dfeae1", gloss=0.05)
    sizes = (
        *placed(planter(SLATE, planted=False), (-1.15, 0, 0.35), scale=0.72),
        *placed(planter(TERRACOTTA), (0, 0, -0.25)),
        *placed(planter(CHALK, planted=False), (1.25, 0, 0.25), scale=0.86),
    )
    stool = Part(cylinder((0, 0.3, 0), 0.95, 0.3, 0.03), oak(0))
    arch = Material("#c9714a", roughness=0.85)
    window = (
        *placed(planter(CHALK), (0, 0.6, 0), (0, 60, 0)),
        stool,
        Part(box((0.2, 1.4, -1.6), (1.25, 1.4, 0.1), 0.02), arch),
        Part(ellipsoid((-1.35, 0.34, 0.3), (0.34, 0.34, 0.34)), Material("#e9c46a", roughness=0.7)),
    )
    return (
        Exposure("olmo-macetero-1.jpg", Scene(planter(TERRACOTTA), Camera((0.6, 2.0, 9.8), (0, 1.2, 0), 18), dawn)),
        Exposure("olmo-macetero-2.jpg", Scene(sizes, Camera((0, 2.4, 11.4), (0.02, 1.1, 0), 20), mint), (1280, 1280)),
        Exposure("olmo-macetero-3.jpg", Scene(window, Camera((-0.8, 2.3, 11.2), (0.05, 1.55, 0), 19.5), dawn)),
    )
