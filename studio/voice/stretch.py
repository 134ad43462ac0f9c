"""The speed to ask of a voice that rounds the length of each phoneme, so that it really is as fast as wanted."""

from collections.abc import Callable

_MAX_STRETCH = 4
"""Power of a wanted speed at which a model is surely that fast, as far as it can be: most phonemes last one to three
units of time, so that 1.15 makes hibari 5 % faster."""

_TRIES = 5
"""Halvings until the speed is found: to a thirtieth of the way."""


def true_speed(length_at: Callable[[float], float], speed: float) -> float:
    """The speed at which a text takes `length_at(1.0) / speed`, as near as it gets; lengths fall with the speed."""
    if speed == 1.0:
        return speed
    wanted, tried = length_at(1.0) / speed, speed
    least, most = sorted((1.0, speed**_MAX_STRETCH))
    for _ in range(_TRIES):
        tried = (least + most) / 2
        least, most = (tried, most) if length_at(tried) > wanted else (least, tried)
    return tried
