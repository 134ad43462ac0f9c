"""Text is drawn with the right glyphs in the right order, or refused."""

import numpy as np
import pytest

from studio.render_request import RenderError
from studio.text.bidi import is_right_to_left, levels, visual_order
from studio.text.lettering import Type, draw, fit, width_of
from studio.text.line_breaks import split_words
from studio.text.runs import clean, split_runs


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("english", "Bottle ½ l – “new” €29"),  # noqa: RUF001
        ("greek", "Μπουκάλι"),
        ("russian", "Бутылка"),
        ("vietnamese", "Bình giữ nhiệt"),
        ("arabic", "زجاجة معزولة"),
        ("urdu", "پانی کی بوتل"),
        ("hindi", "बोतल ₹1,499"),
        ("thai", "ขวดน้ำ ฿990"),
        ("hebrew", "בקבוק תרמי ₪129"),
        ("bengali", "তাপরোধী বোতল ৳৯৯০"),
        ("tamil", "வெப்பக் குப்பி"),
        ("telugu", "వేడి నిలిపే సీసా"),
        ("japanese", "断熱ボトル「新」"),
        ("korean", "보온병"),
        ("chinese", "保温杯"),
        ("traditional-chinese", "保溫杯"),
    ],
)
def test_every_language_of_the_fonts_is_drawn_whole(language: str, text: str) -> None:
    assert clean(text, language) == text
    mask, _ = draw(fit(text, Type(60, 700, language), 900))
    assert mask.max() == 255
    edges = np.concatenate([mask[0], mask[-1], mask[:, 0], mask[:, -1]])
    assert edges.max() == 0, "the mask cuts a glyph off"


@pytest.mark.parametrize(("text", "character"), [("Bottle ਬੋਤਲ", "U+0A2C"), ("მათარა", "U+10DB")])
def test_a_letter_no_font_has_is_an_error_that_names_it_not_a_box(text: str, character: str) -> None:
    with pytest.raises(RenderError, match=character.replace("+", r"\+")) as raised:
        clean(text, "english")
    assert raised.value.code == "font_missing"


def test_emoji_and_control_characters_are_left_out() -> None:
    assert clean("Hot\u200b deal 🔥 now\u202e!", "english") == "Hot deal now!"


def test_decomposed_letters_are_composed() -> None:
    assert clean("Cafe\u0301", "french") == "Café"


def test_ideographs_take_the_shapes_of_their_language() -> None:
    faces = {language: split_runs("直", language)[0].face.index for language in ("japanese", "korean", "chinese")}
    assert len(set(faces.values())) == 3


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("abc", "abc"),
        ("אבג", "גבא"),
        ("אבג 12.5 דה", "הד 12.5 גבא"),
        ("abc אבג", "abc גבא"),
        ("אב (abc)", "(abc) בא"),
        ("אב $5 גד", "דג $5 בא"),
    ],
)
def test_mixed_directions_are_shown_in_the_order_of_the_unicode_algorithm(text: str, shown: str) -> None:
    line = levels(text, is_right_to_left(text))
    order = [text[position] for position in visual_order(line)]
    mirrored = {"(": ")", ")": "("}
    flipped = [mirrored.get(c, c) if line[p] % 2 else c for c, p in zip(order, visual_order(line), strict=True)]
    assert "".join(flipped) == shown


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("two words", ["two ", "words"]),
        ("T-Shirt", ["T-Shirt"]),
        ("今日はとても天気がいいです。", ["今日は", "とても", "天気が", "いいです。"]),
        ("断熱ボトル「新」", ["断熱ボトル", "「新」"]),
        ("ルッチョラ・テーブルランプ", ["ルッチョラ・", "テーブルランプ"]),
        ("山屿自动机械腕表", ["山屿", "自动", "机械", "腕表"]),
        ("只要299元", ["只要", "299元"]),
        ("보온 병", ["보온 ", "병"]),
        ("เก็บความเย็น", ["เก็บ", "ความ", "เย็น"]),
        ("สามสิบชั่วโมงต่อการ", ["สาม", "สิบชั่วโมง", "ต่อ", "การ"]),
    ],
)
def test_lines_break_only_where_the_script_allows(text: str, pieces: list[str]) -> None:
    assert split_words(text) == pieces


def test_the_two_writings_of_chinese_have_a_model_each() -> None:
    assert split_words("精鋼打磨而成。去商店發現更多。", "traditional-chinese")[3:] == ["去商店", "發現", "更多。"]


def test_a_word_longer_than_its_line_is_broken_before_it_is_cut_short() -> None:
    name = "プレミアムエレクトロニックヘアドライヤー"
    assert split_words(name) == [name]
    block = fit(name, Type(96, 800, "japanese"), 900, 2)
    assert "".join(block.lines) == name
    assert len(block.lines) == 2


def test_two_lines_are_of_about_the_same_width() -> None:
    setting = Type(96, 800, "english")
    block = fit("Aurora Insulated Steel Bottle Set", setting, 900, 2)
    widths = [width_of(line, block.type) for line in block.lines]
    assert len(widths) == 2
    assert min(widths) > 0.6 * max(widths)


@pytest.mark.parametrize("width", [120, 300, 880])
@pytest.mark.parametrize("text", ["Mug", "A very long title that goes on and on for ever and ever", "W" * 60])
def test_fitted_text_never_exceeds_its_width(text: str, width: int) -> None:
    block = fit(text, Type(90, 800, "english"), width, 2)
    assert block.width <= width + 1
    assert len(block.lines) <= 2
    assert draw(block)[0].shape[1] <= width + 2 * round(block.type.size * 0.2) + 2


def test_punctuation_after_a_number_stands_left_of_it_where_the_text_runs_from_right_to_left() -> None:
    def ink(text: str, *, right_to_left: bool) -> np.ndarray:
        mask, _ = draw(fit(text, Type(80, 760, "hebrew", right_to_left), 900))
        return mask[:, mask.any(axis=0)]

    comma = ink(",", right_to_left=False)
    assert np.array_equal(ink("5,", right_to_left=True)[:, :4] > 128, comma[:, :4] > 128)
    assert np.array_equal(ink("5,", right_to_left=False)[:, -4:] > 128, comma[:, -4:] > 128)
