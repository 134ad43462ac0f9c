"""The presenter at work: speaks with the voice, blinks, moves the head."""

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.scenes.drawing.box import Box
from studio.scenes.drawing.canvas import Pixels, Sprite, fill, lay_onto
from studio.scenes.drawing.colour import WHITE
from studio.scenes.drawing.frame import Surface
from studio.scenes.figure.character import CHARACTERS
from studio.scenes.figure.expression import EYES, MOUTH, Eyes, Mouth, draw_eyes, draw_mouth
from studio.scenes.figure.figure import AXIS, CHIN, CROWN, HEAD, PIVOT, draw_body, draw_head
from studio.scenes.film.film import Layer
from studio.scenes.film.motion import FPS, wave

_BLINK_EVERY = 3.1
"""Seconds between blinks; people talking to someone blink every three to four."""

_BLINK = 0.13
"""Seconds a blink lasts."""

_OPENINGS = (0.06, 0.42, 0.78)
"""Voice levels (0 to 1) from which the mouth is small, open and wide: a quarter, half and a quarter of speech."""

_ROUND_EVERY = 5
"""Every fifth change of an open mouth is a round one: speech without any "o" looks like chewing."""

_TILT = 1.7
"""Degrees the head tilts to either side."""

_BOB = 5.0
"""Units (of 1000 across the figure) that the head rises and falls."""

_WAIST = 1_500
"""Units by which the body goes on below what is drawn of it, so that it runs out of any frame."""

_RIM_MARGIN = 24
"""Transparent pixels around a figure's rim."""


class Presenter(Layer):
    """Draws one presenter at one size and place."""

    def __init__(self, avatar_id: int, head: Box, levels: NDArray[np.float32], rim: int = 0) -> None:
        """The head, from crown to chin, fills the height of a box; `levels` is the voice's loudness per frame, 0 to 1.

        `rim` draws a white edge of so many pixels around the figure, for one that stands free before a picture.
        """
        self._character = CHARACTERS[avatar_id]
        self._scale = head.height / (CHIN - CROWN)
        self._place = (round(head.center[0] - AXIS * self._scale), round(head.y - CROWN * self._scale))
        self._mouths = mouth_shapes(levels)
        self._bare_head = draw_head(self._character, self._scale)
        self._head = Sprite(self._bare_head.copy())
        self._rim = Sprite(_silhouette(self._bare_head, rim)) if rim else None
        self._body, self._body_at = self._draw_body(rim)
        self._parts: dict[Mouth | Eyes, Sprite] = {}
        self._state: tuple[Mouth, Eyes] | None = None

    def draw(self, frame: Surface, time: float) -> None:
        """Draw the whole figure as it is at a time in seconds."""
        matrix = self._head_matrix(time)
        if self._rim:
            back = np.array([[1, 0, -_RIM_MARGIN], [0, 1, -_RIM_MARGIN], [0, 0, 1]], np.float64)
            frame.place(self._rim, matrix @ back)
        self.draw_body(frame)
        frame.place(self._head_at(time), matrix)

    def draw_body(self, surface: Surface) -> None:
        """Draw the part that never moves, for a ground that is painted once."""
        surface.lay(self._body, *self._body_at)

    def draw_head(self, surface: Surface, time: float) -> None:
        """Draw the head over a body that is there already."""
        surface.place(self._head_at(time), self._head_matrix(time))

    def _draw_body(self, rim: int) -> tuple[Sprite, tuple[int, int]]:
        """The body without the empty part above it, and where it belongs."""
        drawn = draw_body(self._character, self._scale)
        pixels = np.pad(drawn, ((0, round(_WAIST * self._scale)), (0, 0), (0, 0)), mode="edge")
        margin = 0
        if rim:
            margin = _RIM_MARGIN
            rimmed = _silhouette(pixels, rim)
            lay_onto(rimmed, Sprite(pixels), margin, margin)
            pixels = rimmed
        left, top, width, height = cv2.boundingRect(np.ascontiguousarray(pixels[:, :, 3]))
        x, y = self._place
        cropped = np.ascontiguousarray(pixels[top : top + height, left : left + width])
        return Sprite(cropped), (x - margin + left, y - margin + top)

    def _head_matrix(self, time: float) -> NDArray[np.float64]:
        angle = np.radians(_TILT * (0.6 * wave(time, 4.3) + 0.4 * wave(time, 2.6, 0.3)))
        left, top = HEAD[0] * self._scale, HEAD[1] * self._scale
        x, y = self._place
        about = np.array([PIVOT[0] * self._scale - left, PIVOT[1] * self._scale - top])
        turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        shift = about - turn @ about + (x + left, y + top + _BOB * self._scale * wave(time, 2.2, 0.1))
        return np.column_stack([turn, shift])

    def _head_at(self, time: float) -> Sprite:
        """The head with the eyes and mouth of a time; repainted only when they change, and only where."""
        state = (self.mouth_at(time), eyes_at(time))
        if state != self._state:
            self._state = state
            for part, place in ((state[1], EYES), (state[0], MOUTH)):
                self._repaint(self._head.pixels, part, place)
            self._head.repainted()
        return self._head

    def mouth_at(self, time: float) -> Mouth:
        """The mouth's shape at a time."""
        return self._mouths[min(round(time * FPS), len(self._mouths) - 1)] if self._mouths else Mouth.SMILE

    def _repaint(self, head: Pixels, part: Mouth | Eyes, place: tuple[float, float, float, float]) -> None:
        left, top = round((place[0] - HEAD[0]) * self._scale), round((place[1] - HEAD[1]) * self._scale)
        sprite = self._part(part)
        rows, columns = slice(top, top + sprite.height), slice(left, left + sprite.width)
        head[rows, columns] = self._bare_head[rows, columns]
        lay_onto(head, sprite, left, top)

    def _part(self, part: Mouth | Eyes) -> Sprite:
        if part not in self._parts:
            drawn = (
                draw_mouth(self._character, part, self._scale)
                if isinstance(part, Mouth)
                else draw_eyes(self._character, part, self._scale)
            )
            self._parts[part] = Sprite(drawn)
        return self._parts[part]


def mouth_shapes(levels: NDArray[np.float32]) -> list[Mouth]:
    """The mouth's shape per frame; a shape is held for two frames, since faster changes flicker."""
    shapes: list[Mouth] = []
    changes = 0
    for frame, level in enumerate(levels):
        shape = Mouth(sum(float(level) >= opening for opening in _OPENINGS))
        before = shapes[-1] if shapes else Mouth.SMILE
        if frame % 2 and shapes:
            shape = before
        elif shape is not before:
            changes += 1
            if shape is Mouth.OPEN and changes % _ROUND_EVERY == 0:
                shape = Mouth.ROUND
        shapes.append(shape)
    return shapes


def _silhouette(pixels: Pixels, width: int) -> Pixels:
    """The shape of a drawing, grown by a width in pixels, in white; `_RIM_MARGIN` larger on every side."""
    alpha = np.pad(pixels[:, :, 3], _RIM_MARGIN)
    grown = cv2.dilate(alpha, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * width + 1, 2 * width + 1)))
    return fill(np.asarray(cv2.GaussianBlur(grown, (0, 0), 0.8), np.uint8), WHITE)


def eyes_at(time: float) -> Eyes:
    """Shut in the middle of a blink, half open at its edges."""
    phase = (time + 1.2) % _BLINK_EVERY
    if phase > _BLINK:
        return Eyes.OPEN
    return Eyes.SHUT if _BLINK * 0.25 < phase < _BLINK * 0.75 else Eyes.HALF
