"""What presenters wear, in the units of `studio.scenes.figure.figure`."""

from collections.abc import Sequence

from studio.scenes.drawing.colour import WHITE, Colour, blend
from studio.scenes.drawing.vector import Drawing, Point, curve, mirrored, oval
from studio.scenes.figure.character import Character, Clothes, Hair

_AXIS = 500.0
_BLACK: Colour = (10, 10, 18)

_SHOULDERS: list[Point] = [
    (580, 716), (660, 752), (762, 790), (832, 850), (862, 950), (880, 1110), (888, 1320), (890, 1560),
]  # fmt: skip
"""The right half of every garment's outline, from the neck outwards."""


def draw_clothes(sheet: Drawing, character: Character) -> None:
    """Draw the garment over the bare chest."""
    _GARMENTS[character.clothes](sheet, character)
    _sleeves(sheet, character)
    if character.hair is Hair.SCARF:
        _drape(sheet, character)


def _torso(neckline: list[Point]) -> list[Point]:
    """A garment's closed outline with a neckline (right half, from the middle to the shoulder)."""
    return mirrored([*neckline, *_SHOULDERS], _AXIS)


def _sleeves(sheet: Drawing, character: Character) -> None:
    """A fold where the arm leaves the body."""
    for side in (-1, 1):
        fold = [(_AXIS + side * 262, 960), (_AXIS + side * 250, 1060), (_AXIS + side * 252, 1510)]
        sheet.stroke(curve(fold, closed=False), 7, blend(character.cloth, _BLACK, 0.3), 0.7)


def _drape(sheet: Drawing, character: Character) -> None:
    """The end of a head scarf, laid over neck and shoulders."""
    cloth, fold = character.under, blend(character.under, _BLACK, 0.2)
    half: list[Point] = [(500, 610), (612, 620), (690, 700), (716, 780), (650, 846), (566, 896), (500, 908)]
    sheet.fill(curve(mirrored(half, _AXIS)), cloth)
    for line in ([(424, 700), (500, 760), (600, 790)], [(404, 770), (480, 838), (560, 858)]):
        sheet.stroke(curve(line, closed=False), 6, fold, 0.6)


def _tee(sheet: Drawing, character: Character) -> None:
    outline = curve(_torso([(500, 792), (548, 776), (580, 716), (580, 716)]))
    sheet.fill(outline, character.cloth)
    neck = [(420, 716), (452, 776), (500, 794), (548, 776), (580, 716)]
    sheet.stroke(curve(neck, closed=False), 15, blend(character.cloth, _BLACK, 0.14))


def _hoodie(sheet: Drawing, character: Character) -> None:
    dark = blend(character.cloth, _BLACK, 0.28)
    sheet.fill(curve(_torso([(500, 778), (552, 768), (580, 716), (580, 716)])), character.cloth)
    hood = mirrored([(500, 838), (588, 806), (648, 738), (606, 690), (566, 690), (556, 752), (500, 776)], _AXIS)
    sheet.fill(curve(hood), blend(character.cloth, WHITE, 0.1))
    sheet.stroke(curve([(444, 752), (500, 782), (556, 752)], closed=False), 9, dark, 0.8)
    for side in (-1, 1):
        sheet.stroke(
            curve([(_AXIS + side * 40, 824), (_AXIS + side * 46, 900), (_AXIS + side * 40, 960)], closed=False),
            9,
            character.under,
        )


def _turtleneck(sheet: Drawing, character: Character) -> None:
    dark = blend(character.cloth, _BLACK, 0.16)
    sheet.fill(curve(_torso([(500, 650), (566, 650), (574, 700)])), character.cloth)
    collar = mirrored([(500, 664), (566, 652), (576, 724), (500, 750)], _AXIS)
    sheet.fill(curve(collar), blend(character.cloth, WHITE, 0.12))
    sheet.stroke(curve([(424, 724), (500, 750), (576, 724)], closed=False), 7, dark, 0.8)


def _shirt(sheet: Drawing, character: Character) -> None:
    dark = blend(character.cloth, _BLACK, 0.2)
    sheet.fill(curve(_torso([(500, 850), (556, 760), (580, 716), (580, 716)])), character.cloth)
    sheet.stroke(curve([(500, 846), (500, 1510)], closed=False), 5, dark, 0.7)
    for height in (900, 1000, 1100):
        sheet.fill(oval(514, height, 7, 7), blend(character.cloth, WHITE, 0.6))
    for side in (-1, 1):
        collar = [(560, 700), (560, 700), (606, 722), (606, 722), (592, 812), (592, 812), (502, 852), (502, 852)]
        sheet.fill(curve([(_AXIS + side * (x - _AXIS), y) for x, y in collar]), blend(character.cloth, WHITE, 0.22))


def _blazer(sheet: Drawing, character: Character) -> None:
    vest = mirrored([(500, 806), (550, 772), (584, 716), (584, 716), (660, 800), (560, 1070), (500, 1120)], _AXIS)
    sheet.fill(curve(vest), character.under)
    dark, light = blend(character.cloth, _BLACK, 0.25), blend(character.cloth, WHITE, 0.1)
    for side in (-1, 1):

        def turn(points: Sequence[Point], side: int = side) -> list[Point]:
            return [(_AXIS + side * (x - _AXIS), y) for x, y in points]

        front: list[Point] = [
            (576, 712),
            (576, 712),
            *_SHOULDERS[1:],
            (496, 1560),
            (496, 1560),
            (496, 1060),
            (496, 1060),
        ]
        sheet.fill(curve(turn(front)), character.cloth)
        lapel: list[Point] = [
            (572, 708),
            (572, 708),
            (630, 740),
            (664, 850),
            (664, 850),
            (628, 872),
            (648, 900),
            (648, 900),
            (500, 1064),
            (500, 1064),
            (556, 880),
        ]
        sheet.fill(curve(turn(lapel)), light)
        sheet.stroke(curve(turn([(664, 850), (628, 872), (648, 900), (500, 1064)]), closed=False), 4, dark, 0.6)


def _blouse(sheet: Drawing, character: Character) -> None:
    sheet.fill(curve(_torso([(500, 880), (540, 800), (584, 718), (584, 718)])), character.cloth)
    light = blend(character.cloth, WHITE, 0.16)
    for side in (-1, 1):
        edge = [(584, 714), (584, 714), (622, 730), (600, 800), (502, 912), (502, 912), (500, 876), (544, 796)]
        sheet.fill(curve([(_AXIS + side * (x - _AXIS), y) for x, y in edge]), light)
    chain = [(440, 752), (468, 806), (500, 826), (532, 806), (560, 752)]
    sheet.stroke(curve(chain, closed=False), 4, character.under, 0.9)
    sheet.fill(oval(500, 832, 9, 11), character.under)


_GARMENTS = {
    Clothes.TEE: _tee,
    Clothes.HOODIE: _hoodie,
    Clothes.TURTLENECK: _turtleneck,
    Clothes.SHIRT: _shirt,
    Clothes.BLAZER: _blazer,
    Clothes.BLOUSE: _blouse,
}
