"""How a shot's picture grows and shrinks: the camera, as a pure function of time."""

from collections.abc import Callable

from studio.scenes.film.motion import Track, ease_out, ramp
from studio.scenes.plan.timeline import Shot

_ZOOM = 0.18
"""How much a picture grows or shrinks over a shot of a second or two: 6 % left half of all frames still, and at more
a product leaves its card."""

_CLOSE, _PULL_SECONDS = 0.38, 1.0
"""The first frame is that much closer, and the camera pulls back in that time: what moves at once is watched."""

_DRIFT = 0.16
"""How much further it pulls back until the shot ends: a camera that turned round would stand still for a moment."""


def camera(number: int, shot: Shot, landed: float) -> Callable[[float], float]:
    """The size of shot `number`'s picture, 1 or more, over time, from when it has `landed` in seconds.

    The first one pulls back, the others push in and pull out in turn. The speed stays even: eased ends would be still
    frames in a short shot.
    """
    if number == 0:
        drift = Track((landed, 1 + _DRIFT), (shot.end, 1.0))
        return lambda time: drift(time) + _CLOSE * (1 - ease_out(ramp(time, shot.start, _PULL_SECONDS)))
    near, far = 1 + _ZOOM, 1.0
    first, last = (near, far) if number % 2 else (far, near)
    return Track((landed, first), (shot.end, last))
