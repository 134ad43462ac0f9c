"""From rays to a finished picture: sampling, bloom, tone curve, grain, encoding."""

from dataclasses import dataclass
from io import BytesIO

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from studio.samples.draw.march import in_blocks
from studio.samples.draw.scene import Camera, Scene
from studio.samples.draw.shade import trace
from studio.samples.draw.stage import Stage
from studio.samples.draw.vectors import Vectors, column, cross, unit

Picture = NDArray[np.float32]
SHOULDER = 0.72
"""Linear value above which highlights are compressed instead of clipped."""
TILE = 128
"""Side of a tile in pixels."""
SAMPLES = ((-0.375, -0.125), (0.125, -0.375), (0.375, 0.125), (-0.125, 0.375))
"""Places inside an edge pixel that are traced anew: a rotated grid."""


@dataclass(frozen=True, slots=True)
class Exposure:
    """One picture to take: `name` is its file name, whose ending decides the format."""

    name: str
    scene: Scene
    size: tuple[int, int] = (1080, 1350)
    bloom: float = 0.06
    quality: int = 86
    cut_out: bool = False
    """Leave the backdrop out: a transparent picture with the product and its shadow."""


def take(exposure: Exposure, scale: float = 1.0) -> bytes:
    """Render and encode; `scale` below 1 makes a proof."""
    width, height = (round(side * scale) for side in exposure.size)
    colour, cover = _render(Stage(exposure.scene), width, height)
    colour = _developed(colour, 0.0 if exposure.cut_out else exposure.bloom)
    pixels = np.round(np.clip(colour, 0, 1) * 255).astype(np.uint8)
    if exposure.cut_out:
        pixels = np.dstack([pixels, np.round(np.clip(cover, 0, 1) * 255).astype(np.uint8)])
    image, out = Image.fromarray(pixels), BytesIO()
    if exposure.name.endswith(".jpg"):
        image.save(out, "JPEG", quality=exposure.quality, optimize=True, progressive=True, subsampling=0)
    elif exposure.name.endswith(".webp"):
        image.save(out, "WEBP", quality=exposure.quality, method=5)
    else:
        image.quantize(192, Image.Quantize.FASTOCTREE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _render(stage: Stage, width: int, height: int) -> tuple[Picture, Picture]:
    x, y = (axis.ravel().astype(np.float32) for axis in np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5))
    # Tile by tile: rays of one block stay close together, so that most parts can be skipped for it.
    order = np.lexsort((x // TILE, y // TILE))
    back = np.argsort(order)
    colour, normal, marks = (a[:, back] for a in _traced(stage, x[order], y[order], width, height))
    picture = colour.T.reshape(height, width, 3).copy()
    cover = marks[2].reshape(height, width).copy()
    edges = np.flatnonzero(_edges(picture, normal.T.reshape(height, width, 3), marks[0].reshape(height, width)))
    total = np.zeros((3, edges.size), np.float32)
    total_cover = np.zeros(edges.size, np.float32)
    for dx, dy in SAMPLES:
        again, _, again_marks = _traced(stage, x[edges] + dx, y[edges] + dy, width, height)
        # An unbounded highlight would keep its staircase: average what the film can hold.
        total += np.minimum(again, 2)
        total_cover += again_marks[2]
    picture.reshape(-1, 3)[edges] = (total / len(SAMPLES)).T
    cover.reshape(-1)[edges] = total_cover / len(SAMPLES)
    return picture, cover


def _traced(
    stage: Stage, x: NDArray[np.float32], y: NDArray[np.float32], width: int, height: int
) -> tuple[Vectors, Vectors, Vectors]:
    origin = column(stage.scene.camera.at)

    def work(chosen: NDArray[np.intp]) -> tuple[Vectors, ...]:
        directions = _rays(stage.scene.camera, x[chosen], y[chosen], width, height)
        screen = np.stack([x[chosen] / width, y[chosen] / height, np.zeros(chosen.size, np.float32)])
        origins = np.ascontiguousarray(np.broadcast_to(origin, directions.shape))
        return trace(stage, origins, directions, screen)

    colour, normal, marks = in_blocks(work, x.size)
    return colour, normal, marks


def _rays(camera: Camera, x: NDArray[np.float32], y: NDArray[np.float32], width: int, height: int) -> Vectors:
    ahead = unit(column(camera.target) - column(camera.at))
    right = unit(cross(ahead, column((0, 1, 0))))
    up = cross(right, ahead)
    zoom = np.float32(2 * np.tan(np.radians(camera.view) / 2) / height)
    across = (x - width / 2) * zoom
    along = (height / 2 - y) * zoom
    return unit(ahead + right * across + up * along)


def _edges(picture: Picture, normal: Picture, surface: Picture) -> NDArray[np.bool_]:
    tone = np.sqrt(np.clip(picture.mean(axis=2), 0, 1.5)).astype(np.float32)
    kernel = np.ones((3, 3), np.uint8)
    bend = sum(cv2.dilate(normal[..., i], kernel) - cv2.erode(normal[..., i], kernel) for i in range(3))
    contrast = cv2.dilate(tone, kernel) - cv2.erode(tone, kernel)
    border = cv2.dilate(surface, kernel) != cv2.erode(surface, kernel)
    edges: NDArray[np.bool_] = border | (contrast > 0.06) | (np.asarray(bend) > 0.9)
    return edges


def _developed(colour: Picture, bloom: float) -> Picture:
    height, width = colour.shape[:2]
    if bloom:
        peak = colour.max(axis=2, keepdims=True)
        bright = np.clip(colour * np.maximum(1 - 0.95 / np.maximum(peak, 1e-6), 0), 0, 6)
        small = cv2.resize(bright, (max(width // 4, 1), max(height // 4, 1)), interpolation=cv2.INTER_AREA)
        halo = cv2.GaussianBlur(small, (0, 0), width / 110) + cv2.GaussianBlur(small, (0, 0), width / 32)
        colour = colour + np.float32(bloom * 2) * cv2.resize(halo, (width, height)).astype(np.float32)
    room = np.float32(1 - SHOULDER)
    toned = np.where(colour > SHOULDER, 1 - room * np.exp(-(colour - SHOULDER) / room), colour)
    encoded = np.where(toned <= 0.0031308, 12.92 * toned, 1.055 * np.maximum(toned, 1e-6) ** (1 / 2.4) - 0.055)
    encoded = encoded + 0.05 * (encoded - 0.5) * (1 - np.abs(2 * encoded - 1))
    y, x = np.ogrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    vignette = 1 - 0.07 * np.clip((x * x + y * y) / 2, 0, 1) ** 1.3
    grain = np.random.default_rng(7).normal(0, 0.0022, (height, width, 1))
    developed: Picture = (encoded * vignette[..., None] + grain).astype(np.float32)
    return developed
