"""A product card: a picture on a rounded plate with a soft shadow."""

from dataclasses import dataclass

import numpy as np

from studio.scenes.box import Box
from studio.scenes.canvas import Canvas, Pixels, Sprite
from studio.scenes.frame import Frame
from studio.scenes.look import Look
from studio.scenes.picture import Picture, fitted
from studio.scenes.shapes import Shadow, masked, rounded, shadowed
from studio.scenes.window import FrameWindow, Window

_SHADOW_MARGIN = 64
"""Transparent pixels around a card that its shadow fades out in."""


@dataclass(frozen=True, slots=True, eq=False)
class Card:
    """A card of one picture: in flight it is a `sprite`, at rest its picture zooms in the `view`."""

    window: Window
    view: FrameWindow
    turn: int
    """The shot's number: zooms go in and out in turn."""
    width: int
    height: int
    """Outer size in pixels."""
    look: Look

    def sprite(self, progress: float) -> Sprite:
        """The whole card with rim and shadow, its picture as it is at a progress from 0 to 1 through the shot."""
        rim = self.look.border
        plate = np.full((self.height, self.width, 4), 255, np.uint8)
        inner = Box(0, 0, self.width, self.height).inset(rim)
        self.window.paint(Canvas(plate), inner, progress, self.turn)
        whole = masked(plate, rounded(self.width, self.height, self.look.radius))
        return shadowed(whole, self.look.radius, _SHADOW_MARGIN, Shadow(24, 0.5 if self.look.dark else 0.3, 16))


def face_of(picture: Picture, width: int, height: int, look: Look) -> Pixels:
    """What a card of an outer size in pixels shows."""
    return fitted(picture, width - 2 * look.border, height - 2 * look.border)


def make_card(face: Pixels, width: int, height: int, look: Look, turn: int) -> Card:
    """A card of an outer size in pixels for shot number `turn`."""
    inner = rounded(face.shape[1], face.shape[0], max(look.radius - look.border, 0))
    window = Window.with_corners(face, inner)
    return Card(window, FrameWindow(window, turn), turn, width, height, look)


def draw_zoomed(frame: Frame, card: Card, box: Box, progress: float) -> None:
    """Draw the picture of a card that lies at rest in a box, `progress` (0 to 1) through its shot."""
    card.view.draw(frame, box.inset(card.look.border), progress)
