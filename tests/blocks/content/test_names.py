"""A product's name among the lines of a picture."""

import pytest

from blocks.content.names import is_seen, replaced_word

LONG = "Wrenhollow Brume Scented Candle Fig and Cedar, Soy Wax, 220 g"


@pytest.mark.parametrize(
    ("name", "lines", "seen"),
    [
        ("Aurora Bottle", ["Aurora Bottle"], True),
        ("Aurora Bottle", ["AURORA", "the bottle"], True),
        ("Aurora Bottle", ["Aurcra Bottle"], True),
        ("Aurora Bottle", ["Borealis Bottle"], False),
        ("Aurora Bottle", ["the bottle"], False),
        ("Moos-Teekanne", ["Moos Teekanne aus Ton"], True),
        ("Crème brûlée Brenner", ["Creme brulee Brenner"], True),
        (LONG, ["Wrenhollow Brume Candle"], True),
        (LONG, ["A candle"], False),
        ("XT5 drill", ["XT6 drill"], False),
        ("山雨 机械手表", ["山雨机械手表"], True),
        ("山雨 机械手表", ["海风机械水杯"], False),
    ],
)
def test_a_name_is_seen_where_enough_of_it_stands(name: str, lines: list[str], seen: bool) -> None:
    assert is_seen(name, lines) is seen


@pytest.mark.parametrize(
    ("name", "line", "other"),
    [
        (LONG, "Wrenhollow Brume Candle Rose", "rose"),
        (LONG, "Wrenhollow Brume Candle", ""),
        (LONG, "Wrenhollow Candle for you", ""),
        ("Bosch XT5 Pro drill", "Bosch XT6 Pro drill", "xt6"),
        ("Bosch XT5 Pro drill", "Bosch XT5 Pro driII", ""),
        ("Aurora Bottle", "Steel bottle", ""),
        ("Sartén Encina de Hierro", "Sartén Encina Cobre Hierro", "cobre"),
        ("Sartén Encina de Hierro", "Sartén Encina de Hierro pesa", ""),
        ("云栖羊毛毯子", "红铜羊毛毯子", "红铜"),
        ("云栖羊毛毯子", "云西羊毛毯子", ""),
        ("云栖羊毛毯子", "羊毛毯子", ""),
        ("云栖羊毛毯子", "柔软的毯子", ""),
        ("Aurora Bottle", "Aurora Bottle keeps cold", ""),
    ],
)
def test_a_word_in_the_place_of_another_is_told(name: str, line: str, other: str) -> None:
    assert replaced_word(name, line) == other
