"""Product cards: a picture on a rounded plate with a soft shadow, one for each shot, made when first seen."""

from dataclasses import replace
from functools import lru_cache, partial
from math import inf

import cv2

from studio.scenes.drawing.box import Box
from studio.scenes.drawing.canvas import Sprite
from studio.scenes.drawing.colour import WHITE
from studio.scenes.drawing.layers import Yuva, to_yuva
from studio.scenes.drawing.shapes import Mask, Shadow, plate, rounded, shadow_of, shadowed
from studio.scenes.film.moves import RESTING, Path
from studio.scenes.film.moving import Moving
from studio.scenes.film.photo import Photo, Window, grown
from studio.scenes.pictures.fitting import Framing, fitted
from studio.scenes.pictures.picture import Picture
from studio.scenes.plan.layout import card_box
from studio.scenes.plan.look import Look
from studio.scenes.shots.camera import camera
from studio.scenes.shots.cast import Cast

_KEPT = 3
"""Cards in memory: the one seen, the one coming and one below them."""

_FACES_KEPT = 4
"""Pictures as they stand on their cards: shots take them in turn, and most products have no more. 4 MB each."""

_SHADOW_MARGIN = 64
"""Transparent pixels around a card that its shadow fades out in."""


class Cards:
    """The cards of a video's shots, all of the same size, resting in the same box."""

    def __init__(self, cast: Cast, radius: int | None = None, border: int | None = None) -> None:
        """`radius` and `border` in pixels replace those of the video's look."""
        self._shots, self._pictures, self._clear = cast.timeline.shots, cast.pictures, cast.layout.clear
        look = cast.look
        self._look = replace(
            look, radius=look.radius if radius is None else radius, border=look.border if border is None else border
        )
        self.box: Box = card_box(cast.layout.stage, [picture.aspect for picture in cast.pictures if not picture.plain])
        self._face = lru_cache(maxsize=_FACES_KEPT)(self._fit)
        self._sprite = lru_cache(maxsize=_KEPT)(self._draw)
        self._window = lru_cache(maxsize=_KEPT)(self._cut)

    def moving(
        self,
        number: int,
        path: Path = RESTING,
        shown: tuple[float, float] = (-inf, inf),
        *,
        leaving: bool = False,
        inside: Box | None = None,
    ) -> Moving:
        """A shot's card on its path, seen from and until a time; what is not `inside` a box is cut off.

        Its picture is as at the beginning of the shot, or as at its end when it is `leaving`: no jump can be seen.
        """
        return Moving(partial(self._sprite, number, leaving), self.box.center, path, shown, inside)

    def zooming(self, number: int, landed: float) -> Photo:
        """The picture of a card that lies at rest from a time in seconds on, over the card."""
        scale = camera(number, self._shots[number], landed)
        return Photo(partial(self._window, number), self.box.inset(self._look.border), scale, landed)

    def _fit(self, picture: int, framing: Framing) -> Yuva:
        return face_of(self._pictures[picture], self.box, self._look, self._clear, framing)

    def _cut(self, number: int) -> Window:
        shot = self._shots[number]
        face = self._face(shot.picture, shot.framing)
        return Window.of_face(face, number, _corners(face, self._look))

    def _draw(self, number: int, leaving: bool) -> Sprite:
        shot = self._shots[number]
        scale = camera(number, shot, shot.start)(shot.end if leaving else shot.start)
        return card_sprite(grown(self._face(shot.picture, shot.framing), number, scale), self._look)


def face_of(picture: Picture, box: Box, look: Look, clear: Box | None = None, framing: Framing = Framing.WHOLE) -> Yuva:
    """What a card in a box shows; its subject is in the part that is `clear`, of the frame."""
    inner, clear = box.inset(look.border), clear or box
    top, bottom = max(inner.y, clear.y), min(inner.bottom, clear.bottom)
    seen = Box(0, top - inner.y, inner.width, bottom - top)
    return to_yuva(fitted(picture, inner.width, inner.height, seen, framing))


def _corners(face: Yuva, look: Look) -> Mask:
    """Where a face covers its card."""
    return rounded(face.shape[1], face.shape[0], max(look.radius - look.border, 0))


def card_sprite(face: Yuva, look: Look) -> Sprite:
    """A whole card with rim and shadow around a face."""
    height, width = (side + 2 * look.border for side in face.shape[:2])
    sheet = _backing(width, height, look.radius, look.border, look.dark).copy()
    inner = Box(0, 0, *sheet.shape[1::-1]).inset(_SHADOW_MARGIN + look.border)
    under = sheet[inner.y : inner.bottom, inner.x : inner.right]
    cover = cv2.merge([_corners(face, look)] * 4)
    cv2.multiply(under, cv2.bitwise_not(cover), dst=under, scale=1 / 255)
    cv2.add(under, cv2.multiply(face, cover, scale=1 / 255), dst=under)
    return Sprite.of_yuva(sheet)


@lru_cache(maxsize=2)
def _backing(width: int, height: int, radius: int, border: int, dark: bool) -> Yuva:
    """What all cards of a video have behind their picture: the shadow, and the plate where its rim is seen."""
    shadow = Shadow(24, 0.5 if dark else 0.3, 16)
    if border:
        return shadowed(plate(width, height, radius, WHITE), radius, _SHADOW_MARGIN, shadow).yuva
    return to_yuva(shadow_of(width, height, radius, _SHADOW_MARGIN, shadow))
