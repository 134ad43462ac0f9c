# ruff: noqa: RUF001 - letters and signs of many scripts are meant
"""The language that lines of text are in."""

import pytest

from blocks.content.languages import Spoken, judge_language, unread_writing

GERMAN = [
    "Hält 24 Stunden kalt",
    "und passt in jede Tasche",
    "Jetzt bestellen, nur für kurze Zeit",
    "für dich und mich",
]
ENGLISH = ["Keeps cold for 24 hours", "and it fits in your bag", "Now with the steel lid"]
CHINESE = ["整天保持冰凉的水瓶", "轻巧便携现在订购"]
JAPANESE = ["一日中冷たさが続く水筒", "いますぐご注文ください"]


@pytest.mark.parametrize(
    ("lines", "ordered", "spoken", "other"),
    [
        (GERMAN, "german", Spoken.ORDERED, ""),
        (ENGLISH, "english", Spoken.ORDERED, ""),
        (ENGLISH, "german", Spoken.OTHER, "english"),
        (GERMAN, "english", Spoken.OTHER, "german"),
        ([*GERMAN, ENGLISH[0]], "german", Spoken.ORDERED, ""),
        (CHINESE, "chinese", Spoken.ORDERED, ""),
        (CHINESE, "traditional-chinese", Spoken.ORDERED, ""),
        (JAPANESE, "japanese", Spoken.ORDERED, ""),
        (JAPANESE, "chinese", Spoken.OTHER, "japanese"),
        (CHINESE, "japanese", Spoken.OTHER, "chinese"),
        (CHINESE, "german", Spoken.OTHER, "chinese"),
        ([*ENGLISH, "the one for all of you"], "japanese", Spoken.OTHER, "english"),
        (["Aurora Bottle", "$29.99"], "english", Spoken.UNCLEAR, ""),
        ([], "german", Spoken.UNCLEAR, ""),
        (ENGLISH, "arabic", Spoken.UNREADABLE, ""),
        (ENGLISH, "russian", Spoken.UNREADABLE, ""),
        (ENGLISH, "vietnamese", Spoken.UNREADABLE, ""),
    ],
)
def test_the_language_is_told_or_said_to_be_unclear(lines: list[str], ordered: str, spoken: Spoken, other: str) -> None:
    assert judge_language(lines, ordered) == (spoken, other)


@pytest.mark.parametrize(
    ("text", "writing"),
    [
        ("Aurora Bottle", ""),
        ("山雨 机械手表", ""),
        ("Чайник Мох", "Cyrillic"),
        ("Чайник Мох Wrenhollow Tea Kettle", ""),
        ("زجاجة أورورا", "Arabic"),
        ("물병", "Hangul"),
        ("1299", ""),
    ],
)
def test_letters_that_the_recogniser_does_not_know_are_named(text: str, writing: str) -> None:
    assert unread_writing(text) == writing
