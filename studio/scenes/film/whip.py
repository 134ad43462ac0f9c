"""A whip pan: the camera swings from one picture to the next, blurred as long as its shutter is open."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.scenes.drawing.frame import Frame
from studio.scenes.film.film import Transition
from studio.scenes.film.motion import FPS, ease_in_out, ramp

WHIP_SECONDS = 0.3
"""Of the whole swing."""

_SHUTTER = 0.8
"""Part of a frame's time for which the shutter is open: half of it is a film's, more hides the steps of 30 frames."""

_COARSE = 4
"""The blur is worked at that part of the width: what is so blurred has no finer detail."""

_SHARP = 8
"""Pixels of blur below which the picture is shown sharp."""


@dataclass(frozen=True, slots=True)
class Whip(Transition):
    """The swing to the right."""

    seconds: float = WHIP_SECONDS

    def draw(self, frame: Frame, before: Frame, after: Frame, since: float) -> None:
        """Fill a frame from both pictures side by side."""
        first, last = (ease_in_out(ramp(moment, 0.0, self.seconds)) for moment in (since, since + 1 / FPS))
        for target, *pair in zip(frame.all(), before.parts, after.parts, strict=True):
            width = target.shape[1]
            place, smear = round((first + last) / 2 * width), (last - first) * width * _SHUTTER
            if smear * frame.width / width < _SHARP:
                target[:, : width - place] = pair[0][:, place:]
                target[:, width - place :] = pair[1][:, :place]
            else:
                _smear(target, np.concatenate(pair, axis=1), place, smear)


def _smear(target: NDArray[np.uint8], source: NDArray[np.uint8], place: int, smear: float) -> None:
    """The part of a plane from column `place` on, blurred sideways over `smear` pixels."""
    margin = round(smear)
    left = max(0, place - margin)
    part = source[:, left : place + target.shape[1] + margin]
    small = cv2.resize(part, (part.shape[1] // _COARSE, part.shape[0]), interpolation=cv2.INTER_AREA)
    soft = cv2.blur(small, (max(3, int(smear / _COARSE) | 1), 1), borderType=cv2.BORDER_REPLICATE)
    large = cv2.resize(soft, (part.shape[1], part.shape[0]), interpolation=cv2.INTER_LINEAR)
    np.copyto(target, large[:, place - left : place - left + target.shape[1]])
