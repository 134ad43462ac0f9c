"""Movement over time: pure functions of a time in seconds, so that a frame depends on nothing but its time."""

import math
from collections.abc import Callable
from itertools import pairwise

FPS = 30
"""Frames per second: what the service being stood in for delivers, and smooth enough for slow zooms."""

Ease = Callable[[float], float]
"""From 0 to 1: how far a movement is at a part of its time."""

Value = float | Callable[[float], float]
"""A number, or one that depends on the time in seconds."""


def ramp(time: float, start: float, length: float) -> float:
    """0 before `start`, 1 after `start + length`, straight in between."""
    if length <= 0:
        return float(time >= start)
    return min(1.0, max(0.0, (time - start) / length))


def steady(progress: float) -> float:
    """As fast in the middle as at its ends: for what is seen only on its way."""
    return progress


def ease_out(progress: float) -> float:
    """Fast start, soft landing (cubic): for what arrives."""
    return 1 - (1 - progress) ** 3


def ease_in_out(progress: float) -> float:
    """Soft at both ends (cubic): for what travels."""
    return 4 * progress**3 if progress < 0.5 else 1 - (2 - 2 * progress) ** 3 / 2


def ease_in(progress: float) -> float:
    """Soft start (cubic): for what leaves."""
    return progress**3


def pop(progress: float) -> float:
    """Grows past 1 by 7 % and settles (easeOutBack, overshoot 1.4): only for small things such as badges."""
    overshoot = 1.4
    back = progress - 1
    return 1 + (overshoot + 1) * back**3 + overshoot * back**2


def wave(time: float, period: float, offset: float = 0.0) -> float:
    """A sine from -1 to 1 with a period in seconds."""
    return math.sin(2 * math.pi * (time / period + offset))


def mix(start: float, end: float, progress: float) -> float:
    """The value between two at a progress from 0 to 1."""
    return start + (end - start) * progress


class Track:
    """A value over time, from key to key; it stays before the first and after the last."""

    def __init__(self, *keys: tuple[float, float] | tuple[float, float, Ease]) -> None:
        """Keys of a time in seconds, a value, and the easing towards it, in the order of time."""
        self._keys: list[tuple[float, float, Ease]] = [(*key, steady) if len(key) == 2 else key for key in keys]

    def __call__(self, time: float) -> float:
        """The value at a time."""
        first, last = self._keys[0], self._keys[-1]
        if time <= first[0]:
            return first[1]
        for (start, value, _), (end, following, ease) in pairwise(self._keys):
            if time < end:
                return mix(value, following, ease((time - start) / (end - start)))
        return last[1]


def at(value: Value, time: float) -> float:
    """What a value is at a time."""
    return value(time) if callable(value) else value
