"""Aurora: an insulated steel bottle."""

from dataclasses import replace

import numpy as np

from studio.samples.draw import decal
from studio.samples.draw.field import box, cylinder, ellipsoid, shaped, torus
from studio.samples.draw.film import Exposure
from studio.samples.draw.lathe import lathe
from studio.samples.draw.noise import noise
from studio.samples.draw.scene import Backdrop, Camera, Material, Model, Part, Scene, placed
from studio.samples.draw.vectors import Scalars, Vectors, column, mix, rgb

BLUE, TEAL, CORAL, SAND = "#1f6fb2", "#1d7f7a", "#e0674f", "#d9c7a8"
STEEL = Material("#c9ccd0", roughness=0.22, metal=True)
LID = Material("#20242b", roughness=0.42)
WORD = decal.lettering("AURORA", 190, 700, tracking=0.08)
BODY = lathe(
    [
        (0, 0),
        (0.33, 0),
        (0.33, 0),
        (0.365, 0.03),
        (0.37, 0.09),
        (0.37, 0.2),
        (0.37, 1.25),
        (0.37, 1.36),
        (0.357, 1.48),
        (0.315, 1.58),
        (0.265, 1.645),
        (0.235, 1.69),
        (0.235, 1.7),
        (0.235, 1.7),
        (0, 1.7),
    ],
)
NECK = cylinder((0, 1.74, 0), 0.222, 0.07, 0.012)
CAP = shaped(
    cylinder((0, 1.95, 0), 0.262, 0.155, 0.045),
    lambda p: np.float32(0.008) * np.cos(36 * np.arctan2(p[2], p[0])) * (np.abs(p[1] - 1.95) < 0.1),
)
LOOP = torus((0, 2.1, 0), 0.13, 0.028, axis=2)


def paint(colour: str) -> Material:
    """Powder coat with the name running up the front."""
    base, white = column(rgb(colour)), column((0.92, 0.93, 0.94))

    def texture(p: Vectors) -> Vectors:
        around = np.arctan2(p[0], p[2]) * np.float32(0.37)
        printed = decal.ink(WORD, (p[1] - 0.42) / 0.86, 0.5 - around / 0.205) * (p[2] > 0)
        ring = np.hypot(around, p[1] - 0.24)
        mark = ((np.abs(ring - 0.055) < 0.008) | (ring < 0.018)) & (p[2] > 0)
        return mix(np.broadcast_to(base, p.shape), white, np.maximum(printed, mark.astype(np.float32)))

    return Material(texture, roughness=0.34, relief=_orange_peel)


def _orange_peel(p: Vectors) -> Scalars:
    return noise(p, 110) * np.float32(0.0003)


def bottle(colour: str) -> Model:
    """One bottle, two units high, standing on the origin."""
    return (Part(BODY, paint(colour)), Part(NECK, STEEL), Part(CAP, LID), Part(LOOP, LID))


def exposures() -> tuple[Exposure, ...]:
    """Hero, lid, colours, on the rocks."""
    cool = Backdrop(wall="#b9cbd8", floor="#c3d2dc", halo="#eef4f7", gloss=0.1)
    hero = Scene(bottle(BLUE), Camera((0.9, 1.75, 9.6), (0, 1.06, 0), 17), cool)
    row = tuple(
        part
        for i, colour in enumerate((TEAL, BLUE, CORAL, SAND))
        for part in placed(bottle(colour), (-1.35 + 0.9 * i, 0, 0.22 * (i % 2)), (0, 14 - 9 * i, 0))
    )
    rose = Backdrop(wall="#d8c3b4", floor="#e0cdbf", halo="#f6ece4", gloss=0.08)
    lid = replace(hero, camera=Camera((1.6, 3.2, 4.6), (0.02, 1.62, 0), 17))
    stones = (
        ellipsoid((0.95, 0.2, 0.25), (0.42, 0.22, 0.34)),
        ellipsoid((-0.95, 0.3, -0.5), (0.55, 0.34, 0.5)),
        ellipsoid((0.62, 0.1, 0.85), (0.2, 0.11, 0.17)),
    )
    rock = Material("#8d8f90", roughness=0.85, relief=lambda p: noise(p, 14) * np.float32(0.012))
    scenery = (
        *placed(bottle(TEAL), (0, 0.3, 0)),
        Part(cylinder((0, 0.15, 0), 0.75, 0.15, 0.02), Material("#e8e4dc", roughness=0.8)),
        *(Part(stone, rock) for stone in stones),
        Part(box((0.2, 0.9, -1.7), (1.5, 0.9, 0.12), 0.03), Material("#2f8d87", roughness=0.8)),
    )
    sea = Backdrop(wall="#7fb9b5", floor="#8cc3be", halo="#bfe3dd", gloss=0.05)
    return (
        Exposure("aurora-bottle-1.jpg", hero),
        Exposure("aurora-bottle-2.jpg", lid),
        Exposure("aurora-bottle-3.jpg", Scene(row, Camera((0, 2.1, 11.5), (0, 1.0, 0), 16), rose), (1400, 1120)),
        Exposure("aurora-bottle-4.jpg", Scene(scenery, Camera((-0.9, 1.9, 10), (0, 1.15, 0), 18), sea)),
    )
