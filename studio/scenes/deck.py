"""The cards of a video's shots, made when they are first seen."""

from dataclasses import dataclass, replace
from functools import lru_cache
from math import ceil, cos, floor, hypot, radians, sin

from studio.scenes.box import NOWHERE, Box
from studio.scenes.camera import scale_at
from studio.scenes.canvas import Sprite, reach, turned
from studio.scenes.card import Card, draw_zoomed, face_of, make_card
from studio.scenes.cast import Cast
from studio.scenes.fitting import Framing
from studio.scenes.frame import Frame, warped
from studio.scenes.layers import Layers, Yuva
from studio.scenes.layout import card_box
from studio.scenes.motion import ramp

_KEPT = 3
"""Cards in memory: the one seen, the one coming and one below them."""

_FACES_KEPT = 4
"""Pictures as they stand on their cards: shots take them in turn, and most products have no more. 4 MB each."""

_FAR = 60
"""Pixels from its rest beyond which a card that lands within half a second moves by more than 25 a frame: no eye can
see it sharp there."""


@dataclass(frozen=True, slots=True)
class Pose:
    """How far a card is from its rest."""

    shift: tuple[float, float] = (0.0, 0.0)
    """Pixels to the right and down."""
    degrees: float = 0.0
    """Clockwise."""
    scale: float = 1.0
    opacity: float = 1.0
    """1 hides what is below, 0 shows all of it."""


AT_REST = Pose()


class Deck:
    """One card a shot, all of the same size, resting in the same box."""

    def __init__(self, cast: Cast, radius: int | None = None, border: int | None = None) -> None:
        """`radius` and `border` in pixels replace those of the video's look."""
        self._timeline, self._pictures = cast.timeline, cast.pictures
        look = cast.look
        self._look = replace(
            look, radius=look.radius if radius is None else radius, border=look.border if border is None else border
        )
        self.box: Box = card_box(cast.layout.stage, [picture.aspect for picture in cast.pictures if not picture.plain])
        self._clear = cast.layout.clear
        self.card = lru_cache(maxsize=_KEPT)(self._make)
        self._face = lru_cache(maxsize=_FACES_KEPT)(self._fit)
        self._sprite = lru_cache(maxsize=_KEPT)(self._draw)
        self._askew = lru_cache(maxsize=_KEPT)(self._turn)

    def _make(self, number: int) -> Card:
        shot = self._timeline.shots[number]
        face = self._face(shot.picture, shot.framing)
        return make_card(face, self.box.width, self.box.height, self._look, number)

    def _fit(self, picture: int, framing: Framing) -> Yuva:
        return face_of(self._pictures[picture], self.box, self._look, self._clear, framing)

    def _draw(self, number: int, leaving: bool) -> Sprite:
        shot = self._timeline.shots[number]
        return self.card(number).sprite(scale_at(number, float(leaving), (shot.end - shot.start) * leaving))

    def place(
        self,
        frame: Frame,
        number: int,
        pose: Pose = AT_REST,
        *,
        leaving: bool = False,
        covered: Box = NOWHERE,
        fast: bool = False,
    ) -> None:
        """Draw a shot's card in a pose; `fast` where it moves too much to be seen sharp.

        Its picture is as at the beginning of the shot, or as at its end when it is `leaving`: no jump can be seen.
        What lies in `covered` is left out: another card will be drawn over it.
        """
        sprite = self._sprite(number, leaving)
        x, y = self.box.center
        center = (x + pose.shift[0], y + pose.shift[1])
        frame.place(sprite, turned(sprite, center, pose.scale, pose.degrees), pose.opacity, covered=covered, fast=fast)

    def fly(self, frame: Frame, number: int, shift: tuple[float, float], degrees: float) -> None:
        """Draw a card on its way to its rest, sharp only at the end of it."""
        sprite, (x, y) = self._sprite(number, False), self.box.center
        matrix = turned(sprite, (x + shift[0], y + shift[1]), degrees=degrees)
        frame.place(sprite, matrix, fast=hypot(*shift) > _FAR)

    def pile(self, frame: Frame, number: int, degrees: float) -> None:
        """Draw a card as its shot left it, askew for good: it is turned only once."""
        layers, box = self._askew(number, degrees)
        frame.cover(layers, box.x, box.y)

    def _turn(self, number: int, degrees: float) -> tuple[Layers, Box]:
        sprite = self._sprite(number, True)
        matrix = turned(sprite, self.box.center, degrees=degrees)
        box = reach(sprite, matrix).evenly_around()
        return warped(sprite, matrix, box), box

    def covers(self, shift: tuple[float, float], degrees: float) -> Box:
        """The largest upright box of the deck's shape that a card away from its rest hides wholly."""
        turn = abs(radians(degrees))
        rounding = 0.3 * self._look.radius + 1
        across, down = self.box.width / 2 - rounding, self.box.height / 2 - rounding
        half_width = (across * cos(turn) - down * sin(turn)) / cos(2 * turn)
        half_height = (down * cos(turn) - across * sin(turn)) / cos(2 * turn)
        x, y = self.box.center[0] + shift[0], self.box.center[1] + shift[1]
        left, top = ceil(x - half_width), ceil(y - half_height)
        return Box(left, top, floor(x + half_width) - left, floor(y + half_height) - top)

    def zoom(self, frame: Frame, number: int, time: float, landing: float) -> None:
        """Draw the zoom of a resting card, `landing` seconds after its shot began."""
        shot = self._timeline.shots[number]
        landed = shot.start + (landing if number else 0.0)
        scale = scale_at(number, ramp(time, landed, shot.end - landed), time - shot.start)
        draw_zoomed(frame, self.card(number), self.box, scale)
