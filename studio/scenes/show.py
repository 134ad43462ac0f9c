"""A whole video as frames: the visual style's scene with hook, badge, captions and end card over it."""

import numpy as np

from studio.catalogue.styles import VisualStyle
from studio.scenes.avatar_bubble import AvatarBubble
from studio.scenes.badge import PriceBadge
from studio.scenes.benefit import BenefitCards
from studio.scenes.box import Box
from studio.scenes.caption_line import CaptionLine
from studio.scenes.card_stacking import CardStacking
from studio.scenes.cast import Cast
from studio.scenes.end_card import COVERED_AFTER, EndCard
from studio.scenes.floating_avatar import FloatingAvatar
from studio.scenes.frame import Frame, Planes, blank, still
from studio.scenes.full_screen import FullScreen
from studio.scenes.hook import Hook
from studio.scenes.product_switch import ProductSwitch
from studio.scenes.scene import Scene
from studio.scenes.up_down_avatar import UpDownAvatar

SCENES: dict[VisualStyle, type[Scene]] = {
    VisualStyle.AVATAR_BUBBLE: AvatarBubble,
    VisualStyle.CARD_STACKING: CardStacking,
    VisualStyle.FLOATING_AVATAR: FloatingAvatar,
    VisualStyle.UP_DOWN_AVATAR: UpDownAvatar,
    VisualStyle.FULL_SCREEN: FullScreen,
    VisualStyle.PRODUCT_SWITCH: ProductSwitch,
}


_PROGRESS = 8
"""Pixels: seen, and no more."""


class Show:
    """Draws any moment of one video; fastest in the order of time."""

    def __init__(self, cast: Cast, style: VisualStyle) -> None:
        """Only what every frame needs is prepared; scene and end card follow when they are first seen."""
        self._cast, self._style = cast, style
        self._planes = blank(*cast.size)
        self._frame = Frame.of(self._planes)
        self._mark = still(np.full((2, 2, 4), (*cast.look.mark, 255), np.uint8))
        wording, layout = cast.wording, cast.layout
        self._badge = PriceBadge(wording.offer, cast.look, wording.language, layout.badge, cast.timeline.price)
        box = layout.captions
        self._captions = CaptionLine(cast.captions, cast.look.bright, wording.language, box) if box else None
        self._hook = Hook(wording.hook, cast.look.bright, wording.language, layout.hook)
        self._benefits = BenefitCards(cast.benefits, cast.look.accent, wording.language, layout.badge)
        self._scene: Scene | None = None
        self._end_card: EndCard | None = None

    def frame(self, time: float) -> Planes:
        """The frame at a time in seconds, overwritten by the next call."""
        covered = self._cast.timeline.end_card + COVERED_AFTER
        if time < covered:
            self._draw_scene(time)
        else:
            self._scene = None  # tens of megabytes that no later frame needs
        if time >= self._cast.timeline.end_card:
            self._end_card = self._end_card or EndCard(self._cast)
            self._end_card.draw(self._frame, time)
        else:
            self._hook.draw(self._frame, time)
            if self._captions:
                self._captions.draw(self._frame, time)
        self._progress(time)
        return self._planes

    def _draw_scene(self, time: float) -> None:
        self._scene = self._scene or SCENES[self._style](self._cast)
        self._scene.draw(self._frame, time)
        self._badge.draw(self._frame, time)
        self._benefits.draw(self._frame, time)

    def _progress(self, time: float) -> None:
        """A thin line along the bottom edge that grows with the video, its end exact to a fraction of a pixel."""
        reach = time / self._cast.timeline.seconds
        bottom = self._frame.within(Box(0, self._frame.height - _PROGRESS, self._frame.width, _PROGRESS))
        for row, mark in zip(bottom.parts, self._mark.parts, strict=True):
            wide = row.shape[1]
            end = int(wide * reach)
            row[:, :end] = mark[0, 0]
            if end < wide:
                edge = row[:, end]
                edge[:] = edge + (float(mark[0, 0]) - edge) * (wide * reach - end)
