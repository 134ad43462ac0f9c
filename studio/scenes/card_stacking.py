"""Card Stacking: each picture flies in from below and lands on the pile of those before it."""

from functools import lru_cache

from studio.render_request import AspectRatio
from studio.scenes.box import Box
from studio.scenes.cast import Cast
from studio.scenes.deck import Pose
from studio.scenes.deck_scene import DeckScene
from studio.scenes.frame import Frame
from studio.scenes.layout import PORTRAIT_CAPTIONS, Layout
from studio.scenes.motion import ease_in_out, ease_out
from studio.scenes.presenter_frame import PresenterFrame

_FLIGHT = 0.4
"""Seconds a card flies: seen to come from somewhere, and landed before its sentence goes on."""

_TILTS = (-4.5, 3.6, -2.8, 4.8)
"""Degrees at which cards lie once another covers them, in turn."""

_SPIN = 9.0
"""Degrees a card is turned when it sets off."""

_SEEN_BELOW = 2
"""Cards that peep out below the top one; those further down are covered."""


class CardStacking(DeckScene):
    """A growing pile of cards."""

    MOVE = _FLIGHT

    @staticmethod
    def layout(ratio: AspectRatio, subtitles: bool) -> Layout:
        """Title above the pile; presenter and badge on its lower corners."""
        if ratio is AspectRatio.PORTRAIT:
            low = 0 if subtitles else 130
            return Layout(
                title=Box(90, 284, 880, 152),
                stage=Box(70, 462, 940, 1030),
                presenter=Box(86, 898 + low, 190, 190),
                badge=Box(560, 940 + low, 430, 150),
                captions=PORTRAIT_CAPTIONS if subtitles else None,
            )
        if ratio is AspectRatio.LANDSCAPE:
            low = 0 if subtitles else 110
            return Layout(
                title=Box(100, 110, 720, 330),
                stage=Box(900, 80, 900, 790 + low),
                presenter=Box(100, 520 + low // 2, 330, 330),
                badge=Box(500, 590 + low // 2, 440, 200),
                captions=Box(460, 900, 1000, 112) if subtitles else None,
            )
        low = 0 if subtitles else 120
        return Layout(
            title=Box(60, 58, 960, 150),
            stage=Box(60, 230, 640, 620 + low),
            presenter=Box(734, 556 + low, 286, 286),
            badge=Box(660, 300, 360, 176),
            captions=Box(90, 896, 900, 112) if subtitles else None,
        )

    def __init__(self, cast: Cast) -> None:
        """Prepare the presenter."""
        super().__init__(cast)
        self._height = cast.size[1]
        place = cast.layout.presenter
        self._presenter = PresenterFrame(cast, place, place.width // 2, 8)
        self._under = lru_cache(maxsize=1)(self._lay_under)

    def _present(self, frame: Frame, time: float) -> None:
        self._presenter.draw(frame, time)

    def _at_rest(self, number: int) -> Frame:
        """Ground, pile and the top card's plate as they lie during the whole shot."""
        frame = self._ground.of_shot(number)
        self._pile(frame, number)
        self._deck.place(frame, number)
        return frame

    def _pile(self, frame: Frame, number: int) -> None:
        """The cards below that of a shot, askew."""
        for below in range(max(0, number - _SEEN_BELOW), number):
            self._deck.pile(frame, below, _TILTS[below % len(_TILTS)])

    def _move(self, frame: Frame, number: int, time: float, moved: float) -> None:
        """The card before slides askew while the new one comes up from below the frame."""
        before, after = self._under(number)
        share = ease_in_out(moved)
        if before is after:
            frame.copy_from(after)
        else:
            frame.mix(before, after, share)
        askew = share * _TILTS[(number - 1) % len(_TILTS)]
        away = 1 - ease_out(moved)
        fall = away * (self._height + self._deck.box.height * 0.55 - self._deck.box.center[1])
        spin = away * _SPIN * (1 if number % 2 else -1)
        covered = self._deck.covers((0, fall), spin)
        self._deck.place(frame, number - 1, Pose(degrees=askew), leaving=True, covered=covered, fast=True)
        self._deck.fly(frame, number, (0, fall), spin)

    def _lay_under(self, number: int) -> tuple[Frame, Frame]:
        """What lies below both moving cards, on the ground of the shot before and on the new one's."""
        before = after = self._ground.of_shot(number - 1)
        self._pile(before, number - 1)
        if self._ground.still(number) is not self._ground.still(number - 1):
            after = self._ground.of_shot(number)
            self._pile(after, number - 1)
        return before, after
