"""Up&Down Avatar: the product above, the presenter large below; side by side where the frame is wide."""

from studio.render_request import AspectRatio
from studio.scenes.box import Box
from studio.scenes.cast import Cast
from studio.scenes.deck import Pose
from studio.scenes.deck_scene import DeckScene
from studio.scenes.frame import Frame
from studio.scenes.layout import Layout
from studio.scenes.motion import ease_in_out
from studio.scenes.panel import PresenterPanel

_ROLL = 0.6
"""Seconds the next product takes to roll into place."""

_PANELS = {
    AspectRatio.PORTRAIT: Box(0, 824, 1080, 1096),
    AspectRatio.LANDSCAPE: Box(0, 0, 740, 1080),
    AspectRatio.SQUARE: Box(0, 0, 430, 1080),
}
"""The presenter's half."""


class UpDownAvatar(DeckScene):
    """A frame in two halves."""

    MOVE = _ROLL

    @staticmethod
    def layout(ratio: AspectRatio, subtitles: bool) -> Layout:
        """`presenter` is the head's place in the presenter's half."""
        if ratio is AspectRatio.PORTRAIT:
            low = 0 if subtitles else 60
            return Layout(
                title=Box(90, 280, 880, 124),
                stage=Box(84, 424, 912, 384),
                presenter=Box(130, 966 - low, 310, 280 + low),
                badge=Box(560, 1000 - low, 430, 170),
                captions=Box(90, 850, 900, 108) if subtitles else None,
            )
        if ratio is AspectRatio.LANDSCAPE:
            low = 0 if subtitles else 110
            return Layout(
                title=Box(820, 70, 1000, 190),
                stage=Box(820, 290, 1000, 580 + low),
                presenter=Box(150, 250, 440, 500),
                badge=Box(1420, 730 + low, 400, 156),
                captions=Box(820, 900, 1000, 112) if subtitles else None,
            )
        low = 0 if subtitles else 120
        return Layout(
            title=Box(470, 58, 550, 190),
            stage=Box(470, 276, 550, 580 + low),
            presenter=Box(75, 300, 280, 330),
            badge=Box(690, 718 + low, 330, 150),
            captions=Box(90, 896, 900, 112) if subtitles else None,
        )

    def __init__(self, cast: Cast) -> None:
        """Prepare the presenter's half, and where cards may be seen."""
        super().__init__(cast)
        self._panel = PresenterPanel(cast, _PANELS[cast.ratio])
        stage = cast.layout.stage
        self._clip = Box(stage.x - 64, cast.layout.title.bottom + 8, stage.width + 64, stage.height).evenly()

    def _at_rest(self, number: int) -> Frame:
        frame = super()._at_rest(number)
        self._panel.cover(frame)
        return frame

    def _present(self, frame: Frame, time: float) -> None:
        self._panel.draw_head(frame, time)

    def _move(self, frame: Frame, number: int, time: float, moved: float) -> None:
        """The old product leaves and the new one follows, upwards and downwards in turn, never over the title."""
        share = ease_in_out(moved)
        self._ground.draw(frame, time)
        clip = Box(self._clip.x, self._clip.y, self._clip.width, frame.height - self._clip.y)
        view = frame.within(clip)
        far = self._deck.box.height + 90.0
        way = -1 if number % 2 else 1
        self._deck.place(view, number - 1, Pose((-clip.x, way * far * share - clip.y)), leaving=True)
        self._deck.place(view, number, Pose((-clip.x, -way * far * (1 - share) - clip.y)))
        self._panel.cover(frame)
