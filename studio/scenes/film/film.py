"""A video as layers over time: any moment of it is drawn from that moment alone, in any order.

No layer says what may be kept: those from the bottom up that look the same a frame later are drawn once, into a picture
from which these frames start.
"""

from abc import ABC, abstractmethod
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from studio.scenes.drawing.frame import Frame, Planes, blank
from studio.scenes.film.motion import FPS


class Layer(ABC):
    """Something to see. What it looks like depends on the time in seconds, and on nothing drawn before."""

    def state(self, time: float) -> Hashable:
        """What it looks like: equal for times at which it looks the same, None where nothing of it is seen."""
        return time

    @abstractmethod
    def draw(self, frame: Frame, time: float) -> None:
        """Draw it over what is in a frame; called only where there is a state."""


class Still(Layer):
    """A layer that never changes."""

    def state(self, time: float) -> Hashable:
        """Always the same."""
        return True


class Transition(ABC):
    """A way from one clip to the next, each a picture that stands still meanwhile."""

    seconds: float

    @abstractmethod
    def draw(self, frame: Frame, before: Frame, after: Frame, since: float) -> None:
        """Fill a frame, `since` seconds into the transition."""


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """A stretch of a film, until the next clip starts."""

    start: float
    """Seconds of the film's time, as in all layers."""
    layers: Sequence[Layer]
    """From the bottom up; the lowest fills the frame."""
    enter: Transition | None = None
    """How the clip before goes over into it; None is a cut."""


class Film(Layer):
    """Clips one after another, and layers that lie over all of them. A part of a film can be a film."""

    def __init__(self, size: tuple[int, int], clips: Sequence[Clip], over: Sequence[Layer] = ()) -> None:
        """`size` is width and height in pixels; the first clip starts at 0. Nothing is drawn yet."""
        self._size, self._clips, self._over = size, clips, over
        self._planes = blank(*size)
        self._frame = Frame.of(self._planes)
        self._still = Frame.of(blank(*size))
        self._kept: list[tuple[Layer, Hashable]] = []
        self._frozen = lru_cache(maxsize=2)(self._freeze)

    def frame(self, time: float) -> Planes:
        """The picture at a time in seconds, overwritten by the next call."""
        self.draw(self._frame, time)
        return self._planes

    def draw(self, frame: Frame, time: float) -> None:
        """Draw a moment of the film."""
        number = max((number for number, clip in enumerate(self._clips) if clip.start <= time), default=0)
        clip = self._clips[number]
        if clip.enter and number and time < clip.start + clip.enter.seconds:
            before, after = self._frozen(number - 1, clip.start), self._frozen(number, clip.start + clip.enter.seconds)
            clip.enter.draw(frame, before, after, time - clip.start)
            _draw(frame, _seen(self._over, time), time)
        else:
            _draw(frame, self._started(frame, _seen((*clip.layers, *self._over), time), time), time)

    def _started(self, frame: Frame, seen: list[tuple[Layer, Hashable]], time: float) -> list[tuple[Layer, Hashable]]:
        """Start from what stands still until the next frame, and return the layers that are left to draw."""
        if seen[: len(self._kept)] != self._kept:
            self._kept = []
        fixed = list(takewhile(lambda pair: pair[0].state(time + 1 / FPS) == pair[1], seen))
        if len(fixed) > len(self._kept):
            self._still = self._still.copy()  # frames that started from it take it for the same as long as it is
            _draw(self._still, fixed[len(self._kept) :], time)
            self._kept = fixed
        if self._kept:
            frame.copy_from(self._still)
        return seen[len(self._kept) :]

    def _freeze(self, number: int, time: float) -> Frame:
        return picture_of(self._size, self._clips[number].layers, time)


def picture_of(size: tuple[int, int], layers: Sequence[Layer], time: float) -> Frame:
    """What layers show at a time in seconds, as a picture of its own."""
    frame = Frame.of(blank(*size))
    _draw(frame, _seen(layers, time), time)
    return frame


def _seen(layers: Sequence[Layer], time: float) -> list[tuple[Layer, Hashable]]:
    return [(layer, state) for layer in layers if (state := layer.state(time)) is not None]


def _draw(frame: Frame, seen: list[tuple[Layer, Hashable]], time: float) -> None:
    for layer, _ in seen:
        layer.draw(frame, time)
