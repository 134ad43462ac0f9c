"""The six visual styles, and the whole film of a video in one of them."""

import numpy as np

from studio.catalogue.styles import VisualStyle
from studio.scenes.drawing.box import Box
from studio.scenes.drawing.frame import Frame, still
from studio.scenes.film.film import Clip, Film, Layer
from studio.scenes.shots.cast import Cast
from studio.scenes.shots.end_card import end_clip
from studio.scenes.styles.avatar_bubble import AvatarBubble
from studio.scenes.styles.card_stacking import CardStacking
from studio.scenes.styles.floating_avatar import FloatingAvatar
from studio.scenes.styles.full_screen import FullScreen
from studio.scenes.styles.product_switch import ProductSwitch
from studio.scenes.styles.style import Style
from studio.scenes.styles.up_down_avatar import UpDownAvatar
from studio.scenes.words.badge import PriceBadge
from studio.scenes.words.benefit import BenefitCards
from studio.scenes.words.caption_line import CaptionLine
from studio.scenes.words.hook import Hook

STYLES: dict[VisualStyle, type[Style]] = {
    VisualStyle.AVATAR_BUBBLE: AvatarBubble,
    VisualStyle.CARD_STACKING: CardStacking,
    VisualStyle.FLOATING_AVATAR: FloatingAvatar,
    VisualStyle.UP_DOWN_AVATAR: UpDownAvatar,
    VisualStyle.FULL_SCREEN: FullScreen,
    VisualStyle.PRODUCT_SWITCH: ProductSwitch,
}

_PROGRESS = 8
"""Pixels: seen, and no more."""


def film_of(cast: Cast, style: VisualStyle) -> Film:
    """The shots with hook, badge, benefits and captions over them, then the end card."""
    staged = STYLES[style](cast)
    shots = Film(cast.size, staged.clips(), (*staged.over, *_words(cast)))
    return Film(cast.size, (Clip(0.0, (shots,)), end_clip(cast)), (_Progress(cast),))


def _words(cast: Cast) -> list[Layer]:
    """What is told beside the pictures, the same in every style."""
    language, layout, look = cast.wording.language, cast.layout, cast.look
    words: list[Layer] = [
        PriceBadge(cast.wording.offer, look, language, layout.badge, cast.timeline.price),
        BenefitCards(cast.benefits, look.accent, language, layout.badge),
        Hook(cast.wording.hook, look.bright, language, layout.hook),
    ]
    if layout.captions:
        words.append(CaptionLine(cast.captions, look.bright, language, layout.captions))
    return words


class _Progress(Layer):
    """A thin line along the bottom edge that grows with the video, its end exact to a fraction of a pixel."""

    def __init__(self, cast: Cast) -> None:
        """The line has the look's own colour."""
        self._seconds = cast.timeline.seconds
        self._mark = still(np.full((2, 2, 4), (*cast.look.mark, 255), np.uint8))

    def draw(self, frame: Frame, time: float) -> None:
        """Draw it as long as it is."""
        reach = time / self._seconds
        bottom = frame.within(Box(0, frame.height - _PROGRESS, frame.width, _PROGRESS))
        for row, mark in zip(bottom.parts, self._mark.parts, strict=True):
            wide = row.shape[1]
            end = int(wide * reach)
            row[:, :end] = mark[0, 0]
            if end < wide:
                edge = row[:, end]
                edge[:] = edge + (float(mark[0, 0]) - edge) * (wide * reach - end)
