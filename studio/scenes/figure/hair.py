"""Hair and head scarves in the units of `studio.scenes.figure.figure`: behind the body, and around the face."""

from studio.scenes.drawing.colour import WHITE, Colour, blend
from studio.scenes.drawing.vector import Drawing, Mask, Point, curve, mirrored, oval
from studio.scenes.figure.character import Character, Hair

_AXIS = 500.0


def draw_back_hair(sheet: Drawing, character: Character) -> None:
    """What lies behind neck and shoulders; short hair has nothing there."""
    colour = blend(character.hair_colour, (10, 8, 12), 0.14)
    if character.hair is Hair.LONG:
        sheet.fill(
            curve(
                mirrored(
                    [
                        (500, 150),
                        (640, 190),
                        (706, 330),
                        (712, 560),
                        (730, 760),
                        (690, 900),
                        (600, 880),
                        (500, 860),
                    ],
                    _AXIS,
                )
            ),
            colour,
        )
    elif character.hair is Hair.WAVY:
        sheet.fill(
            curve(
                mirrored(
                    [
                        (500, 150),
                        (650, 196),
                        (720, 330),
                        (700, 450),
                        (742, 560),
                        (712, 660),
                        (736, 750),
                        (660, 800),
                        (560, 760),
                        (500, 740),
                    ],
                    _AXIS,
                )
            ),
            colour,
        )
    elif character.hair in (Hair.BOB, Hair.SILVER_BOB):
        sheet.fill(
            curve(
                mirrored([(500, 150), (640, 190), (700, 330), (706, 520), (690, 640), (600, 672), (500, 660)], _AXIS)
            ),
            colour,
        )
    elif character.hair is Hair.CURLY:
        for x, y, size in _CURLS:
            sheet.fill(oval(x, y, size, size), colour)
    elif character.hair is Hair.SCARF:
        sheet.fill(
            curve(
                mirrored([(500, 150), (640, 196), (704, 340), (700, 560), (728, 730), (670, 800), (500, 860)], _AXIS)
            ),
            _folded(character.under),
        )


def draw_front_hair(sheet: Drawing, character: Character, face: Mask) -> None:
    """What lies over the forehead and beside the face."""
    _FRONTS[character.hair](sheet, character, face)


_CURLS: tuple[tuple[float, float, float], ...] = (
    (500, 190, 110), (400, 210, 104), (600, 210, 104), (322, 290, 96), (678, 290, 96), (286, 396, 92), (714, 396, 92),
    (292, 506, 84), (708, 506, 84), (330, 596, 70), (670, 596, 70),
)  # fmt: skip


def _folded(colour: Colour) -> Colour:
    return blend(colour, (10, 8, 12), 0.2)


def _sheen(sheet: Drawing, character: Character, line: list[Point]) -> None:
    sheet.stroke(curve(line, closed=False), 16, blend(character.hair_colour, WHITE, 0.3), 0.35)


def _parted(sheet: Drawing, character: Character, low: float) -> None:
    """A side parting with two curtains that taper off at `low`."""
    colour = character.hair_colour
    right = [(455, 196), (455, 196), (520, 164), (622, 182), (690, 280), (704, 400), (706, low), (706, low)]
    right += [(668, low - 70), (654, 400), (622, 320), (540, 268)]
    left = [(462, 196), (462, 196), (400, 170), (322, 230), (298, 360), (294, low), (294, low), (334, low - 70)]
    left += [(346, 400), (372, 330), (430, 280)]
    sheet.fill(curve(right), colour)
    sheet.fill(curve(left), colour)
    _sheen(sheet, character, [(520, 206), (600, 224), (652, 300)])


def _long(sheet: Drawing, character: Character, _face: Mask) -> None:
    _parted(sheet, character, low=680)


def _bob(sheet: Drawing, character: Character, _face: Mask) -> None:
    _parted(sheet, character, low=640)


def _bun(sheet: Drawing, character: Character, _face: Mask) -> None:
    colour = character.hair_colour
    sheet.fill(oval(_AXIS, 138, 84, 74), blend(colour, (10, 8, 12), 0.12))
    sheet.fill(
        curve(
            mirrored(
                [(500, 168), (610, 184), (676, 270), (676, 400), (654, 430), (640, 350), (590, 290), (500, 262)],
                _AXIS,
            )
        ),
        colour,
    )
    _sheen(sheet, character, [(520, 206), (590, 222), (636, 288)])


def _curly(sheet: Drawing, character: Character, _face: Mask) -> None:
    for x, y, size in (
        (500, 214, 64),
        (430, 226, 60),
        (570, 226, 60),
        (372, 268, 56),
        (628, 268, 56),
        (344, 336, 46),
        (656, 336, 46),
        (470, 196, 60),
        (540, 196, 60),
    ):
        sheet.fill(oval(x, y, size, size), character.hair_colour)


def _short(sheet: Drawing, character: Character, _face: Mask) -> None:
    fringe = [
        (340, 400),
        (326, 300),
        (370, 206),
        (470, 158),
        (590, 172),
        (664, 250),
        (672, 340),
        (660, 402),
        (646, 340),
        (610, 300),
        (560, 316),
        (520, 296),
        (470, 322),
        (430, 300),
        (380, 328),
        (352, 360),
    ]
    sheet.fill(curve(fringe), character.hair_colour)
    _sheen(sheet, character, [(430, 210), (520, 192), (600, 216)])


def _quiff(sheet: Drawing, character: Character, _face: Mask) -> None:
    swept = [
        (342, 400),
        (330, 310),
        (352, 226),
        (430, 160),
        (540, 132),
        (640, 160),
        (676, 250),
        (670, 340),
        (658, 400),
        (648, 320),
        (600, 262),
        (500, 268),
        (400, 252),
        (362, 318),
    ]
    sheet.fill(curve(swept), character.hair_colour)
    _sheen(sheet, character, [(430, 200), (520, 172), (600, 190)])


def _crop(sheet: Drawing, character: Character, _face: Mask) -> None:
    close = mirrored(
        [
            (500, 178),
            (590, 190),
            (650, 250),
            (664, 340),
            (660, 396),
            (646, 350),
            (620, 284),
            (560, 260),
            (500, 256),
        ],
        _AXIS,
    )
    sheet.fill(curve(close), character.hair_colour)


def _scarf(sheet: Drawing, character: Character, _face: Mask) -> None:
    """A head scarf: the hair is covered, the face's oval stays free."""
    cloth = character.under
    wrap = sheet.mask(
        curve(mirrored([(500, 150), (620, 176), (690, 280), (698, 440), (676, 580), (610, 680), (500, 710)], _AXIS))
    )
    opening = sheet.mask(
        curve(mirrored([(500, 252), (584, 274), (634, 360), (640, 440), (622, 530), (572, 600), (500, 628)], _AXIS))
    )
    sheet.ink(wrap & ~opening, cloth)
    for line in ([(360, 250), (420, 208), (500, 196)], [(676, 480), (640, 600), (560, 676)]):
        sheet.stroke(curve(line, closed=False), 6, _folded(cloth), 0.7)


_FRONTS = {
    Hair.LONG: _long,
    Hair.WAVY: _bob,
    Hair.BOB: _bob,
    Hair.SILVER_BOB: _bob,
    Hair.BUN: _bun,
    Hair.CURLY: _curly,
    Hair.SHORT: _short,
    Hair.QUIFF: _quiff,
    Hair.CROP: _crop,
    Hair.SCARF: _scarf,
}
