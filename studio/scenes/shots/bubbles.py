"""What drifts and swells around the presenter of Avatar Bubble."""

import numpy as np
from numpy.typing import NDArray

from studio.scenes.drawing.box import Box
from studio.scenes.drawing.canvas import Sprite, turned
from studio.scenes.drawing.colour import WHITE
from studio.scenes.drawing.frame import Frame
from studio.scenes.drawing.shapes import disc
from studio.scenes.film.film import Layer
from studio.scenes.film.motion import FPS, wave

_BUBBLES = ((0.12, 0.021, 92), (0.83, 0.027, 64), (0.42, 0.017, 130), (0.94, 0.034, 40), (0.27, 0.030, 52))
"""Drifting bubbles: place across the frame, frames' heights a second, diameter in pixels."""

_SWELL = 0.16
"""Part of its size by which the ring around the presenter swells with the loudest voice."""


class Bubbles(Layer):
    """Bubbles that rise along the edges, swaying; each comes back from below."""

    def __init__(self) -> None:
        """They are the same in every video."""
        self._bubbles = [Sprite.filled(disc(size), WHITE, 0.1) for _, _, size in _BUBBLES]

    def draw(self, frame: Frame, time: float) -> None:
        """Draw them where they are."""
        for (across, speed, size), sprite in zip(_BUBBLES, self._bubbles, strict=True):
            risen = (0.37 + across + speed * 2.2 * time) % 1.0
            y = frame.height + size - risen * (frame.height + 2 * size)
            x = across * frame.width + 18 * wave(time, 5.0, across)
            frame.place(sprite, turned(sprite, (x, y)))


class VoiceRing(Layer):
    """A ring that swells around the presenter with the voice."""

    def __init__(self, box: Box, levels: NDArray[np.float32]) -> None:
        """`box` is the presenter's; `levels` is the voice's loudness per frame, 0 to 1."""
        self._center, self._loudness = box.center, smooth(levels)
        self._disc = Sprite.filled(disc(box.width + 20), WHITE, 0.22)

    def draw(self, frame: Frame, time: float) -> None:
        """Draw it as large as the voice is loud."""
        level = float(self._loudness[min(round(time * FPS), len(self._loudness) - 1)])
        frame.place(self._disc, turned(self._disc, self._center, 1 + _SWELL * level))


def smooth(levels: NDArray[np.float32]) -> NDArray[np.float32]:
    """Loudness per frame averaged over a third of a second; at least one value."""
    if not levels.size:
        return np.zeros(1, np.float32)
    window = np.hanning(13)[1:-1]
    return np.convolve(levels, window / window.sum(), mode="same").astype(np.float32)
