"""Words that are read on any picture: filled, with a dark outline and a soft shadow, on no plate."""

import cv2
import numpy as np

from studio.scenes.drawing.canvas import Canvas, Sprite
from studio.scenes.drawing.colour import Colour
from studio.scenes.drawing.shapes import soft
from studio.text.lettering import Block, draw

OUTLINE_INK: Colour = (10, 12, 18)

_GLOW, _GLOW_SIGMA, _GLOW_STRENGTH = 24, 9, 0.5
"""Transparent pixels around a word for its shadow, and the shadow's softness and opacity."""


def outlined(block: Block, ink: Colour, outline: int) -> tuple[Sprite, tuple[int, int]]:
    """A block of text as a sprite, and where its first cap line's left end lies in it (x, y).

    `outline` is the outline's width in pixels.
    """
    mask, (left, above) = draw(block, "center")
    padded = np.pad(mask, outline)
    round_pen = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * outline + 1, 2 * outline + 1))
    edge = np.asarray(cv2.dilate(padded, round_pen), np.uint8)
    canvas = Canvas(Sprite.filled(soft(edge, _GLOW, _GLOW_SIGMA), OUTLINE_INK, _GLOW_STRENGTH).pixels.copy())
    canvas.lay(Sprite.filled(edge, OUTLINE_INK), _GLOW, _GLOW)
    canvas.lay(Sprite.filled(padded, ink), _GLOW, _GLOW)
    return Sprite(canvas.pixels), (left + outline + _GLOW, above + outline + _GLOW)
