"""Simple Product Switch: on a calm, light ground one product glides out to the left, the next in from the right."""

from studio.render_request import AspectRatio
from studio.scenes.box import Box
from studio.scenes.canvas import Sprite
from studio.scenes.cast import Cast
from studio.scenes.colour import blend
from studio.scenes.deck import Pose
from studio.scenes.deck_scene import DeckScene
from studio.scenes.frame import Frame
from studio.scenes.layout import PORTRAIT_CAPTIONS, Layout
from studio.scenes.motion import ease_in_out, mix
from studio.scenes.presenter_frame import PresenterFrame
from studio.scenes.shapes import plate

_SWITCH = 0.7
"""Seconds the switch takes: slower than in the other styles, calm is what this one is for."""

_DOT = 14
"""Pixels of a dot; the one of the picture seen grows to three times its width."""

_DOT_GAP = 14


class ProductSwitch(DeckScene):
    """One card at a time, and dots that count them."""

    MOVE = _SWITCH

    @staticmethod
    def layout(ratio: AspectRatio, subtitles: bool) -> Layout:
        """Centred title, card and dots; presenter and badge side by side below."""
        if ratio is AspectRatio.PORTRAIT:
            low = 0 if subtitles else 130
            return Layout(
                title=Box(110, 284, 860, 140),
                stage=Box(110, 470, 860, 980),
                presenter=Box(116, 898 + low, 190, 190),
                badge=Box(560, 940 + low, 430, 150),
                captions=PORTRAIT_CAPTIONS if subtitles else None,
                title_align="center",
            )
        if ratio is AspectRatio.LANDSCAPE:
            low = 0 if subtitles else 100
            return Layout(
                title=Box(110, 110, 760, 320),
                stage=Box(980, 80, 820, 740 + low),
                presenter=Box(110, 540 + low // 2, 280, 280),
                badge=Box(430, 580 + low // 2, 460, 200),
                captions=Box(460, 900, 1000, 112) if subtitles else None,
            )
        low = 0 if subtitles else 110
        return Layout(
            title=Box(60, 58, 960, 140),
            stage=Box(60, 240, 610, 576 + low),
            presenter=Box(730, 540 + low, 270, 270),
            badge=Box(690, 290, 336, 170),
            captions=Box(90, 896, 900, 112) if subtitles else None,
            title_align="center",
        )

    def __init__(self, cast: Cast) -> None:
        """Prepare the presenter."""
        super().__init__(cast)
        self._look, self._width = cast.look, cast.size[0]
        place = cast.layout.presenter
        self._presenter = PresenterFrame(cast, place, round(place.width * 0.3), 8)

    def _at_rest(self, number: int) -> Frame:
        frame = super()._at_rest(number)
        self._dots(frame, number, 1.0)
        return frame

    def _present(self, frame: Frame, time: float) -> None:
        self._presenter.draw(frame, time)

    def _move(self, frame: Frame, number: int, time: float, moved: float) -> None:
        """Both cards on one line, smaller in mid-way, so that they pass like slides on a rail."""
        share = ease_in_out(moved)
        self._ground.draw(frame, time)
        far = (self._width + self._deck.box.width) * 0.5 + 80
        lift = 1 - 0.1 * (1 - abs(2 * share - 1))
        self._deck.place(frame, number - 1, Pose((-far * share, 0.0), -3 * share, lift), leaving=True)
        self._deck.place(frame, number, Pose((far * (1 - share), 0.0), 3 * (1 - share), lift))
        self._dots(frame, number, share)

    def _dots(self, frame: Frame, number: int, share: float) -> None:
        """A dot a shot above the card; the long one moves on with `share` of the switch."""
        count = len(self._timeline.shots)
        x = self._deck.box.center[0] - (count * (_DOT + _DOT_GAP) - _DOT_GAP + 2 * _DOT) / 2
        y = self._deck.box.y - 30
        for dot in range(count):
            grown = share if dot == number else 1 - share if dot == number - 1 else 0.0
            width = round(mix(_DOT, 3 * _DOT, grown))
            colour = blend(blend(self._look.soft_ink, self._look.accent, 0.2), self._look.accent, grown)
            frame.lay(Sprite(plate(width, _DOT, _DOT // 2, colour, mix(0.35, 1.0, grown))), round(x), y)
            x += width + _DOT_GAP
