"""Presenters speak when the voice does, blink, and none looks like another."""

from itertools import combinations, pairwise

import numpy as np

from studio.catalogue import AVATARS
from studio.scenes.drawing.box import Box
from studio.scenes.drawing.canvas import Canvas
from studio.scenes.figure.character import CHARACTERS
from studio.scenes.figure.expression import Eyes, Mouth
from studio.scenes.figure.presenter import Presenter, eyes_at, mouth_shapes

HEAD = Box(60, 40, 100, 110)


def drawn(avatar_id: int, level: float, time: float = 0.5) -> np.ndarray:
    canvas = Canvas.blank(240, 320)
    Presenter(avatar_id, HEAD, np.full(60, level, np.float32)).draw(canvas, time)
    return canvas.pixels


def test_every_avatar_of_the_catalogue_has_a_presenter_of_its_own() -> None:
    assert len(AVATARS) >= 8
    assert {avatar.id for avatar in AVATARS} == set(CHARACTERS)
    faces = [drawn(avatar.id, 0.0).astype(int) for avatar in AVATARS]
    assert all(np.abs(one - other).mean() > 3 for one, other in combinations(faces, 2))


def test_the_mouth_is_shut_in_silence_and_opens_with_the_voice() -> None:
    assert set(mouth_shapes(np.zeros(60, np.float32))) == {Mouth.SMILE}
    assert mouth_shapes(np.full(4, 0.9, np.float32))[-1] is Mouth.WIDE
    speech = np.abs(np.sin(np.arange(900) / 5)).astype(np.float32)
    assert len(set(mouth_shapes(speech))) == len(Mouth)


def test_a_mouth_shape_is_held_for_two_frames() -> None:
    restless = np.tile(np.array([0.0, 0.9], np.float32), 30)
    shapes = mouth_shapes(restless)
    assert all(shapes[frame] is shapes[frame + 1] for frame in range(0, 60, 2))


def test_speech_and_silence_look_different_only_around_the_mouth() -> None:
    differs = np.abs(drawn(1, 0.0).astype(int) - drawn(1, 0.9)).max(axis=2) > 20
    rows = np.flatnonzero(differs.any(axis=1))
    assert HEAD.y + HEAD.height * 0.6 < rows[0]
    assert rows[-1] < HEAD.bottom


def test_eyes_blink_every_few_seconds() -> None:
    seen = [eyes_at(frame / 30) for frame in range(30 * 12)]
    shut = [frame for frame, eyes in enumerate(seen) if eyes is Eyes.SHUT]
    assert 3 <= len({frame // 30 for frame in shut}) <= 8
    assert seen.count(Eyes.OPEN) > 0.9 * len(seen)


def test_the_head_moves_smoothly() -> None:
    """Frame to frame the change is small: no jump, and never quite still."""
    canvas = Canvas.blank(240, 320)
    presenter = Presenter(37, HEAD, np.zeros(90, np.float32))
    frames = []
    for frame in range(12):
        canvas.pixels[:] = 0
        presenter.draw(canvas, 0.3 + frame / 30)
        frames.append(canvas.pixels.astype(int))
    steps = [np.abs(one - other).mean() for one, other in pairwise(frames)]
    assert min(steps) > 0
    assert max(steps) < 2
