"""Benefit cards: what is said in few words, between the hook and the price, whole in the place of the price."""

from dataclasses import replace

import numpy as np
import pytest

from studio.render_request import AspectRatio
from studio.scenes.drawing.box import Box
from studio.scenes.plan.timeline import Shot, Timeline
from studio.scenes.styles.styles import STYLES
from studio.scenes.words.benefit import Benefit, card_pixels, plan_benefits
from studio.scenes.words.hook import HOOK_LEFT
from studio.scenes.words.icons import Icon, icon_of
from studio.script.model import Beat, Script, Sentence
from studio.voice.model import Narration
from tests.present import present

TIMELINE = Timeline((Shot(0.0, 9.0, 0),), end_card=9.0, price=7.0, seconds=13.0)


def planned(*told: tuple[str, float, float], timeline: Timeline = TIMELINE) -> list[tuple[str, float, float]]:
    """The cards of benefits that are told from one second to another."""
    script = Script("english", "Discovery", tuple(Sentence(Beat.BENEFIT, text) for text, *_ in told), headline="")
    spoken = Narration(np.zeros(0, np.float32), (), tuple((start, end) for _, start, end in told), "test")
    return [(card.text, card.start, card.end) for card in plan_benefits(script, spoken, timeline)]


@pytest.mark.parametrize(
    ("told", "cards"),
    [
        (("Keeps cold for 24 hours.", 3.0, 5.0), [("Keeps cold for 24 hours", 3.0, 5.2)]),
        (("It keeps whatever you like cold for 24 hours.", 3.0, 5.0), [("24 hours", 3.0, 5.2)]),
        (("It keeps whatever you like as cold as ice.", 3.0, 5.0), []),
        (("值得一看的理由就是这只山屿自动机械腕表真的非常好看。", 3.0, 5.0), []),
        (("Walnut lid.", 0.5, 2.5), []),
        (("Walnut lid.", 0.5, 3.5), [("Walnut lid", HOOK_LEFT, 3.7)]),
        (("Walnut lid.", 5.0, 8.0), [("Walnut lid", 5.0, 7.0)]),
        (("Walnut lid.", 6.5, 8.0), []),
    ],
)
def test_a_card_stands_while_few_words_are_told_between_hook_and_price(
    told: tuple[str, float, float], cards: list[tuple[str, float, float]]
) -> None:
    assert planned(told) == cards


def test_without_a_price_cards_stand_until_the_end_card() -> None:
    assert planned(("Walnut lid.", 7.5, 12.0), timeline=replace(TIMELINE, price=None)) == [("Walnut lid", 7.5, 9.0)]


TEXTS = {
    "english": "Oven safe to 230 °C",
    "german": "Spülmaschinenfeste Aluminiumbeschichtung",
    "russian": "Водонепроницаемый корпус из алюминия",
    "arabic": "مقاوم للماء حتى 50 متر",
    "hindi": "पानी से सुरक्षित बोतल",
    "chinese": "五十米深度防水表壳",
    "thai": "กันน้ำลึกถึงห้าสิบเมตร",
}


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("ratio", AspectRatio)
def test_a_card_is_never_larger_than_the_place_of_the_price_and_never_cut(ratio: AspectRatio, language: str) -> None:
    benefit = Benefit(TEXTS[language], Icon.CHECK, 0.0, 2.0)
    for scene in STYLES.values():
        box = scene.layout(ratio, subtitles=True).badge
        pixels = card_pixels(benefit, (30, 120, 200), language, box)
        if pixels is None:
            assert language != "english", "short words in a letter of ours fit everywhere"
            continue
        assert (pixels.shape[0] <= box.height, pixels.shape[1] <= box.width) == (True, True)
        inked, corner = np.abs(pixels[:, :, :3].astype(int) - 255).max(axis=2) > 40, round(box.height * 0.2) + 2
        edges = (inked[:6, corner:-corner], inked[-6:, corner:-corner], inked[corner:-corner, -6:])
        assert not any(edge.any() for edge in edges), "text at an edge"


@pytest.mark.parametrize(
    ("language", "text", "sign_first"),
    [
        ("english", "Oven safe to 230 °C", "left"),
        ("arabic", TEXTS["arabic"], "right"),
        ("hebrew", "ללא BPA", "right"),
        ("hebrew", "BPA free", "right"),
        ("english", "مقاوم للماء", "right"),
    ],
)
def test_the_sign_of_a_card_stands_where_reading_begins(language: str, text: str, sign_first: str) -> None:
    pixels = card_pixels(Benefit(text, Icon.CHECK, 0.0, 2.0), (200, 30, 30), language, Box(0, 0, 900, 176))
    coloured = np.flatnonzero((present(pixels)[:, :, 0].astype(int) - present(pixels)[:, :, 1] > 100).any(axis=0))
    middle = present(pixels).shape[1] / 2
    assert ("left" if coloured.mean() < middle else "right") == sign_first


def test_both_lines_of_a_right_to_left_card_end_beside_the_sign() -> None:
    pixels = present(
        card_pixels(
            Benefit("مقاوم للماء والغبار حتى عمق خمسين", Icon.CHECK, 0, 2), (200, 30, 30), "arabic", Box(0, 0, 430, 176)
        )
    )
    dark = (pixels[:, :, :3].max(axis=2) < 90) & (pixels[:, :, 3] == 255)
    ends = [int(np.flatnonzero(half.any(axis=0)).max()) for half in np.array_split(dark, 2)]
    assert abs(ends[0] - ends[1]) <= 6


@pytest.mark.parametrize(
    ("text", "icon"),
    [
        ("Volume: 750 ml.", Icon.DROP),
        ("Lampadina LED da 7 watt inclusa.", Icon.BOLT),
        ("Wiegt nur 240 g.", Icon.FEATHER),
        ("36 cm hoch", Icon.RULER),
        ("Keeps cold for 24 hours", Icon.CLOCK),
        ("45 heures de combustion", Icon.CLOCK),
        ("Couvercle en noyer massif", Icon.LEAF),
        ("Drei Jahre Garantie", Icon.SHIELD),
        ("Водонепроницаемый корпус", Icon.DROP),
        ("五十米防水", Icon.DROP),
        ("Rechargeable by USB-C", Icon.BOLT),
        ("A signature piece", Icon.CHECK),
        ("Leicht zu reinigen", Icon.CHECK),
        ("Fastens with a click", Icon.CHECK),
        ("Сейчас дешевле", Icon.CHECK),
        ("4 Hooks included", Icon.CHECK),
    ],
)
def test_a_sign_says_what_a_benefit_is_about(text: str, icon: Icon) -> None:
    assert icon_of(text) is icon
