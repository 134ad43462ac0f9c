"""A product card: a picture on a rounded plate with a soft shadow."""

from dataclasses import dataclass
from functools import lru_cache

from studio.scenes.box import Box
from studio.scenes.canvas import Sprite
from studio.scenes.colour import WHITE
from studio.scenes.fitting import Framing, fitted
from studio.scenes.frame import Frame
from studio.scenes.layers import Yuva, to_yuva
from studio.scenes.look import Look
from studio.scenes.picture import Picture
from studio.scenes.shapes import Shadow, plate, rounded, shadow_of, shadowed
from studio.scenes.window import FrameWindow, Window

_SHADOW_MARGIN = 64
"""Transparent pixels around a card that its shadow fades out in."""


@dataclass(frozen=True, slots=True, eq=False)
class Card:
    """A card of one picture: in flight it is a `sprite`, at rest its picture zooms in the `view`."""

    window: Window
    view: FrameWindow
    turn: int
    """The shot's number: what stays in its place while the picture grows."""
    width: int
    height: int
    """Outer size in pixels."""
    look: Look

    def sprite(self, scale: float) -> Sprite:
        """The whole card with rim and shadow, its picture grown to a scale."""
        sheet = _backing(self.width, self.height, self.look.radius, self.look.border, self.look.dark).copy()
        inner = Box(0, 0, *sheet.shape[1::-1]).inset(_SHADOW_MARGIN + self.look.border)
        self.window.paint(sheet[inner.y : inner.bottom, inner.x : inner.right], scale, self.turn)
        return Sprite.of_yuva(sheet)


def face_of(picture: Picture, box: Box, look: Look, clear: Box | None = None, framing: Framing = Framing.WHOLE) -> Yuva:
    """What a card in a box shows; its subject is in the part that is `clear`, of the frame."""
    inner, clear = box.inset(look.border), clear or box
    top, bottom = max(inner.y, clear.y), min(inner.bottom, clear.bottom)
    seen = Box(0, top - inner.y, inner.width, bottom - top)
    return to_yuva(fitted(picture, inner.width, inner.height, seen, framing))


@lru_cache(maxsize=2)
def _backing(width: int, height: int, radius: int, border: int, dark: bool) -> Yuva:
    """What all cards of a video have behind their picture: the shadow, and the plate where its rim is seen."""
    shadow = Shadow(24, 0.5 if dark else 0.3, 16)
    if border:
        return shadowed(plate(width, height, radius, WHITE), radius, _SHADOW_MARGIN, shadow).yuva
    return to_yuva(shadow_of(width, height, radius, _SHADOW_MARGIN, shadow))


def make_card(face: Yuva, width: int, height: int, look: Look, turn: int) -> Card:
    """A card of an outer size in pixels for shot number `turn`."""
    inner = rounded(face.shape[1], face.shape[0], max(look.radius - look.border, 0))
    window = Window.with_corners(face, inner)
    return Card(window, FrameWindow.of_shot(window, turn), turn, width, height, look)


def draw_zoomed(frame: Frame, card: Card, box: Box, scale: float) -> None:
    """Draw the picture of a card that lies at rest in a box, grown to a scale."""
    card.view.draw(frame, box.inset(card.look.border), scale)
