"""A whole video as frames: the visual style's scene with badge, captions and end card over it."""

import numpy as np
from numpy.typing import NDArray

from studio.catalogue.styles import VisualStyle
from studio.scenes.avatar_bubble import AvatarBubble
from studio.scenes.badge import PriceBadge
from studio.scenes.canvas import Canvas
from studio.scenes.card_stacking import CardStacking
from studio.scenes.cast import Cast
from studio.scenes.end_card import COVERED_AFTER, EndCard
from studio.scenes.floating_avatar import FloatingAvatar
from studio.scenes.full_screen import FullScreen
from studio.scenes.pill import CaptionPill
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


class Show:
    """Draws any moment of one video; fastest in the order of time."""

    def __init__(self, cast: Cast, style: VisualStyle) -> None:
        """Only what every frame needs is prepared; scene and end card follow when they are first seen."""
        self._cast, self._style = cast, style
        self._canvas = Canvas.blank(*cast.size)
        wording, layout = cast.wording, cast.layout
        self._badge = PriceBadge(wording.offer, cast.look, wording.language, layout.badge, cast.timeline.price)
        box = layout.captions
        self._pill = CaptionPill(cast.captions, cast.look, wording.language, box) if box else None
        self._scene: Scene | None = None
        self._end_card: EndCard | None = None

    def frame(self, time: float) -> NDArray[np.uint8]:
        """The frame at a time in seconds: RGBA, fully opaque, overwritten by the next call."""
        covered = self._cast.timeline.end_card + COVERED_AFTER
        if time < covered:
            self._draw_scene(time)
        else:
            self._scene = None  # tens of megabytes that no later frame needs
        if time >= self._cast.timeline.end_card:
            self._end_card = self._end_card or EndCard(self._cast)
            self._end_card.draw(self._canvas, time)
        if self._pill:
            self._pill.draw(self._canvas, time)
        self._progress(time)
        return self._canvas.pixels

    def _draw_scene(self, time: float) -> None:
        self._scene = self._scene or SCENES[self._style](self._cast)
        self._scene.draw(self._canvas, time)
        self._badge.draw(self._canvas, time)

    def _progress(self, time: float) -> None:
        """A thin line along the bottom edge that grows with the video, its end exact to a fraction of a pixel."""
        reach = self._canvas.width * time / self._cast.timeline.seconds
        row = self._canvas.pixels[-8:]
        row[:, : int(reach), :3] = self._cast.look.mark
        if int(reach) < self._canvas.width:
            edge = row[:, int(reach), :3]
            edge[:] = edge + (np.array(self._cast.look.mark, np.float32) - edge) * (reach - int(reach))
