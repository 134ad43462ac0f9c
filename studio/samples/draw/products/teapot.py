"""Moos: a stoneware teapot with its cups."""

from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from studio.samples.draw.field import Field, cut, cylinder, rod, smooth_union, tube, union, within
from studio.samples.draw.film import Exposure
from studio.samples.draw.grid import gridded
from studio.samples.draw.lathe import lathe
from studio.samples.draw.noise import noise
from studio.samples.draw.scene import Backdrop, Camera, Material, Model, Part, Scene, placed
from studio.samples.draw.textures import clay, oak, speckled
from studio.samples.draw.vectors import Scalars, Vectors

Point: TypeAlias = tuple[float, float]
SAGE, CREAM, INK = ("#8ea68c", "#4d5a48"), ("#e6dccb", "#8a6f4f"), ("#3f5468", "#1d2733")
RAW = Material("#b98a63", roughness=0.85, relief=clay)
BODY = lathe(
    [
        (0, 0),
        (0.4, 0),
        (0.4, 0),
        (0.43, 0.03),
        (0.56, 0.13),
        (0.68, 0.28),
        (0.735, 0.46),
        (0.715, 0.64),
        (0.62, 0.8),
        (0.48, 0.9),
        (0.34, 0.945),
        (0.3, 0.95),
        (0.3, 0.95),
        (0, 0.95),
    ],
)
LID = lathe(
    [
        (0, 0.94),
        (0.325, 0.94),
        (0.325, 0.94),
        (0.33, 0.965),
        (0.25, 1.02),
        (0.12, 1.06),
        (0.065, 1.085),
        (0.06, 1.11),
        (0.1, 1.15),
        (0.115, 1.2),
        (0.085, 1.245),
        (0.0, 1.262),
    ],
)
CUP = lathe(
    [
        (0, 0),
        (0.19, 0),
        (0.19, 0),
        (0.23, 0.02),
        (0.3, 0.12),
        (0.33, 0.28),
        (0.335, 0.42),
        (0.32, 0.432),
        (0.305, 0.42),
        (0.3, 0.28),
        (0.27, 0.13),
        (0.15, 0.06),
        (0, 0.05),
    ],
)


def _bend(start: Point, pull: Point, end: Point, share: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points (2, n) of a quadratic Bézier curve."""
    a, b, c = (np.array(point)[:, None] for point in (start, pull, end))
    curve: NDArray[np.float64] = a * (1 - share) ** 2 + 2 * b * share * (1 - share) + c * share**2
    return curve


@lru_cache
def _pot() -> Field:
    rise = np.linspace(0, 1, 17)
    spout = tube(
        [(float(x), float(y), 0.0) for x, y in zip(*_bend((0.52, 0.3), (0.92, 0.46), (1.14, 0.96), rise), strict=True)],
        [float(r) for r in np.interp(rise, [0, 0.35, 0.8, 1], [0.19, 0.135, 0.085, 0.08])],
    )
    angles = np.radians(np.linspace(62, 298, 25))
    handle = tube(
        [(-0.74 + 0.36 * float(np.cos(a)), 0.56 + 0.29 * float(np.sin(a)), 0.0) for a in angles], [0.055] * 25
    )
    hollow = cut(spout, rod((1.1, 0.86, 0), (1.2, 1.14, 0), 0.055), 0.012)
    limbs = gridded(union(hollow, handle), (-1.3, 0.05, -0.3), (1.4, 1.15, 0.3), 0.0125)
    return smooth_union(BODY, limbs, blend=0.1)


def _glaze_line(p: Vectors) -> Scalars:
    wave: Scalars = np.float32(0.11) + noise(p, 2.5, 2) * np.float32(0.1) - p[1]
    return wave


def _glazed(field: Field) -> Field:
    return within(lambda p: field(p) - np.float32(0.007), _glaze_line)


def _glaze(tones: tuple[str, str]) -> Material:
    return Material(speckled(*tones), roughness=0.16, specular=0.05, relief=lambda p: noise(p, 9) * np.float32(0.004))


def teapot(tones: tuple[str, str]) -> Model:
    """A teapot 1.26 high, its spout to the right."""
    glaze = _glaze(tones)
    return (Part(BODY, RAW), Part(_glazed(_pot()), glaze), Part(LID, glaze))


def cup(tones: tuple[str, str], tea: bool = True) -> Model:
    """A cup without a handle, 0.43 high."""
    brew = Part(cylinder((0, 0.33, 0), 0.3, 0.01), Material("#8a3d0f", roughness=0.05))
    return (Part(CUP, RAW), Part(_glazed(CUP), _glaze(tones)), *((brew,) if tea else ()))


def exposures() -> tuple[Exposure, ...]:
    """Hero, with cups, lid close up, glazes."""
    linen = Backdrop(wall="#cfc6b6", floor="#d9d0c1", halo="#f3ede2", gloss=0.04)
    moss = Backdrop(wall="#a9b39f", floor="#b4bda9", halo="#dfe5d7", gloss=0.05)
    board = Part(cylinder((0.1, 0.05, 0.1), 1.75, 0.05, 0.02), oak(0))
    served = (
        board,
        *placed(teapot(SAGE), (-0.3, 0.1, -0.1), (0, 24, 0)),
        *placed(cup(SAGE), (0.95, 0.1, 0.75)),
        *placed(cup(CREAM), (0.15, 0.1, 1.15)),
    )
    three = (
        *placed(teapot(INK), (-1.5, 0, -0.5), (0, 28, 0)),
        *placed(teapot(CREAM), (1.45, 0, -0.5), (0, 28, 0)),
        *placed(teapot(SAGE), (-0.02, 0, 0.6), (0, 28, 0)),
    )
    hero = placed(teapot(SAGE), (0, 0, 0), (0, 20, 0))
    return (
        Exposure(
            "moos-teekanne-1.jpg", Scene(hero, Camera((0.3, 2.1, 8.2), (0.03, 0.6, 0), 19.5), linen), (1280, 1280)
        ),
        Exposure(
            "moos-teekanne-2.jpg", Scene(served, Camera((0.4, 3.6, 7.4), (0.1, 0.5, 0.3), 25), moss), (1280, 1280)
        ),
        Exposure("moos-teekanne-3.jpg", Scene(hero, Camera((1.6, 2.9, 3.6), (0.02, 0.86, 0), 18), linen)),
        Exposure("moos-teekanne-4.webp", Scene(three, Camera((0, 2.9, 10.5), (0, 0.5, 0), 20), linen), (1400, 1050)),
    )
