"""What espeak-ng is given to say for what is shown."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.voice.languages import CONTRACT_LANGUAGES, spoken_language
from studio.voice.spoken_text import spoken_text


@pytest.mark.parametrize(
    ("voice", "shown", "said"),
    [
        ("en-us", "Only $29.99 today", "Only 29 dollars 99 today"),
        ("en-us", "Was $1,299.00!", "Was 1,299 dollars!"),
        ("en-us", "£5.05.", "5 pounds 5."),
        ("en-us", "$179", "179 dollars"),
        ("de", "Für 29,99\u00a0€.", "Für 29 Euro 99."),
        ("de", "1.299,00 €", "1.299 Euro"),
        ("fr", "1\u202f299,50\u00a0€", "1\u202f299 euros 50"),
        ("es", "29,99\u00a0€", "29 euros con 99"),
        ("pt-br", "R$\u00a029,90", "29 reais e 90"),
        ("pl", "29,99\u00a0zł", "29 złotych 99"),
        ("ru", "2\u00a0990\u00a0₽", "2\u00a0990 рублей"),
        ("ja", "おねだんは￥5,980。", "おねだんは5,980 えん。"),
        ("cmn", "只要¥299.50。", "只要299.50 元。"),
        ("ko", "₩29,900", "29,900 원"),
        ("hi", "₹1,29,999 में", "1,29,999 रुपये में"),
        ("he", "99.90 ₪", "99.90 שקלים"),
        ("nl", "€\u00a029,99", "29 euro 99"),
    ],
)
def test_prices_are_said_as_people_say_them(voice: str, shown: str, said: str) -> None:
    assert spoken_text(shown, voice).text == said


@pytest.mark.parametrize("text", ["Version 2.50", "3.5 kg", "25% off", "at 10:30", "WH-1000XM5", "1.2.3", "A$AP"])
def test_other_numbers_stay_as_they_are(text: str) -> None:
    assert spoken_text(text, "en-us").text == text


def test_signs_nobody_says_become_spaces() -> None:
    assert spoken_text("Meet Aurora™ 🎉 now, 20 °C", "en-us").text == "Meet Aurora    now, 20 °C"
    assert spoken_text("Kaffee 咖啡", "de").text == "Kaffee   "
    assert spoken_text("咖啡", "cmn").text == "咖啡"


@given(
    text=st.text(alphabet=st.sampled_from("ab 019.,$€£¥₹ 咖\u00a0\u202f🎉é"), max_size=30),
    language=st.sampled_from(sorted(CONTRACT_LANGUAGES)),
)
def test_every_spoken_character_stands_for_a_place_in_the_sentence(text: str, language: str) -> None:
    spoken = spoken_text(text, spoken_language(language).espeak_voice)

    assert len(spoken.origins) == len(spoken.text) + 1
    assert all(one <= other for one, other in pairwise(spoken.origins))
    assert spoken.origins[0] >= 0
    assert spoken.origins[-1] == len(text)
