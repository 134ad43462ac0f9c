"""Floating Avatar Voiceover: the presenter stands free before a product card that sways like a mobile."""

from studio.render_request import AspectRatio
from studio.scenes.box import Box
from studio.scenes.cast import Cast
from studio.scenes.deck import Deck, Pose
from studio.scenes.frame import Frame
from studio.scenes.ground import ShotGround
from studio.scenes.layout import PORTRAIT_CAPTIONS, Layout
from studio.scenes.motion import ease_in, ease_out, ramp, wave
from studio.scenes.presenter import Presenter
from studio.scenes.scene import Scene

_CHANGE = 0.7
"""Seconds from one product to the next: out in the first half, in during the second."""

_SWAY_DEGREES = 1.6
_SWAY_PIXELS = 9.0
"""How far a card sways: slower and smaller than breathing would be taken for a still picture."""


class FloatingAvatar(Scene):
    """A free figure and a swaying card."""

    @staticmethod
    def layout(ratio: AspectRatio, subtitles: bool) -> Layout:
        """`presenter` is the head's place; the figure runs out of the frame below."""
        if ratio is AspectRatio.PORTRAIT:
            low = 0 if subtitles else 130
            return Layout(
                title=Box(90, 284, 880, 152),
                stage=Box(110, 462, 860, 980),
                presenter=Box(70, 800 + low, 250, 280),
                badge=Box(560, 940 + low, 430, 150),
                captions=PORTRAIT_CAPTIONS if subtitles else None,
            )
        if ratio is AspectRatio.LANDSCAPE:
            low = 0 if subtitles else 90
            return Layout(
                title=Box(100, 80, 740, 280),
                stage=Box(940, 100, 840, 730 + low),
                presenter=Box(170, 400, 400, 460),
                badge=Box(590, 610 + low, 370, 180),
                captions=Box(600, 900, 1000, 112) if subtitles else None,
            )
        low = 0 if subtitles else 100
        return Layout(
            title=Box(60, 58, 960, 140),
            stage=Box(420, 236, 590, 580 + low),
            presenter=Box(60, 500, 320, 350),
            badge=Box(60, 270, 330, 170),
            captions=Box(90, 896, 900, 112) if subtitles else None,
        )

    def __init__(self, cast: Cast) -> None:
        """Cards are made when they first fly in."""
        self._timeline, self._width = cast.timeline, cast.size[0]
        self._ground, self._deck = ShotGround(cast), Deck(cast)
        head = cast.layout.presenter
        self._presenter = Presenter(cast.avatar_id, head, cast.voice_levels, rim=max(5, head.width // 48))

    def draw(self, frame: Frame, time: float) -> None:
        """Draw the swaying card and the figure before it."""
        self._ground.draw(frame, time)
        number = self._timeline.shot_at(time)
        start = self._timeline.shots[number].start
        if number and time < start + _CHANGE * 0.55:
            gone = ease_in(ramp(time, start, _CHANGE * 0.55))
            self._sway(frame, number - 1, time, gone, leaving=True)
        if number == 0 or time >= start + _CHANGE * 0.15:
            away = 0.0 if number == 0 else 1 - ease_out(ramp(time, start + _CHANGE * 0.15, _CHANGE * 0.85))
            self._sway(frame, number, time, away, leaving=False)
        self._presenter.draw(frame, time)

    def _sway(self, frame: Frame, number: int, time: float, away: float, leaving: bool) -> None:
        """A card at its place or `away` (1: out of the frame) from it, to the right or the left in turn."""
        shift = (self._width * away * (1.2 if number % 2 else -1.2), 90 * away)
        sway = (_SWAY_PIXELS * wave(time, 6.1, 0.2), _SWAY_PIXELS * wave(time, 4.4))
        degrees = _SWAY_DEGREES * wave(time, 5.0, 0.4) + 14 * away
        pose = Pose((shift[0] + sway[0], shift[1] + sway[1]), degrees)
        self._deck.place(frame, number, pose, leaving=leaving)
