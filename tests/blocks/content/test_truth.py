"""What a video shows, held against what is known."""

from dataclasses import replace
from decimal import Decimal

import pytest

from blocks.content.shown import ShownText
from blocks.content.truth import Known, hold_against
from blocks.finding import Rule

KNOWN = Known("Aurora Bottle", Decimal("29.99"), Decimal("39.99"), "USD", "english")
SOUND = {
    1.0: ["Aurora Bottle", "Steel. Cold for 24 hours.", "AURA", "the bottle that fits in your bag"],
    4.0: ["Aurora Bottle", "$39.99", "-25%", "$29.99", "and its walls keep it cold"],
    7.0: ["Aurora Bottle", "Now just $29.99.", "Order today"],
}


def shown(pictures: dict[float, list[str]], score: float = 0.95) -> list[ShownText]:
    return [ShownText(moment, text, score) for moment, lines in pictures.items() for text in lines]


def with_swap(old: str, new: str) -> dict[float, list[str]]:
    """The sound video with one text in the place of another."""
    return {moment: [line.replace(old, new) for line in lines] for moment, lines in SOUND.items()}


@pytest.mark.parametrize(
    ("pictures", "known", "said"),
    [
        (SOUND, KNOWN, []),
        (with_swap("$29.99", "29,99 $"), KNOWN, []),
        (with_swap("$29.99", "$19.99"), KNOWN, [(Rule.PRICE, "$ 19.99", "29.99 or 39.99", 4.0)]),
        (with_swap("$39.99", "$59.99"), KNOWN, [(Rule.PRICE, "$ 59.99", "29.99 or 39.99", 4.0)]),
        (with_swap("$", "€"), KNOWN, [(Rule.CURRENCY, "€ 39.99", "USD", 4.0)]),
        (with_swap("-25%", "-50%"), KNOWN, [(Rule.SAVING, "50 %", "25 %", 4.0)]),
        (with_swap("-25%", "-24%"), KNOWN, []),
        # A line strikes the former price and hides a digit, of which the other pictures tell.
        (SOUND | {5.0: ["$39.90", "$29.99"]}, KNOWN, []),
        (SOUND | {5.0: ["$3.99", "$29.99"]}, KNOWN, []),
        # Digits that roll from the former price to the new one.
        (SOUND | {5.0: ["$33.41"]}, KNOWN, []),
        (SOUND | {5.0: ["$39.99", "$33.41", "Only $29.99."]}, KNOWN, []),
        (SOUND | {5.0: ["$33.41"], 6.0: ["$33.41"]}, KNOWN, [(Rule.PRICE, "$ 33.41", "29.99 or 39.99", 5.0)]),
        (SOUND | {5.0: ["$49.90", "$29.99"]}, KNOWN, [(Rule.PRICE, "$ 49.90", "29.99 or 39.99", 5.0)]),
        (with_swap("$39.99", "$39.90"), KNOWN, [(Rule.PRICE, "$ 39.90", "29.99 or 39.99", 4.0)]),
        (with_swap("$39.99", "Save $10"), KNOWN, []),
        (with_swap("Aurora Bottle", "Borealis Flask"), KNOWN, [(Rule.NAME, "not seen", "Aurora Bottle", 1.0)]),
        (SOUND, replace(KNOWN, language="german"), [(Rule.LANGUAGE, "english", "german", 1.0)]),
        (
            SOUND,
            replace(KNOWN, former=None),
            [(Rule.PRICE, "$ 39.99", "29.99", 4.0), (Rule.SAVING, "25 %", "none", 4.0)],
        ),
        (SOUND, replace(KNOWN, former=None, texts=("Was $39.99, save 25%",)), []),
        (SOUND, Known(language="english"), []),
    ],
)
def test_each_false_claim_is_told_and_no_true_one(
    pictures: dict[float, list[str]], known: Known, said: list[tuple[Rule, str, str, float]]
) -> None:
    findings, _ = hold_against(shown(pictures), known)
    assert [(each.rule, each.measured, each.wanted, each.moment) for each in findings] == said


def test_another_word_in_a_long_name_is_told_where_it_stays() -> None:
    known = Known("Wrenhollow Brume Candle Fig 220 g")
    stays = {1.0: ["Wrenhollow Brume", "Candle Rose"], 2.0: ["Wrenhollow Brume", "Candle Rose"]}
    findings, _ = hold_against(shown(stays), known)
    assert [(each.rule, each.measured) for each in findings] == [(Rule.NAME, "Wrenhollow Brume Candle Rose")]
    once = {1.0: stays[1.0], 2.0: ["Wrenhollow Brume", "Candle Fig"]}
    assert not hold_against(shown(once), known)[0]


def test_what_is_not_known_or_not_read_is_said_and_not_passed() -> None:
    _, check = hold_against(shown(SOUND), Known(language="russian"))
    assert check.compared == ()
    assert check.not_compared == (
        "price as known: it is not known",
        "currency as known: it is not known",
        "saving as known: the prices are not known",
        "name as known: it is not known",
        "language as ordered: russian: its letters can't be read",
    )
    _, check = hold_against(shown(SOUND, score=0.7), replace(KNOWN, name="Чайник"))
    assert check.compared == ()
    assert "price as known: none is shown that can be read" in check.not_compared
    assert "name as known: Cyrillic letters can't be read" in check.not_compared


def test_all_that_was_compared_is_named() -> None:
    _, check = hold_against(shown(SOUND), KNOWN)
    assert check.compared == (Rule.PRICE, Rule.CURRENCY, Rule.SAVING, Rule.NAME, Rule.LANGUAGE)
