"""Movement over time: pure functions of a time in seconds, so that a frame depends on nothing but its time."""

import math


def ramp(time: float, start: float, length: float) -> float:
    """0 before `start`, 1 after `start + length`, straight in between."""
    if length <= 0:
        return float(time >= start)
    return min(1.0, max(0.0, (time - start) / length))


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
