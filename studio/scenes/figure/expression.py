"""A presenter's eyes and mouth in the units of `studio.scenes.figure.figure`, redrawn as they change."""

from enum import Enum, IntEnum

from studio.scenes.drawing.canvas import Pixels
from studio.scenes.drawing.colour import WHITE, Colour, blend
from studio.scenes.drawing.vector import Drawing, Outline, Point, curve, oval
from studio.scenes.figure.character import Character

EYES = (360.0, 374.0, 280.0, 100.0)
"""Left, top, width and height of the part of the figure that blinking changes."""

MOUTH = (410.0, 504.0, 180.0, 100.0)
"""The part that speaking changes."""


class Mouth(IntEnum):
    """Mouth shapes, from closed to wide."""

    SMILE = 0
    SMALL = 1
    OPEN = 2
    WIDE = 3
    ROUND = 4


class Eyes(Enum):
    """How open the eyes are."""

    OPEN = 0
    HALF = 1
    SHUT = 2


_INSIDE: Colour = (96, 26, 34)
_LINER: Colour = (34, 24, 28)
_TONGUE: Colour = (222, 110, 112)

_LIPS: dict[Mouth, tuple[float, float, float]] = {
    Mouth.SMALL: (34, 9, 542),
    Mouth.OPEN: (40, 18, 547),
    Mouth.WIDE: (44, 28, 551),
    Mouth.ROUND: (25, 26, 550),
}
"""Half width, half height and middle of the open mouths."""


def draw_mouth(character: Character, mouth: Mouth, scale: float) -> Pixels:
    """The mouth alone, `MOUTH` large, on a transparent ground."""
    left, top, width, height = MOUTH
    sheet = Drawing(width, height, scale, (left, top))
    if mouth is Mouth.SMILE:
        _smile(sheet, character)
    else:
        _open_mouth(sheet, character, *_LIPS[mouth])
    return sheet.pixels()


def draw_eyes(character: Character, eyes: Eyes, scale: float) -> Pixels:
    """Both eyes alone, `EYES` large, glasses included."""
    left, top, width, height = EYES
    sheet = Drawing(width, height, scale, (left, top))
    for side in (-1, 1):
        _eye(sheet, character, 500 + side * 70, side, eyes)
        if character.glasses:
            rim = oval(500 + side * 70, 424, 52, 44)
            sheet.stroke(curve([*map(tuple, rim), tuple(rim[0])], closed=False), 7, (38, 38, 48), 0.95)
    if character.glasses:
        sheet.stroke(curve([(482, 418), (500, 412), (518, 418)], closed=False), 7, (38, 38, 48), 0.95)
    return sheet.pixels()


def _smile(sheet: Drawing, character: Character) -> None:
    upper: list[Point] = [(446, 536), (446, 536), (478, 532), (500, 537), (522, 532), (554, 536), (554, 536)]
    lower: list[Point] = [(530, 560), (500, 568), (470, 560)]
    sheet.fill(curve([*upper, *lower]), character.lips)
    line: list[Point] = [(444, 535), (472, 546), (500, 550), (528, 546), (556, 535)]
    sheet.stroke(curve(line, closed=False), 5, blend(character.lips, _INSIDE, 0.6))


def _open_mouth(sheet: Drawing, character: Character, across: float, down: float, middle: float) -> None:
    lip = 8 if character.lashes else 5
    outer = _opening(across + lip, down + lip, middle)
    sheet.fill(outer, character.lips)
    hole = _opening(across, down, middle)
    inside = sheet.mask(hole)
    sheet.fill(hole, _INSIDE)
    if down > 12:
        sheet.fill(oval(500, middle + down * 0.95, across * 0.7, down * 0.6), _TONGUE, clip=inside)
        sheet.fill(oval(500, middle - down * 1.05, across * 0.82, down * 0.55), (250, 248, 244), clip=inside)
    else:
        sheet.fill(oval(500, middle - down, across * 0.8, down * 0.8), (250, 248, 244), clip=inside)


def _opening(across: float, down: float, middle: float) -> Outline:
    """An open mouth: flatter above than below, its corners a little raised."""
    return curve(
        [
            (500 - across, middle - down * 0.35),
            (500 - across * 0.5, middle - down * 0.95),
            (500, middle - down * 0.85),
            (500 + across * 0.5, middle - down * 0.95),
            (500 + across, middle - down * 0.35),
            (500 + across * 0.62, middle + down * 0.72),
            (500, middle + down),
            (500 - across * 0.62, middle + down * 0.72),
        ]
    )


def _eye(sheet: Drawing, character: Character, x: float, side: int, eyes: Eyes) -> None:
    """One eye; `side` is -1 for the left one, as seen."""
    lid = blend(character.hair_colour, _LINER, 0.75)
    if eyes is Eyes.SHUT:
        arc: list[Point] = [(x - 29, 426), (x - 12, 438), (x + 12, 438), (x + 29, 426)]
        sheet.stroke(curve(arc, closed=False), 7, lid)
        return
    droop = 0.55 if eyes is Eyes.HALF else 1.0
    almond = curve(
        [
            (x - 31, 428),
            (x - 14, 428 - 21 * droop),
            (x + 14, 428 - 21 * droop),
            (x + 31, 428),
            (x + 15, 445),
            (x - 15, 445),
        ]
    )
    inside = sheet.mask(almond)
    sheet.fill(almond, (253, 252, 250))
    sheet.fill(oval(x, 423, 19, 20), character.iris, clip=inside)
    sheet.fill(oval(x, 423, 10, 11), _LINER, clip=inside)
    sheet.fill(oval(x + 7, 416, 5.5, 5.5), WHITE, clip=inside)
    top: list[Point] = [(x - 32, 429), (x - 15, 427 - 21 * droop), (x + 15, 427 - 21 * droop), (x + 32, 429)]
    sheet.stroke(curve(top, closed=False), 7 if character.lashes else 5, lid)
    if character.lashes:
        tip: list[Point] = [(x + side * 24, 416 + 10 * (1 - droop)), (x + side * 41, 409 + 14 * (1 - droop))]
        sheet.stroke(curve(tip, closed=False), 6, lid)
