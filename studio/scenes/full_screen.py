"""FullScreen: pictures as large as the frame, pushed on like the pages of a magazine."""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from studio.render_request import AspectRatio
from studio.scenes.box import Box
from studio.scenes.canvas import Canvas, Pixels, fill
from studio.scenes.cast import Cast
from studio.scenes.colour import WHITE, with_lightness
from studio.scenes.frame import Frame, blank, still
from studio.scenes.layers import to_yuva
from studio.scenes.layout import Layout
from studio.scenes.motion import ease_in_out, ramp
from studio.scenes.ornament import paint_ornament
from studio.scenes.overlay import Overlay
from studio.scenes.picture import blurred_fill, fills, fitted, standing
from studio.scenes.presenter_frame import PresenterFrame
from studio.scenes.scene import Scene
from studio.scenes.title import title_of
from studio.scenes.window import FrameWindow, Window

_PUSH = 0.55
"""Seconds one picture takes to push the other out."""

_VEIL = 0.76
"""Strength of the veil behind the title: white text on it keeps a contrast above 4.5 on the whitest packshot."""

_FADE = 170
"""Pixels over which the veil fades out."""

_FEATHER = 56
"""Pixels over which a contained photo melts into its blurred surround."""


_PHOTO_STAGE = Box(0, 160, 1080, 1500)
"""Where photos may stand in portrait: they may reach under the veil and the captions, packshots may not."""


@dataclass(frozen=True, slots=True, eq=False)
class _Page:
    """A whole frame of one picture, and the part of it that zooms."""

    surround: Frame
    window: FrameWindow
    box: Box


class FullScreen(Scene):
    """One picture at a time, from edge to edge."""

    @staticmethod
    def layout(ratio: AspectRatio, subtitles: bool) -> Layout:
        """Title on a veil along the edge; presenter and badge in the lower corners."""
        if ratio is AspectRatio.PORTRAIT:
            low = 0 if subtitles else 140
            return Layout(
                title=Box(90, 118, 880, 190),
                stage=Box(0, 330, 1080, 1080 + low),
                presenter=Box(60, 1186 + low, 236, 236),
                badge=Box(540, 1216 + low, 430, 200),
                captions=Box(110, 1452, 860, 124) if subtitles else None,
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
        self._still = lru_cache(maxsize=2)(self._draw_still)

    def draw(self, frame: Frame, time: float) -> None:
        """Draw the page with title and presenter."""
        number = self._timeline.shot_at(time)
        shot = self._timeline.shots[number]
        landed = shot.start + (_PUSH if number else 0.0)
        if time < landed:
            self._push(frame, number, ease_in_out(ramp(time, shot.start, _PUSH)))
        else:
            end = self._timeline.seconds if number == len(self._timeline.shots) - 1 else shot.end
            self._zoom(frame, number, ramp(time, landed, end - landed))
        self._overlay.draw(frame)
        self._presenter.draw(frame, time)

    def _zoom(self, frame: Frame, number: int, progress: float) -> None:
        page = self._page(number)
        if page.window.has_edges or page.box.height < frame.height or page.box.width < frame.width:
            frame.copy_from(page.surround)
        page.window.draw(frame, page.box, progress)

    def _push(self, frame: Frame, number: int, share: float) -> None:
        """The new page comes in from the right and takes the old one's place."""
        old, new = self._still(number - 1, 1.0).parts, self._still(number, 0.0).parts
        seam = round(frame.width * (1 - share) / 2)
        for target, left, right in zip(frame.all(), old, new, strict=True):
            place = seam * target.shape[1] * 2 // frame.width
            target[:, :place] = left[:, target.shape[1] - place :]
            target[:, place:] = right[:, : target.shape[1] - place]

    def _draw_still(self, number: int, progress: float) -> Frame:
        """A page as it is at the beginning (0) or the end (1) of its shot."""
        frame = Frame.of(blank(*self._cast.size))
        self._zoom(frame, number, progress)
        return frame

    def _paint(self, number: int) -> _Page:
        picture = self._cast.pictures[self._timeline.shots[number].picture]
        width, height = self._cast.size
        stage = self._cast.layout.stage
        if self._cast.ratio is AspectRatio.PORTRAIT and fills(picture, width, height):
            pixels = fitted(picture, width, height)
            return _Page(still(pixels), FrameWindow(Window(to_yuva(pixels), ()), number), Box(0, 0, width, height))
        if picture.plain:
            pixels = fitted(picture, width, height, stage.inset(60))
            face = np.ascontiguousarray(pixels[stage.y : stage.bottom, stage.x : stage.right])
            return _Page(still(pixels), FrameWindow(Window(to_yuva(face), ()), number), stage)
        box = standing(picture, _PHOTO_STAGE if self._cast.ratio is AspectRatio.PORTRAIT else stage).evenly()
        face = fitted(picture, box.width, box.height)
        surround = cv2.cvtColor(blurred_fill(picture.pixels, width, height), cv2.COLOR_RGB2RGBA)
        window = Window.feathered(to_yuva(face), box, width, height, _FEATHER)
        return _Page(still(np.asarray(surround, np.uint8)), FrameWindow(window, number), box)


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
