"""FullScreen: pictures as large as the frame, and a camera that whips from one to the next."""

from functools import lru_cache

import numpy as np

from studio.render_request import AspectRatio
from studio.scenes.box import Box
from studio.scenes.camera import scale_at
from studio.scenes.canvas import Canvas, Pixels, fill
from studio.scenes.cast import Cast
from studio.scenes.colour import WHITE, with_lightness
from studio.scenes.fitting import fitted
from studio.scenes.frame import Frame, blank
from studio.scenes.layers import to_yuva
from studio.scenes.layout import PORTRAIT_CAPTIONS, Layout
from studio.scenes.motion import ramp
from studio.scenes.ornament import paint_ornament
from studio.scenes.overlay import Overlay
from studio.scenes.presenter_frame import PresenterFrame
from studio.scenes.scene import Scene
from studio.scenes.title import title_of
from studio.scenes.whip import WHIP_SECONDS, whip
from studio.scenes.window import FrameWindow, Window

_VEIL = 0.76
"""Strength of the veil behind the title: white text on it keeps a contrast above 4.5 on the whitest packshot."""

_FADE = 170
"""Pixels over which the veil fades out."""


class FullScreen(Scene):
    """One picture at a time, from edge to edge."""

    @staticmethod
    def layout(ratio: AspectRatio, subtitles: bool) -> Layout:
        """Title on a veil along the edge; presenter and badge in the lower corners."""
        if ratio is AspectRatio.PORTRAIT:
            low = 0 if subtitles else 130
            return Layout(
                title=Box(90, 284, 880, 152),
                stage=Box(0, 456, 1080, 1464),
                presenter=Box(72, 898 + low, 190, 190),
                badge=Box(560, 940 + low, 430, 150),
                captions=PORTRAIT_CAPTIONS if subtitles else None,
            )
        if ratio is AspectRatio.LANDSCAPE:
            low = 0 if subtitles else 110
            return Layout(
                title=Box(100, 110, 660, 330),
                stage=Box(840, 0, 1080, 1080),
                presenter=Box(100, 560 + low, 270, 270),
                badge=Box(410, 600 + low, 400, 190),
                captions=Box(460, 906, 1000, 108) if subtitles else None,
            )
        low = 0 if subtitles else 120
        return Layout(
            title=Box(60, 58, 960, 130),
            stage=Box(0, 200, 1080, 680 + low),
            presenter=Box(60, 668 + low, 204, 204),
            badge=Box(640, 716 + low, 380, 156),
            captions=Box(90, 900, 900, 108) if subtitles else None,
        )

    def __init__(self, cast: Cast) -> None:
        """Pages are painted when they first come into view."""
        self._cast, self._timeline = cast, cast.timeline
        self._overlay = Overlay(_overlay(cast))
        place = cast.layout.presenter
        self._presenter = PresenterFrame(cast, place, place.width // 2, 8)
        self._page = lru_cache(maxsize=2)(self._paint)
        self._sheet = lru_cache(maxsize=1)(self._side_by_side)

    def draw(self, frame: Frame, time: float) -> None:
        """Draw the page with title and presenter."""
        number = self._timeline.shot_at(time)
        shot = self._timeline.shots[number]
        if number and time < shot.start + WHIP_SECONDS:
            whip(frame, self._sheet(number), time - shot.start)
        else:
            self._zoom(frame, number, time)
        self._overlay.draw(frame)
        self._presenter.draw(frame, time)

    def _zoom(self, frame: Frame, number: int, time: float) -> None:
        shot = self._timeline.shots[number]
        landed = shot.start + (WHIP_SECONDS if number else 0.0)
        share = ramp(time, landed, shot.end - landed)
        self._page(number).draw(frame, frame.box, scale_at(number, share, time - shot.start))

    def _side_by_side(self, number: int) -> Frame:
        """The end of the page before beside a page's beginning: what the camera passes."""
        pair = [Frame.of(blank(*self._cast.size)) for _ in range(2)]
        cut = self._timeline.shots[number].start
        self._zoom(pair[0], number - 1, cut)
        self._zoom(pair[1], number, cut + WHIP_SECONDS)
        return Frame(*(np.concatenate(planes, axis=1) for planes in zip(pair[0].parts, pair[1].parts, strict=True)))

    def _paint(self, number: int) -> FrameWindow:
        shot, layout = self._timeline.shots[number], self._cast.layout
        width, height = self._cast.size
        pixels = fitted(self._cast.pictures[shot.picture], width, height, layout.clear, shot.framing)
        return FrameWindow.of_shot(Window(to_yuva(pixels), ()), number)


def _overlay(cast: Cast) -> Pixels:
    """Veil, ornament and title on a transparent frame."""
    width, height = cast.size
    title = cast.layout.title
    if cast.ratio is AspectRatio.LANDSCAPE:
        solid, length = title.right, width
    else:
        solid, length = title.bottom, height
    strength = np.clip((solid + _FADE - np.arange(length)) / _FADE, 0, 1)
    strength = strength * strength * (3 - 2 * strength) * 255
    line = strength.astype(np.uint8)
    sideways = cast.ratio is AspectRatio.LANDSCAPE
    mask = np.repeat(
        line[None, :] if sideways else line[:, None], height if sideways else width, axis=0 if sideways else 1
    )
    overlay = fill(mask, with_lightness(cast.look.accent, 0.09, 0.4) if cast.look.dark else WHITE, _VEIL)
    paint_ornament(Canvas(overlay), cast.look)
    for text in title_of(cast):
        text.lay(Canvas(overlay))
    return overlay
