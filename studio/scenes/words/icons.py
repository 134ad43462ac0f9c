"""Small signs for what a benefit is about: found by units, which every language writes alike, and by word stems."""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum

import numpy as np

from studio.scenes.drawing.canvas import Sprite
from studio.scenes.drawing.colour import WHITE, Colour
from studio.scenes.drawing.vector import Drawing, curve, oval


class Icon(StrEnum):
    """What is drawn."""

    CLOCK = "clock"
    DROP = "drop"
    LEAF = "leaf"
    FEATHER = "feather"
    BOLT = "bolt"
    RULER = "ruler"
    SHIELD = "shield"
    CHECK = "check"


_UNITS: Mapping[Icon, str] = {
    Icon.CLOCK: r"h|hrs?|min|s",
    Icon.DROP: r"ml|cl|l|fl\.?\s?oz",
    Icon.FEATHER: r"g|kg|oz|lbs?",
    Icon.BOLT: r"w|watts?|kw|kwh|wh|v|volts?|mah|ah|hz|lm",
    Icon.RULER: r"mm|cm|m|km|in|ft",
}
"""Behind a number, as words of their own."""

_STEMS: Mapping[Icon, str] = {
    Icon.SHIELD: r"warrant|guarant|garant|garanz|garancj|gwaranc|гарант",
    Icon.CLOCK: r"hours?\b|stunden?\b|heures?\b|horas?\b|godzin|часов\b|часа\b",
    Icon.DROP: r"water|wasser|imperm|agua\b|acqua|wodo|водо",
    Icon.LEAF: (
        r"organic|natur|vegan|recycl|cotton|coton|baumwoll|algod|bawełn|wood|walnut|oak\b|holz|bois\b|noyer|madera"
        r"|legno|drewn|linen|leinen|wool|wolle|wełn|lana\b|soja|bamb[ou]|дерев|натур"
    ),
    Icon.FEATHER: r"lightweight|ultralight|federleicht|leichtgewicht|léger|liger[oa]|legger|lekk[ia]|лёгк|легк",
    Icon.BOLT: r"batter|akku|baterí|recharg|charg|schnelllad|ładow|аккумул",
}
"""Beginnings of words that say it in English, German, French, Spanish, Italian, Polish or Russian."""

_SIGNS: Mapping[Icon, str] = {
    Icon.SHIELD: "保修|保証|ضمان",
    Icon.CLOCK: "小时|小時|時間|ساع",
    Icon.DROP: "防水|ماء",
    Icon.LEAF: "天然|有机|有機|木",
    Icon.FEATHER: "轻便|輕便|軽量|خفيف",
    Icon.BOLT: "充电|充電|بطاري",
}
"""The same in scripts that have no blanks between words, or begin words with an article."""


def icon_of(text: str) -> Icon:
    """The sign for a benefit; a tick where nothing tells more."""
    folded = text.casefold()
    for icon, units in _UNITS.items():
        if re.search(rf"\d\s?(?:{units})(?![^\W\d_])", folded):
            return icon
    for icon, stems in _STEMS.items():
        if re.search(rf"(?<![^\W\d_])(?:{stems})|{_SIGNS[icon]}", folded):
            return icon
    return Icon.CHECK


def icon_sprite(icon: Icon, size: int, colour: Colour) -> Sprite:
    """A white sign on a disc of a colour, `size` pixels across."""
    drawing = Drawing(100, 100, size / 100)
    drawing.fill(oval(50, 50, 49, 49), colour)
    _PAINTERS[icon](drawing, colour)
    return Sprite(drawing.pixels())


def _line(*points: tuple[float, float]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.array(points, np.float64)


def _clock(drawing: Drawing, _: Colour) -> None:
    ring = oval(50, 50, 26, 26)
    drawing.stroke(np.concatenate([ring, ring[:1]]), 6, WHITE)
    drawing.stroke(_line((50, 35), (50, 50), (60, 57)), 6, WHITE)


def _drop(drawing: Drawing, _: Colour) -> None:
    drawing.fill(curve([(50, 20), (50, 20), (60, 36), (70, 54), (50, 77), (30, 54), (40, 36)]), WHITE)


def _leaf(drawing: Drawing, colour: Colour) -> None:
    drawing.fill(curve([(76, 25), (76, 25), (72, 56), (48, 70), (31, 66), (31, 46), (48, 30)]), WHITE)
    drawing.stroke(curve([(24, 76), (40, 58), (64, 38)], closed=False), 4, colour)
    drawing.stroke(_line((24, 76), (33, 66)), 5, WHITE)


def _feather(drawing: Drawing, colour: Colour) -> None:
    drawing.fill(curve([(72, 22), (72, 22), (70, 42), (58, 60), (40, 68), (34, 60), (40, 42), (54, 28)]), WHITE)
    drawing.stroke(_line((26, 78), (60, 36)), 4, colour)
    drawing.stroke(_line((26, 78), (36, 66)), 5, WHITE)
    drawing.stroke(_line((70, 46), (56, 46)), 4, colour)


def _bolt(drawing: Drawing, _: Colour) -> None:
    drawing.fill(_line((56, 18), (30, 55), (47, 55), (42, 82), (70, 43), (53, 43)), WHITE)


def _ruler(drawing: Drawing, colour: Colour) -> None:
    drawing.fill(_line((20, 39), (80, 39), (80, 61), (20, 61)), WHITE)
    for number, x in enumerate(range(29, 79, 10)):
        drawing.stroke(_line((x, 40), (x, 48 if number % 2 else 53)), 3.5, colour)


def _shield(drawing: Drawing, colour: Colour) -> None:
    drawing.fill(
        curve(
            [
                (50, 20),
                (50, 20),
                (62, 27),
                (75, 29),
                (75, 29),
                (72, 58),
                (50, 80),
                (28, 58),
                (25, 29),
                (25, 29),
                (38, 27),
            ]
        ),
        WHITE,
    )
    drawing.stroke(_line((39, 49), (47, 58), (62, 40)), 6, colour)


def _check(drawing: Drawing, _: Colour) -> None:
    drawing.stroke(_line((30, 52), (44, 66), (71, 36)), 9, WHITE)


_PAINTERS: Mapping[Icon, Callable[[Drawing, Colour], None]] = {
    Icon.CLOCK: _clock,
    Icon.DROP: _drop,
    Icon.LEAF: _leaf,
    Icon.FEATHER: _feather,
    Icon.BOLT: _bolt,
    Icon.RULER: _ruler,
    Icon.SHIELD: _shield,
    Icon.CHECK: _check,
}
