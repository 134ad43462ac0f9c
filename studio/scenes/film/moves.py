"""How things move about their places: presets that the visual styles choose from. Times in seconds, ways in pixels."""

from dataclasses import dataclass

from studio.scenes.film.motion import Track, Value, at, ease_in, ease_in_out, ease_out, pop, wave

_SWAY_DEGREES = 1.6
_SWAY_PIXELS = 9.0
"""How far a card sways: slower and smaller than breathing would be taken for a still picture."""

_FLUNG_DEGREES = 14.0
_FLUNG_DOWN = 90.0
"""How a swaying card hangs once it is out of the frame."""

_RAIL_DEGREES = 3.0
_RAIL_SCALE = 0.9
"""How a card on a rail leans at the rail's ends, and how small it is in mid-way."""


@dataclass(frozen=True, slots=True)
class Pose:
    """How far a thing is from its rest."""

    x: float = 0.0
    y: float = 0.0
    """Pixels to the right and down."""
    degrees: float = 0.0
    """Clockwise."""
    scale: float = 1.0
    opacity: float = 1.0
    """1 hides what is below, 0 shows all of it."""


@dataclass(frozen=True, slots=True)
class Path:
    """A pose over time."""

    x: Value = 0.0
    y: Value = 0.0
    degrees: Value = 0.0
    scale: Value = 1.0
    opacity: Value = 1.0

    def pose(self, time: float) -> Pose:
        """The pose at a time."""
        return Pose(
            at(self.x, time), at(self.y, time), at(self.degrees, time), at(self.scale, time), at(self.opacity, time)
        )


RESTING = Path()


def thrown_up(start: float, seconds: float, far: float, degrees: float) -> Path:
    """From `far` below, turned by degrees, to its rest."""
    landed = start + seconds
    return Path(
        y=Track((start, far), (landed, 0.0, ease_out)), degrees=Track((start, degrees), (landed, 0.0, ease_out))
    )


def tilting(start: float, seconds: float, degrees: float) -> Path:
    """Slipping askew."""
    return Path(degrees=Track((start, 0.0), (start + seconds, degrees, ease_in_out)))


def rolling(start: float, seconds: float, first: float, last: float) -> Path:
    """Down from `first` to `last`, both from its rest."""
    return Path(y=Track((start, first), (start + seconds, last, ease_in_out)))


def on_rail(start: float, seconds: float, first: float, last: float, *, upright: bool = False) -> Path:
    """Sideways or, upright, downwards from `first` to `last`; smaller in mid-way, as slides pass one another."""
    middle, end = start + seconds / 2, start + seconds
    lean = [_RAIL_DEGREES * ((way > 0) - (way < 0)) for way in (first, last)]
    way = Track((start, first), (end, last, ease_in_out))
    return Path(
        x=0.0 if upright else way,
        y=way if upright else 0.0,
        degrees=Track((start, lean[0]), (end, lean[1], ease_in_out)),
        scale=Track((start, 1.0), (middle, _RAIL_SCALE, ease_in), (end, 1.0, ease_out)),
    )


def popping_up(start: float, seconds: float) -> Path:
    """From nothing to its size and a little beyond."""
    return Path(
        scale=Track((start, 0.02), (start + seconds, 1.0, pop)), opacity=Track((start, 0.0), (start + 0.12, 1.0))
    )


def bursting(start: float, seconds: float) -> Path:
    """Gone, like a bubble."""
    gone = start + seconds
    return Path(scale=Track((start, 1.0), (gone, 0.6, ease_in)), opacity=Track((start, 1.0), (gone, 0.0, ease_in)))


def rising(start: float, seconds: float, far: float) -> Path:
    """Up by `far` to its rest while it appears."""
    end = start + seconds
    return Path(y=Track((start, far), (end, 0.0, ease_out)), opacity=Track((start, 0.0), (end, 1.0, ease_out)))


def swaying(away: Track, far: float) -> Path:
    """Hanging like a mobile; `away` (1: `far` to the side, out of the frame) from its place."""
    return Path(
        x=lambda time: far * away(time) + _SWAY_PIXELS * wave(time, 6.1, 0.2),
        y=lambda time: _FLUNG_DOWN * away(time) + _SWAY_PIXELS * wave(time, 4.4),
        degrees=lambda time: _FLUNG_DEGREES * away(time) + _SWAY_DEGREES * wave(time, 5.0, 0.4),
    )
