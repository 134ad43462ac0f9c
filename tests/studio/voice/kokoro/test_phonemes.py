# ruff: noqa: RUF001 - letters of the International Phonetic Alphabet are meant
"""Texts in Kokoro's letters: by espeak-ng's pronunciation, numbers as words, with the marks that give the melody."""

import re

import pytest

from studio.voice.espeak import Espeak
from studio.voice.kokoro.phonemes import Phonemes, vocabulary
from studio.voice.spoken_text import spoken_text

pytestmark = pytest.mark.slow

TEXTS = [
    ("en-us", "A little button, day and night.", "ə lˈɪɾᵊl bˈʌtᵊn, dˈA ænd nˈIt."),
    ("en-us", "No voice, no choice: buy now!", "nˈO vˈYs, nˈO ʧˈYs: bˈI nˈW!"),
    ("en", "Go there now.", "ɡˌQ ðɛː nˈW."),
    ("es", "Noches de agosto", "nˈoʧes ðe aɣˈosto"),
    ("it", "La pizza, oggi", "la pˈiʦːa, ˈɔʤːɪ"),
    ("hi", "नमस्ते। आज", "nəmˈʌsteː. ˈaːɟ"),
]


@pytest.fixture(scope="module")
def espeak() -> Espeak:
    return Espeak()


@pytest.mark.parametrize(("voice", "text", "expected"), TEXTS)
def test_a_sound_is_one_letter_and_marks_stay(espeak: Espeak, voice: str, text: str, expected: str) -> None:
    assert Phonemes(espeak, voice).of(text) == expected


@pytest.mark.parametrize(
    ("voice", "displayed", "in_words"),
    [
        ("en-us", "Only $1,299.90 today", "Only one thousand two hundred ninety nine dollars ninety today"),
        ("en", "£64.90", "sixty four pounds ninety"),
        ("es", "20,30 €", "veinte euros con treinta"),
        ("fr", "20,30 €", "vingt euros trente"),
        ("it", "64,90 €", "sessantaquattro euro e novanta"),
        ("pt-br", "R$ 64,90", "sessenta e quatro reais e noventa"),
        ("hi", "₹20", "बीस रुपये"),
    ],
)
def test_prices_are_said_in_words(espeak: Espeak, voice: str, displayed: str, in_words: str) -> None:
    phonemes = Phonemes(espeak, voice)
    # Stress and spaces are set otherwise in numbers.
    said, wanted = (re.sub("[ˈˌː ]", "", phonemes.of(text)) for text in (spoken_text(displayed, voice).text, in_words))
    assert said == wanted


def test_words_of_another_language_bring_no_names_of_languages(espeak: Espeak) -> None:
    assert Phonemes(espeak, "hi").of("Aurora") == "ɐɹˈɔːɹə"


@pytest.mark.parametrize("text", ["", "…", "?! - –", "☕ ™", "日本 قهوة", "[[x]] (/a/)\0", "a\n\nb", '"Now!" she said'])
def test_whatever_pages_hold_becomes_letters_that_the_model_knows(espeak: Espeak, text: str) -> None:
    assert set(Phonemes(espeak, "en-us").of(text)) <= vocabulary().keys()
