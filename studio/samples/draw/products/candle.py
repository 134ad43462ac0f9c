"""Brume: a scented candle in amber glass."""

import numpy as np

from studio.samples.draw import decal
from studio.samples.draw.field import box, cylinder, ellipsoid, rod, shaped, within
from studio.samples.draw.film import Exposure
from studio.samples.draw.lathe import lathe
from studio.samples.draw.scene import (
    STUDIO_LAMPS,
    Backdrop,
    Bulb,
    Camera,
    Material,
    Model,
    Part,
    Scene,
    Softbox,
    placed,
)
from studio.samples.draw.textures import clay, marble, walnut
from studio.samples.draw.vectors import Triple, Vectors, column, mix, rgb

AMBER, SMOKE, GREEN = "#c9762a", "#77706c", "#7fa06c"
PAPER, PRINT = "#f3ede1", "#2b2622"
RADIUS = 0.452
JAR = lathe(
    [
        (0, 0),
        (0.4, 0),
        (0.4, 0),
        (0.44, 0.03),
        (0.45, 0.08),
        (0.45, 0.2),
        (0.45, 0.9),
        (0.45, 1.0),
        (0.44, 1.012),
        (0.43, 1.0),
        (0.43, 0.9),
        (0.43, 0.2),
        (0.42, 0.1),
        (0.36, 0.07),
        (0.3, 0.065),
        (0, 0.065),
    ],
)
WAX = shaped(cylinder((0, 0.37, 0), 0.425, 0.3, 0.02), lambda p: -0.03 * np.exp(-18 * (p[0] ** 2 + p[2] ** 2)), 0.9)
FLAME = lathe([(0, 0.715), (0.022, 0.73), (0.046, 0.79), (0.04, 0.86), (0.02, 0.95), (0, 1.04)])


def _label(scent: str) -> Material:
    brand, name = decal.lettering("BRUME", 150, 600, 0.3), decal.lettering(scent, 110, 400, 0.05)
    weight = decal.lettering("220 g", 90, 400, 0.05)
    paper, print_ = column(rgb(PAPER)), column(rgb(PRINT))

    def texture(p: Vectors) -> Vectors:
        around = np.arctan2(p[0], p[2]) * np.float32(RADIUS)
        text = decal.ink(brand, around / 0.44 + 0.5, (p[1] - 0.47) / 0.11)
        text = np.maximum(text, decal.ink(name, around / 0.34 + 0.5, (p[1] - 0.36) / 0.07))
        text = np.maximum(text, decal.ink(weight, around / 0.11 + 0.5, (p[1] - 0.25) / 0.05))
        frame = (np.maximum(np.abs(around) / 0.295, np.abs(p[1] - 0.42) / 0.205) > 1) & (
            np.maximum(np.abs(around) / 0.302, np.abs(p[1] - 0.42) / 0.212) < 1
        )
        return mix(np.broadcast_to(paper, p.shape), print_, np.maximum(text, frame.astype(np.float32)))

    return Material(texture, roughness=0.75)


def candle(tint: str, scent: str, lit: bool = True) -> tuple[Model, Model]:
    """Opaque parts and glass of a candle one unit high."""
    round_jar = cylinder((0, 0.42, 0), RADIUS, 0.24)
    sheet = within(
        lambda p: np.abs(round_jar(p)) - np.float32(0.003),
        box((0, 0.42, 0.4), (0.31, 0.235, 0.36), 0.01),
    )
    wick = rod((0, 0.6, 0), (0.008, 0.745, 0), 0.011)
    wax = Material("#f4e7cf", roughness=0.4, depth=0.5, glow=0.16 if lit else 0.0)
    flame = (Part(FLAME, Material("#ffc979", glow=4.5)),) if lit else ()
    parts = (Part(WAX, wax), Part(wick, Material("#1d1712", roughness=0.9)), Part(sheet, _label(scent)), *flame)
    return parts, (Part(JAR, Material(tint, roughness=0.06)),)


def _bulb(at: Triple, power: float = 0.22) -> Bulb:
    return Bulb(at, power, "#ffb060", shadow=0.0, size=0.05)


def exposures() -> tuple[Exposure, ...]:
    """Lit in the evening, lid and box, scents, from above."""
    dim = (
        Softbox((-0.9, 0.7, 0.5), (0.3, 0.9), 2.2, 0.3, shadow=4.5, tint="#ffe6cc"),
        Softbox((1.0, 0.3, -0.1), (0.12, 1.0), 2.4, 0.1, tint="#cfdcff"),
    )
    night = Backdrop(wall="#2a211d", floor="#4a3a31", halo="#8a5f41", gloss=0.12, halo_size=0.62)
    parts, glass = candle(AMBER, "Figue & cèdre")
    slab = Part(cylinder((0, 0.06, 0), 1.0, 0.06, 0.015), Material(marble("#cfc8bf", "#8e867c"), roughness=0.35))
    stones = tuple(
        Part(ellipsoid(at, size), Material("#4b423c", roughness=0.8, relief=clay))
        for at, size in (((1.05, 0.13, 0.45), (0.3, 0.15, 0.22)), ((-1.2, 0.2, -0.4), (0.42, 0.24, 0.36)))
    )
    evening = (slab, *stones, *placed(parts, (0, 0.12, 0)))
    pale = Backdrop(wall="#d8c7b6", floor="#e2d3c3", halo="#f6ecdf", gloss=0.08)
    lid = Part(cylinder((0, 0.06, 0), 0.46, 0.06, 0.02), walnut(0))
    closed, closed_glass = candle(AMBER, "Figue & cèdre", lit=False)
    carton = Part(box((1.02, 0.62, -0.35), (0.5, 0.62, 0.5), 0.012), Material("#3c2a22", roughness=0.85))
    boxed = (*closed, *placed((lid,), (0, 1.0, 0)), carton)
    row: Model = ()
    row_glass: Model = ()
    for i, (tint, scent) in enumerate(((GREEN, "Mousse & pluie"), (AMBER, "Figue & cèdre"), (SMOKE, "Feu de bois"))):
        own, jar = candle(tint, scent)
        at = (-1.15 + 1.15 * i, 0.0, 0.35 * (i % 2))
        row, row_glass = (*row, *placed(own, at)), (*row_glass, *placed(jar, at))
    bulbs = tuple(_bulb((-1.15 + 1.15 * i, 0.85, 0.35 * (i % 2)), 0.06) for i in range(3))
    return (
        Exposure(
            "brume-bougie-1.jpg",
            Scene(
                evening,
                Camera((0.5, 1.7, 7.6), (0, 0.62, 0), 17),
                night,
                placed(glass, (0, 0.12, 0)),
                dim,
                (_bulb((0, 1.0, 0)),),
                ambient=0.32,
            ),
            bloom=0.12,
        ),
        Exposure(
            "brume-bougie-2.jpg",
            Scene(boxed, Camera((-1.6, 1.9, 7.6), (0.35, 0.62, 0), 17), pale, closed_glass, STUDIO_LAMPS),
        ),
        Exposure(
            "brume-bougie-3.jpg",
            Scene(row, Camera((0, 1.8, 8.4), (0, 0.5, 0), 17), pale, row_glass, bulbs=bulbs),
            (1400, 1050),
        ),
        Exposure(
            "brume-bougie-4.jpg",
            Scene(
                parts, Camera((0.7, 2.7, 2.9), (0, 0.62, 0), 21), night, glass, dim, (_bulb((0, 0.88, 0)),), ambient=0.4
            ),
            (1200, 1200),
            bloom=0.12,
        ),
    )
