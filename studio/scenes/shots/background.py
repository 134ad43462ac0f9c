"""What lies behind a shot, painted once per shot."""

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.scenes.drawing.canvas import Sprite
from studio.scenes.drawing.colour import READABLE, WHITE, Colour, blend, with_lightness
from studio.scenes.drawing.frame import Frame
from studio.scenes.drawing.layers import opaque_planes
from studio.scenes.drawing.shapes import disc
from studio.scenes.pictures.fitting import blurred_fill
from studio.scenes.pictures.palette import accent_of
from studio.scenes.pictures.picture import Picture
from studio.scenes.plan.look import Ground, Look

_BLACK: Colour = (0, 0, 0)

_Plane = NDArray[np.float32]
"""Colour before rounding, shape (height, width, 3), 0 to 255."""

_DITHER_SEED = 20241118
"""Any fixed number: the same request must give the same frames."""

_COARSE = 8
"""Soft grounds are computed at an eighth of the size: nothing finer is to be seen in them."""


def paint(look: Look, picture: Picture, width: int, height: int) -> Frame:
    """The ground of a shot as a frame of its own, dithered so that its gradients show no bands."""
    small = (width // _COARSE, height // _COARSE)
    if look.ground is Ground.PHOTO:
        return _finished(_photo(look.accent, picture, *small), width, height)
    if look.ground is Ground.WASH:
        return _wash(look.accent, width, height)
    if look.ground is Ground.VIVID:
        return _vivid(look.accent, width, height)
    if look.ground is Ground.NIGHT:
        return _finished(_night(look.accent, *small), width, height)
    paper = _gradient((250, 247, 241), (240, 234, 224), *small) * _vignette(*small, 0.05)
    return _finished(paper, width, height, grain=3.6)


def _photo(accent: Colour, picture: Picture, width: int, height: int) -> _Plane:
    """The picture far out of focus under a dark veil of its own accent, never too bright for white text on it."""
    ground = cv2.GaussianBlur(blurred_fill(picture.pixels, width, height), (0, 0), 9).astype(np.float32)
    veil = np.array(with_lightness(accent_of([picture], accent), 0.22, 0.6), np.float32)
    mixed = np.asarray(ground * 0.42 + veil * 0.58, np.float32)
    return _bounded(mixed) * _vignette(width, height, 0.3)


def _bounded(plane: _Plane) -> _Plane:
    """No pixel brighter than white text allows: brighter ones are scaled down, keeping their hue."""
    ceiling = (1.05 / READABLE - 0.05) * 0.62
    bright = (plane / 255) ** 2.2 @ np.array([0.2126, 0.7152, 0.0722], np.float32)
    gain = np.minimum(1.0, (ceiling / np.maximum(bright, 1e-4)) ** (1 / 2.2))
    return np.asarray(plane * gain[:, :, None], np.float32)


def _wash(accent: Colour, width: int, height: int) -> Frame:
    small = (width // _COARSE, height // _COARSE)
    base = _finished(_gradient(blend(WHITE, accent, 0.05), blend(WHITE, accent, 0.17), *small), width, height)
    for x, y, size in ((0.9, 0.18, 0.49), (0.06, 0.72, 0.6)):
        _disc(base, accent, (x, y), size, 0.09)
    return base


def _vivid(accent: Colour, width: int, height: int) -> Frame:
    small = (width // _COARSE, height // _COARSE)
    base = _finished(_gradient(blend(accent, _BLACK, 0.2), blend(accent, _BLACK, 0.5), *small), width, height)
    for x, y, size in ((0.88, 0.12, 0.55), (0.08, 0.9, 0.6)):
        _disc(base, blend(accent, _BLACK, 0.36), (x, y), size, 0.5)
    return base


def _night(accent: Colour, width: int, height: int) -> _Plane:
    """Two glows that fade out over a third of the frame."""
    plane = _gradient((16, 18, 30), (7, 8, 14), width, height)
    glow = np.array(with_lightness(accent, 0.42, 0.8), np.float32)
    side = max(width, height)
    for x, y in ((0.85, 0.22), (0.1, 0.8)):
        rows = (np.arange(height, dtype=np.float32) - y * height)[:, None]
        columns = (np.arange(width, dtype=np.float32) - x * width)[None, :]
        outside = np.sqrt(rows**2 + columns**2) - side * 0.15
        share = np.clip(0.5 - outside / (side * 0.32), 0, 1)
        share = share * share * (3 - 2 * share) * 0.5
        plane += (glow - plane) * share[:, :, None]
    return plane


def _gradient(top: Colour, bottom: Colour, width: int, height: int) -> _Plane:
    """From the top left corner to the bottom right."""
    share = (np.linspace(0, 0.35, width)[None, :] + np.linspace(0, 0.65, height)[:, None]).astype(np.float32)
    first, last = np.array(top, np.float32), np.array(bottom, np.float32)
    return np.asarray(first + (last - first) * share[:, :, None], np.float32)


def _disc(base: Frame, colour: Colour, place: tuple[float, float], size: float, share: float) -> None:
    """A flat disc mixed in by a share; place and size are parts of the frame's sides and of its longer one."""
    width, height = base.width, base.height
    across = round(size * max(width, height))
    sprite = Sprite.filled(disc(across), colour, share)
    base.lay(sprite, round(place[0] * width - across / 2), round(place[1] * height - across / 2))


def _vignette(width: int, height: int, depth: float) -> _Plane:
    rows = np.linspace(-1, 1, height, dtype=np.float32)[:, None] ** 2
    columns = np.linspace(-1, 1, width, dtype=np.float32)[None, :] ** 2
    return np.asarray((1 - depth * (rows + columns) / 2)[:, :, None], np.float32)


@lru_cache(maxsize=1)
def _noise(width: int, height: int) -> NDArray[np.float32]:
    """Even noise of one step from its lowest to its highest."""
    return np.random.default_rng(_DITHER_SEED).random((height, width), np.float32) - np.float32(0.5)


def _finished(coarse: _Plane, width: int, height: int, grain: float = 1.6) -> Frame:
    """Enlarged, and rounded with noise, which the eye averages out where plain rounding shows bands."""
    y, u, v = opaque_planes(coarse)
    noise = _noise(width, height)
    down, right = height // 2, width // 2
    return Frame(
        _rounded(y, noise, grain), _rounded(u, noise[:down, :right], 1.0), _rounded(v, noise[down:, right:], 1.0)
    )


def _rounded(coarse: NDArray[np.float32], noise: NDArray[np.float32], grain: float) -> NDArray[np.uint8]:
    plane = cv2.resize(coarse, noise.shape[::-1], interpolation=cv2.INTER_CUBIC)
    return np.asarray(cv2.convertScaleAbs(cv2.scaleAdd(noise, grain, plane)), np.uint8)
