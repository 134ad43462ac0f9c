"""Polana: an oak chair with a bent back and a woollen seat."""

import numpy as np

from studio.samples.draw.field import Field, box, cylinder, mirrored, rod
from studio.samples.draw.film import Exposure
from studio.samples.draw.lathe import lathe
from studio.samples.draw.noise import layered
from studio.samples.draw.scene import Backdrop, Camera, Material, Model, Part, Placement, Scene, Texture, placed
from studio.samples.draw.textures import oak, speckled, weave
from studio.samples.draw.vectors import Scalars, Vectors, column, hypotenuse, rgb

FOREST, RUST, SAND = "#4f6b52", "#b0583a", "#cdb894"


def _back(p: Vectors) -> Scalars:
    """A board bent around the sitter, 0.3 high, its ends rounded."""
    x, z = p[0], p[2] - np.float32(0.62)
    radius = hypotenuse(x, z)
    angle = np.arctan2(np.abs(x), -z)
    along = np.maximum(angle - np.float32(0.36), 0) * radius
    lean = np.float32(0.22) * (p[1] - np.float32(1.62))
    across = np.abs(radius - np.float32(1.2) - lean) - np.float32(0.012)
    tall = hypotenuse(along, np.maximum(np.abs(p[1] - np.float32(1.62)) - np.float32(0.05), 0)) - np.float32(0.1)
    outside = hypotenuse(np.maximum(tall, 0), np.maximum(across, 0))
    result: Scalars = (outside + np.minimum(np.maximum(tall, across), 0) - np.float32(0.018)) * np.float32(0.85)
    return result


def _cushion() -> Field:
    pad = box((0, 0, 0), (0.46, 0.055, 0.44), 0.05)

    def distance(p: Vectors) -> Scalars:
        q = p.copy()
        # Fuller in the middle, narrower towards the back.
        q[1] = q[1] - np.float32(0.03) * (1 - np.clip((p[0] ** 2 + p[2] ** 2) * 4, 0, 1))
        q[0] = q[0] / (np.float32(1) + np.float32(0.1) * p[2])
        result: Scalars = pad(q) * np.float32(0.8)
        return result

    return distance


CUSHION = _cushion()


def _wool(colour: str) -> Texture:
    base = column(rgb(colour))

    def texture(p: Vectors) -> Vectors:
        mottled: Vectors = base * (np.float32(0.8) + np.float32(0.4) * layered(p, 70, 2))
        return mottled

    return texture


def chair(colour: str) -> Model:
    """A chair 1.8 high that faces the camera."""
    wool = Material(_wool(colour), roughness=0.95, relief=weave, sheen=0.3)
    return (
        Part(mirrored(rod((0.47, 0.02, 0.44), (0.39, 0.92, 0.38), 0.034, 0.05)), oak(1)),
        Part(mirrored(rod((0.46, 0.02, -0.56), (0.38, 0.94, -0.4), 0.034, 0.048)), oak(1)),
        Part(mirrored(rod((0.38, 0.94, -0.4), (0.36, 1.68, -0.585), 0.046, 0.032)), oak(1)),
        Part(box((0, 0.9, 0), (0.44, 0.045, 0.42), 0.03), oak(0)),
        Part(mirrored(rod((0.435, 0.4, 0.4), (0.425, 0.4, -0.49), 0.024)), oak(2)),
        Part(CUSHION, wool, (Placement((0, 1.0, 0.01)),)),
        Part(_back, oak(0)),
    )


def exposures() -> tuple[Exposure, ...]:
    """Hero, the back, three colours."""
    plaster = Backdrop(wall="#cfcabd", floor="#d8d3c6", halo="#f3f0e7", gloss=0.05)
    meadow = Backdrop(wall="#aeb89f", floor="#b8c1a9", halo="#e4e9da", gloss=0.05)
    hero = placed(chair(FOREST), (0, 0, 0), (0, -32, 0))
    three = tuple(
        part
        for i, colour in enumerate((RUST, FOREST, SAND))
        for part in placed(chair(colour), (-1.5 + 1.5 * i, 0, 0.3 * (i % 2)), (0, -28 + 28 * i, 0))
    )
    vase = Part(
        lathe(
            [
                (0, 0),
                (0.2, 0),
                (0.27, 0.08),
                (0.3, 0.25),
                (0.24, 0.45),
                (0.11, 0.58),
                (0.1, 0.68),
                (0.13, 0.72),
                (0, 0.7),
            ]
        ),
        Material(speckled("#e3dccf", "#8a7a66"), roughness=0.35),
        (Placement((1.02, 0, -0.45)),),
    )
    rug = Part(cylinder((0, 0.012, 0), 1.55, 0.012, 0.01), Material("#c9a98a", roughness=0.95, relief=weave))
    room = (*placed(chair(FOREST), (0, 0.02, 0), (0, -32, 0)), vase, rug)
    return (
        Exposure("polana-krzeslo-1.jpg", Scene(room, Camera((0.3, 2.3, 10.2), (0.16, 0.88, 0), 18.5), plaster)),
        Exposure(
            "polana-krzeslo-2.jpg", Scene(hero, Camera((1.7, 2.9, 4.4), (0.05, 1.42, -0.2), 19), plaster), (1200, 1200)
        ),
        Exposure(
            "polana-krzeslo-3.jpg", Scene(three, Camera((0, 2.6, 12.2), (0, 0.86, 0), 17.5), meadow), (1400, 1120)
        ),
    )
