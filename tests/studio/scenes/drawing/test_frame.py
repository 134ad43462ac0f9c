"""Drawing in the encoder's colours shows what drawing in RGBA does."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from studio.scenes.drawing.box import Box
from studio.scenes.drawing.canvas import Canvas, Pixels, Sprite, fill, turned
from studio.scenes.drawing.frame import Frame, planes_of, rgb_of, still
from studio.scenes.drawing.layers import to_rgba, to_yuva
from studio.scenes.drawing.shapes import disc, rounded
from studio.scenes.film.photo import Window, anchor, grown

WIDTH, HEIGHT = 160, 120


@pytest.fixture
def ground() -> Pixels:
    """Soft colours: chroma is stored for two by two pixels, so sharp ones differ at their edges by design."""
    down, across = np.mgrid[0:HEIGHT, 0:WIDTH]
    colours = [60 + across, 200 - down, 90 + (across + down) / 3, np.full_like(down, 255)]
    return np.stack(colours, axis=2).astype(np.uint8)


def shown(pixels: Pixels, frame: Frame) -> tuple[np.ndarray, np.ndarray]:
    """Both pictures' brightness, and their colours, as the eye compares them."""
    one = still(pixels)
    return one.y.astype(int) - frame.y, np.stack([one.u.astype(int) - frame.u, one.v.astype(int) - frame.v])


@pytest.mark.parametrize("colour", [(0, 0, 0), (255, 255, 255), (220, 40, 40), (30, 60, 220), (90, 90, 90)])
def test_colours_come_back(colour: tuple[int, int, int]) -> None:
    pixels = np.full((8, 8, 4), (*colour, 255), np.uint8)
    assert np.abs(rgb_of(still(pixels)).astype(int) - colour).max() <= 2


@pytest.mark.parametrize("opacity", [1.0, 0.5])
@pytest.mark.parametrize("place", [(20, 30), (21, 31), (-15, 90), (140, -7), (500, 0)])
def test_a_sprite_laid_anywhere(ground: Pixels, place: tuple[int, int], opacity: float) -> None:
    sprite = Sprite(fill(disc(41), (200, 120, 60), 0.8))
    canvas, frame = Canvas(ground.copy()), Frame.of(planes_of(ground))
    canvas.lay(sprite, *place, opacity)
    frame.lay(sprite, *place, opacity)
    brightness, colours = shown(canvas.pixels, frame)
    assert np.abs(brightness).max() <= 3
    assert np.abs(colours).max() <= 6


@pytest.mark.parametrize("center", [(80.0, 60.0), (33.7, 41.2), (158.3, 4.1), (-90.0, 0.0)])
def test_a_sprite_turned_and_scaled(ground: Pixels, center: tuple[float, float]) -> None:
    sprite = Sprite(fill(rounded(61, 43, 9), (40, 150, 210)))
    canvas, frame = Canvas(ground.copy()), Frame.of(planes_of(ground))
    canvas.place(sprite, turned(sprite, center, 0.9, 8.0), 0.7)
    frame.place(sprite, turned(sprite, center, 0.9, 8.0), 0.7)
    brightness, colours = shown(canvas.pixels, frame)
    assert np.abs(brightness).max() <= 4
    assert np.abs(colours).max() <= 6


def test_what_is_fast_is_softer_and_at_the_same_place(ground: Pixels) -> None:
    sprite = Sprite(fill(rounded(60, 44, 9), (40, 150, 210)))
    sharp, soft = Frame.of(planes_of(ground)), Frame.of(planes_of(ground))
    matrix = turned(sprite, (70.4, 60.9), 1.0, 7.0)
    sharp.place(sprite, matrix)
    soft.place(sprite, matrix, fast=True)
    off = sharp.y.astype(int) - soft.y
    assert np.abs(off).mean() < 1
    moments = [cv2.moments(cv2.absdiff(each.y, still(ground).y)) for each in (sharp, soft)]
    for axis in ("m10", "m01"):
        places = [moment[axis] / moment["m00"] for moment in moments]
        assert abs(places[0] - places[1]) < 0.1


def test_a_frame_that_starts_anew_keeps_nothing_of_what_was_drawn(ground: Pixels) -> None:
    one, other = still(ground), still(np.ascontiguousarray(ground[::-1]))
    sprite, frame = Sprite(fill(disc(41), (200, 120, 60), 0.8)), Frame.of(planes_of(ground))

    def draw_often() -> None:
        for place in range(100):
            frame.lay(sprite, place, place // 2)

    draws: list[Callable[[], None]] = [
        draw_often,
        lambda: frame.lay(sprite, 31, 17),
        lambda: frame.place(sprite, turned(sprite, (150.3, 7.8), 1.2, 5.0)),
        lambda: frame.within(Box(20, 30, 40, 50)).copy_from(other.within(Box(20, 30, 40, 50))),
        lambda: frame.mix(one, other, 0.3),
        lambda: frame.all()[0].fill(40),
    ]
    for start in (one, one, other, one):
        for draw in draws:
            frame.copy_from(start)
            draw()
            frame.copy_from(start)
            assert all(np.array_equal(a, b) for a, b in zip(frame.parts, start.parts, strict=True))


def test_a_repainted_sprite_is_seen_anew(ground: Pixels) -> None:
    sprite = Sprite(fill(disc(20), (255, 255, 255)))
    frame = Frame.of(planes_of(ground))
    frame.lay(sprite, 10, 10)
    before = frame.y[20, 20]
    sprite.pixels[:, :, :3] = 0
    sprite.repainted()
    frame.lay(sprite, 10, 10)
    assert frame.y[20, 20] < before - 150


@pytest.mark.parametrize("progress", [0.0, 0.37, 1.0])
def test_a_window_zooms_alike(ground: Pixels, progress: float) -> None:
    box = Box(24, 16, 96, 80)
    face = to_yuva(np.ascontiguousarray(ground[::-1][: box.height, : box.width]))
    mask, place = rounded(box.width, box.height, 15), np.s_[box.y : box.bottom, box.x : box.right]
    painted, frame = to_yuva(ground), Frame.of(planes_of(ground))
    cover = mask[:, :, None] / 255
    painted[place] = np.round(grown(face, 1, 1 + progress) * cover + painted[place] * (1 - cover))
    Window.of_face(face, 1, mask).draw(frame, box, 1 + progress)
    brightness, colours = shown(to_rgba(painted), frame)
    assert np.abs(brightness).max() <= 3
    assert np.abs(colours).max() <= 4


@pytest.mark.parametrize("turn", range(4))
def test_a_zoom_moves_by_fractions_of_a_pixel(turn: int) -> None:
    """Steps of whole pixels are seen as trembling: what is at a place is what the zoom says, to a twentieth of one."""
    steps = (np.arange(WIDTH) * 8 % 200 + 20).astype(np.uint8)  # saw teeth: a shift of a pixel changes them by 8
    face = np.repeat(np.repeat(steps[None, :, None], HEIGHT, 0), 4, axis=2)
    face[:, :, 3] = 255
    yuva = to_yuva(face)
    row, (still_at, _) = yuva[0, :, 0].astype(float), anchor(yuva, turn)
    for scale in (1.018, 1.06, 1.09, 1.15):
        frame = still(face)
        Window.of_face(yuva, turn).draw(frame, Box(0, 0, WIDTH, HEIGHT), scale)
        places = (np.arange(WIDTH) + 0.5 - still_at) / scale + still_at - 0.5
        off = frame.y[HEIGHT // 3] - np.interp(places, np.arange(WIDTH), row)
        assert np.median(np.abs(off)) < 8 / 20
        assert abs(off.mean()) < 8 / 20
