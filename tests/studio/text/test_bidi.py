"""Mixed lines are shown in the order that readers of both directions expect.

The expected orders are those of the Rust crate unicode-bidi 0.3 (by python-bidi 0.6.12), which 80,000 random lines of
Latin, Hebrew and Arabic letters, digits, signs and brackets were compared with as well.
"""

import pytest

from studio.text.bidi import is_right_to_left, levels, visual_order


@pytest.mark.parametrize(
    ("text", "right_to_left", "shown"),
    [
        ("שולחן (Oak) 120x60", True, "120x60 )Oak( ןחלוש"),
        ("חולצה (כחול) [XL]", True, "]XL[ )לוחכ( הצלוח"),
        ("חולצה (כחול) [XL]", False, ")לוחכ( הצלוח [XL]"),
        ("Mug (כחול) blue", False, "Mug (לוחכ) blue"),
        ("حذاء (Trailwind Pro 5) للرجال", True, "لاجرلل )Trailwind Pro 5( ءاذح"),
        ("a [b (ש] c) ד", False, "a [b (ש] c) ד"),
        ("שולחן ב-1,299.00 ₪", True, "₪ 1,299.00-ב ןחלוש"),
    ],
)
def test_a_mixed_line_is_shown_in_order(text: str, right_to_left: bool, shown: str) -> None:
    assert "".join(text[place] for place in visual_order(levels(text, right_to_left))) == shown


@pytest.mark.parametrize(("text", "direction"), [("(Oak) שולחן", False), ("12 שולחן", True), ("- .", False)])
def test_a_line_s_direction_is_that_of_its_first_letter(text: str, direction: bool) -> None:
    assert is_right_to_left(text) is direction
