"""A presenter's body and head as drawings: flat shapes with a little shade.

Design units: the figure is 1000 wide and 1500 high, the head's middle is (500, 410), the mouth (500, 548).
"""

from studio.scenes.drawing.canvas import Pixels
from studio.scenes.drawing.colour import WHITE, Colour, blend
from studio.scenes.drawing.vector import Drawing, Mask, curve, mirrored, oval
from studio.scenes.figure.character import Character
from studio.scenes.figure.clothes import draw_clothes
from studio.scenes.figure.hair import draw_back_hair, draw_front_hair

WIDTH, HEIGHT = 1000, 1500
AXIS = 500.0

HEAD = (250.0, 40.0, 500.0, 650.0)
"""The head's part of the figure in units: left, top, width, height. It is a layer of its own, so that it can tilt."""

CROWN, CHIN = 130.0, 640.0
"""Rows between which hair, face and chin lie: what must stay free of captions."""

PIVOT = (500.0, 640.0)
"""Where the head turns on the neck."""

_HEAD_OUTLINE = mirrored([(500, 198), (590, 218), (648, 300), (657, 400), (646, 490), (606, 570), (546, 622)], AXIS)


def draw_body(character: Character, scale: float) -> Pixels:
    """Everything but the head: hair falling behind, neck, shoulders and clothes. `scale` is pixels per unit."""
    sheet = Drawing(WIDTH, HEIGHT, scale)
    draw_back_hair(sheet, character)
    skin = character.skin
    chest = curve(mirrored([(562, 560), (564, 690), (640, 752), (770, 800), (800, 920), (790, 1530)], AXIS))
    sheet.fill(chest, skin)
    neck = sheet.mask(chest)
    sheet.fill(oval(AXIS, 640, 110, 62), shade_of(skin), 0.75, clip=neck, blur=10)
    draw_clothes(sheet, character)
    return sheet.pixels()


def draw_head(character: Character, scale: float) -> Pixels:
    """The head without eyes and mouth, `HEAD` large."""
    left, top, width, height = HEAD
    sheet = Drawing(width, height, scale, (left, top))
    skin, shade = character.skin, shade_of(character.skin)
    for side in (-1, 1):
        ear = AXIS + side * 156
        sheet.fill(oval(ear, 432, 30, 46, side * 8), blend(skin, shade, 0.25))
        sheet.fill(oval(ear + side * 2, 434, 14, 26, side * 8), shade, 0.55)
        if character.earrings:
            sheet.fill(oval(ear + side * 4, 488, 12, 12), (244, 200, 92))
    face = curve(_HEAD_OUTLINE)
    sheet.fill(face, skin)
    inside = sheet.mask(face)
    sheet.fill(oval(AXIS + 190, 420, 70, 240), shade, 0.35, clip=inside, blur=22)
    for side in (-1, 1):
        sheet.fill(oval(AXIS + side * 96, 492, 32, 20), blend(character.lips, skin, 0.35), 0.42, clip=inside, blur=14)
    _nose(sheet, skin, shade)
    if character.beard:
        _beard(sheet, character, inside)
    draw_front_hair(sheet, character, inside)
    _brows(sheet, character)
    return sheet.pixels()


def shade_of(skin: Colour) -> Colour:
    """The skin in shadow: darker and warmer."""
    return blend(skin, (120, 40, 30), 0.28)


def _nose(sheet: Drawing, skin: Colour, shade: Colour) -> None:
    sheet.fill(curve([(512, 420), (530, 480), (520, 502), (500, 506)]), shade, 0.35, blur=5)
    sheet.stroke(curve([(482, 494), (492, 504), (508, 504), (518, 494)], closed=False), 6, shade, 0.9)
    sheet.fill(oval(494, 478, 9, 16), blend(skin, WHITE, 0.5), 0.35, blur=5)


def _brows(sheet: Drawing, character: Character) -> None:
    colour = blend(character.hair_colour, (50, 40, 40), 0.35)
    width = 11 if character.lashes else 15
    for side in (-1, 1):
        arch = [(AXIS + side * 40, 374), (AXIS + side * 74, 362), (AXIS + side * 108, 374)]
        sheet.stroke(curve(arch, closed=False), width, colour, 0.92)


def _beard(sheet: Drawing, character: Character, inside: Mask) -> None:
    """Short and even: along the jaw, around the mouth and under the nose."""
    colour = blend(character.hair_colour, character.skin, 0.22)
    jaw = mirrored([(500, 522), (560, 524), (606, 470), (640, 420), (670, 420), (660, 560), (560, 660)], AXIS)
    sheet.fill(curve(jaw), colour, 0.94, clip=inside, blur=2)
    sheet.fill(oval(AXIS, 550, 58, 30), character.skin, clip=inside, blur=3)
    sheet.fill(curve([(500, 514), (556, 528), (566, 552), (500, 536), (434, 552), (444, 528)]), colour, 0.94)
