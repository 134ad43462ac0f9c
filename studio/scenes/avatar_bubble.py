"""Avatar Bubble: the presenter speaks from a large bubble, products pop up in bubbles of their own."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from studio.render_request import AspectRatio
from studio.scenes.box import Box
from studio.scenes.canvas import Sprite, turned
from studio.scenes.cast import Cast
from studio.scenes.colour import WHITE
from studio.scenes.deck import Deck, Pose
from studio.scenes.frame import Frame
from studio.scenes.ground import ShotGround
from studio.scenes.layout import PORTRAIT_CAPTIONS, Layout
from studio.scenes.motion import ease_in, mix, pop, ramp, wave
from studio.scenes.presenter_frame import PresenterFrame
from studio.scenes.scene import Scene
from studio.scenes.shapes import disc
from studio.scenes.timeline import FPS

_POP = 0.5
"""Seconds a product takes to pop up; the one before bursts in the first third."""

_ROUNDNESS = 0.34
"""Radius of a product bubble as part of its side: round enough for a bubble, and no corner of a product is lost."""

_RIM = 14

_BUBBLES = ((0.12, 0.021, 92), (0.83, 0.027, 64), (0.42, 0.017, 130), (0.94, 0.034, 40), (0.27, 0.030, 52))
"""Drifting bubbles: place across the frame, frames' heights a second, diameter in pixels."""

_SWELL = 0.16
"""Part of its size by which the ring around the presenter swells with the loudest voice."""


class AvatarBubble(Scene):
    """Bubbles on the accent's own colour."""

    @staticmethod
    def layout(ratio: AspectRatio, subtitles: bool) -> Layout:
        """A large presenter below the product, or beside it."""
        if ratio is AspectRatio.PORTRAIT:
            low = 0 if subtitles else 130
            return Layout(
                title=Box(110, 284, 860, 152),
                stage=Box(110, 462, 860, 980),
                presenter=Box(80, 846 + low, 244, 244),
                badge=Box(560, 940 + low, 430, 150),
                captions=PORTRAIT_CAPTIONS if subtitles else None,
                title_align="center",
            )
        if ratio is AspectRatio.LANDSCAPE:
            low = 0 if subtitles else 100
            return Layout(
                title=Box(110, 90, 800, 270),
                stage=Box(1040, 80, 760, 750 + low),
                presenter=Box(130, 420 + low // 2, 430, 430),
                badge=Box(610, 600 + low // 2, 420, 200),
                captions=Box(460, 900, 1000, 112) if subtitles else None,
            )
        low = 0 if subtitles else 110
        return Layout(
            title=Box(60, 58, 960, 140),
            stage=Box(420, 226, 600, 600 + low),
            presenter=Box(60, 500 + low, 340, 340),
            badge=Box(60, 260, 336, 170),
            captions=Box(90, 896, 900, 112) if subtitles else None,
            title_align="center",
        )

    def __init__(self, cast: Cast) -> None:
        """Cards are made when they first pop up."""
        self._timeline = cast.timeline
        self._ground = ShotGround(cast)
        self._deck = Deck(
            cast, radius=round(min(cast.layout.stage.width, cast.layout.stage.height) * _ROUNDNESS), border=_RIM
        )
        place = cast.layout.presenter
        self._presenter = PresenterFrame(cast, place, place.width // 2, 10)
        self._loudness = smooth(cast.voice_levels)
        self._ring = Sprite.filled(disc(place.width + 20), WHITE, 0.22)
        self._bubbles = [Sprite.filled(disc(size), WHITE, 0.1) for _, _, size in _BUBBLES]
        self._rested = lru_cache(maxsize=1)(self._at_rest)

    def draw(self, frame: Frame, time: float) -> None:
        """Draw ground, drifting bubbles, product and presenter."""
        number = self._timeline.shot_at(time)
        start = self._timeline.shots[number].start
        popping = number > 0 and time < start + _POP
        frame.copy_from(self._ground.still(number) if popping else self._rested(number))
        if popping:
            gone = ease_in(ramp(time, start, _POP * 0.4))
            self._deck.place(frame, number - 1, Pose(scale=mix(1.0, 0.6, gone), opacity=1 - gone), leaving=True)
            grown = pop(ramp(time, start + _POP * 0.2, _POP * 0.8))
            shown = ramp(time, start + _POP * 0.2, 0.12)
            self._deck.place(frame, number, Pose(scale=max(grown, 0.02), opacity=shown))
        else:
            self._deck.zoom(frame, number, time, _POP)
        self._drift(frame, time)
        self._speak(frame, time)

    def _at_rest(self, number: int) -> Frame:
        frame = self._ground.of_shot(number)
        self._deck.place(frame, number)
        return frame

    def _drift(self, frame: Frame, time: float) -> None:
        """Bubbles rise along the edges, swaying; each comes back from below."""
        for (across, speed, size), sprite in zip(_BUBBLES, self._bubbles, strict=True):
            risen = (0.37 + across + speed * 2.2 * time) % 1.0
            y = frame.height + size - risen * (frame.height + 2 * size)
            x = across * frame.width + 18 * wave(time, 5.0, across)
            frame.place(sprite, turned(sprite, (x, y)))

    def _speak(self, frame: Frame, time: float) -> None:
        """A ring swells around the presenter with the voice."""
        level = float(self._loudness[min(round(time * FPS), len(self._loudness) - 1)])
        frame.place(self._ring, turned(self._ring, self._presenter.box.center, 1 + _SWELL * level))
        self._presenter.draw(frame, time)


def smooth(levels: NDArray[np.float32]) -> NDArray[np.float32]:
    """Loudness per frame averaged over a third of a second; at least one value."""
    if not levels.size:
        return np.zeros(1, np.float32)
    window = np.hanning(13)[1:-1]
    return np.convolve(levels, window / window.sum(), mode="same").astype(np.float32)
