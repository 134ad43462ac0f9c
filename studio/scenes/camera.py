"""How a shot's picture grows and shrinks: the camera, as a pure function of time."""

from studio.scenes.motion import ease_out, ramp

_ZOOM = 0.18
"""How much a picture grows or shrinks over a shot of a second or two: 6 % left half of all frames still, and at more
a product leaves its card."""

_CLOSE, _PULL_SECONDS = 0.38, 1.0
"""The first frame is that much closer, and the camera pulls back in that time: what moves at once is watched."""

_DRIFT = 0.16
"""How much further it pulls back until the shot ends: a camera that turned round would stand still for a moment."""


def scale_at(number: int, share: float, since: float) -> float:
    """The size of shot `number`'s picture, 1 or more, at a share (0 to 1) of its rest, `since` seconds into the shot.

    Shots push in and pull out in turn. The speed stays even: eased ends would be still frames in a short shot.
    """
    if number == 0:
        away = 1 - ease_out(ramp(since, 0.0, _PULL_SECONDS))
        return 1 + _CLOSE * away + _DRIFT * (1 - share)
    return 1 + _ZOOM * (share if number % 2 == 0 else 1 - share)
