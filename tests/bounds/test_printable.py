from __future__ import annotations

import pytest

from bounds.printable import printable, printable_lines


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Oak \x1b[31mLamp\x1b[0m", "Oak  [31mLamp [0m"),
        ("Oak\r\nSet-Cookie: a=b", "Oak Set-Cookie: a=b"),
        ("Oak\x9b31m", "Oak 31m"),
        ("Oak\u2028Lamp\u2029", "Oak Lamp "),
        ("exe\u202egnp.jpg", "exegnp.jpg"),
        ("\u2066Lamp\u2069\ufeff", "Lamp"),
        ("Lamp\ud83d", "Lamp"),
        ("Lamp\U000e0041", "Lamp"),
        ("\u05de\u05e0\u05d5\u05e8\u05d4\u200f", "\u05de\u05e0\u05d5\u05e8\u05d4"),
        (
            "👩\u200d🔬 \u06a9\u062a\u0627\u0628\u200c\u0647\u0627",
            "👩\u200d🔬 \u06a9\u062a\u0627\u0628\u200c\u0647\u0627",
        ),
        ("Tasse & Teller, 1.299,00 €", "Tasse & Teller, 1.299,00 €"),
    ],
)
def test_a_text_shows_all_that_it_holds(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_lines_stay_lines() -> None:
    assert printable_lines("one\r\ntwo\x1b\x0bthree") == "one\ntwo \nthree"
