"""A film draws what its layers say, and draws nothing twice that stands still."""

from collections.abc import Hashable
from dataclasses import dataclass, field

import numpy as np
import pytest

from studio.scenes.drawing.frame import Frame
from studio.scenes.film.film import Clip, Film, Layer, Transition
from studio.scenes.film.motion import Track, ease_in

SIZE = (16, 16)


@dataclass(eq=False)
class Row(Layer):
    """Fills a row with a number that changes at some times; without any it stands still."""

    row: int
    changes: tuple[float, ...] = ()
    until: float = 1e9
    drawn: list[float] = field(default_factory=list)

    def state(self, time: float) -> Hashable:
        return sum(change <= time for change in self.changes) if time < self.until else None

    def draw(self, frame: Frame, time: float) -> None:
        self.drawn.append(time)
        frame.y[self.row] = 100 + sum(change <= time for change in self.changes)


class Ground(Row):
    def draw(self, frame: Frame, time: float) -> None:
        frame.y[:] = 0
        super().draw(frame, time)


class Wipe(Transition):
    seconds = 0.2

    def draw(self, frame: Frame, before: Frame, after: Frame, since: float) -> None:
        frame.copy_from(before)
        frame.y[:, 8:] = after.y[:, 8:]


def rows(film: Film, time: float) -> list[int]:
    return [int(value) for value in Frame.of(film.frame(time)).y[:, 0]]


def test_what_stands_still_is_drawn_once_and_seen_in_every_frame() -> None:
    ground, still, moving, above = Ground(0), Row(1), Row(2, tuple((np.arange(30) - 0.5) / 30)), Row(3)
    film = Film(SIZE, [Clip(0.0, [ground, still, moving, above])])
    seen = [rows(film, number / 30)[:4] for number in range(30)]
    assert seen == [[100, 100, 101 + number, 100] for number in range(30)]
    assert len(ground.drawn) == len(still.drawn) == 1
    assert len(moving.drawn) == len(above.drawn) == 30, "what lies over something that moves is drawn with it"


def test_what_has_left_is_seen_no_longer() -> None:
    ground, leaving, late = Ground(0), Row(1, until=0.5), Row(2, changes=(0.7,))
    film = Film(SIZE, [Clip(0.0, [ground, leaving, late])])
    before, after = rows(film, 0.4), rows(film, 0.6)
    assert (before[:3], after[:3], rows(film, 0.8)[:3]) == ([100, 100, 100], [100, 0, 100], [100, 0, 101])


def test_a_transition_holds_both_clips_still_and_what_lies_over_them_goes_on() -> None:
    first, second = Ground(0, changes=(0.5,)), Ground(1, changes=(1.1,))
    film = Film(SIZE, [Clip(0.0, [first]), Clip(1.0, [second], Wipe())], [Row(15, changes=(1.05, 1.15))])
    for time, over in ((1.0, 100), (1.1, 101), (1.19, 102)):
        planes = Frame.of(film.frame(time)).y
        assert (planes[0, 0], planes[1, 0], planes[0, 15], planes[1, 15]) == (101, 0, 0, 101)
        assert planes[15, 0] == over
    assert rows(film, 1.3)[:2] == [0, 101]


@pytest.mark.parametrize(
    ("time", "value"), [(0.0, 2.0), (1.0, 2.0), (1.5, 3.0), (2.0, 4.0), (3.0, 5.0), (4.0, 8.0), (9.0, 8.0)]
)
def test_a_track_goes_from_key_to_key(time: float, value: float) -> None:
    assert Track((1.0, 2.0), (2.0, 4.0), (4.0, 8.0, lambda share: ease_in(share) * 2))(time) == pytest.approx(value)
