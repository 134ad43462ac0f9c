"""A Piper voice on disk: Piper's own code speaks with a small model, and each word has its time."""

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from studio.script.model import Script
from studio.voice.exchange import NeuralRequest, SpeechError
from studio.voice.languages import spoken_language
from studio.voice.model import SAMPLE_RATE
from studio.voice.narrator import narrate
from studio.voice.speaker import Utterance
from studio.voice.throat import PiperThroat, load_voice_models
from studio.voice.voice_models import VoiceModel, VoiceModelError, find_voice_models, voice_model_for
from studio.voice.voices import Gender, voice_for

pytest.importorskip("piper", reason="the extra `piper` is not installed")

from typing import Any

from studio.voice.piper_voice import LoadedVoice
from tests.studio.voice.piper_model import FRAMES, HOP, RATE, make_voice

pytestmark = pytest.mark.slow

ScriptMaker = Callable[..., Script]

TEXT = "It brews two cups of coffee, and one of the best! Now it is 129 dollars."
FRAME = HOP / RATE


@pytest.fixture(scope="module")
def tones(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_voice(tmp_path_factory.mktemp("voices") / "en_US-tones.onnx")


@pytest.fixture(scope="module")
def said(tones: Path) -> Utterance:
    return say(tones, TEXT)


def say(path: Path, text: str, speed: float = 1.0) -> Utterance:
    answer = LoadedVoice(path).speak(NeuralRequest(text, speed))
    samples = (np.frombuffer(answer.samples, np.int16) / 32_768).astype(np.float32)
    return Utterance(samples, answer.sample_rate, tuple((at, sample / RATE) for at, sample in answer.marks))


def words_of(text: str, utterance: Utterance) -> list[tuple[str, float]]:
    return [(text[position:].split(maxsplit=1)[0], seconds) for position, seconds in utterance.marks]


def loudness(utterance: Utterance, start: float, end: float) -> float:
    heard = utterance.samples[round(start * RATE) : round(end * RATE)]
    return float(np.abs(heard).max())


def test_every_word_is_marked_where_its_sound_starts(said: Utterance) -> None:
    marked = words_of(TEXT, said)

    assert [word for word, _ in marked] == TEXT.split()
    assert all(one < other for (_, one), (_, other) in pairwise(marked))
    assert marked[-1][1] < said.seconds
    breath_before = {word for word, _ in marked} - {"the"}  # "of the" is said as one word
    for word, start in marked:
        assert loudness(said, start, start + FRAMES * FRAME) > 0.5, word
        if word in breath_before:
            assert loudness(said, max(start - 2 * FRAME, 0), start - FRAME / 2) < 0.05 or start < FRAMES * FRAME, word


@pytest.mark.parametrize(
    ("espeak_voice", "kind", "text"),
    [
        ("cmn", "espeak", "这 款 咖 啡 机 只 要 299 元"),
        ("ar", "espeak", "احصل عليه الآن بسعر 29 دولار"),
        ("en-us", "text", "a big lamp"),
    ],
)
def test_words_of_every_script_are_marked_in_their_turn(
    tmp_path: Path, espeak_voice: str, kind: str, text: str
) -> None:
    written = text.replace(" ", "") if espeak_voice == "cmn" else text

    said = say(make_voice(tmp_path / "tones.onnx", espeak_voice, phoneme_type=kind), written)

    assert [written[place] for place, _ in said.marks] == [word[0] for word in text.split()]
    assert all(one < other for (_, one), (_, other) in pairwise(said.marks))


def test_a_voice_that_hides_its_lengths_has_words_shared_out_over_what_is_heard(
    tmp_path: Path, said: Utterance
) -> None:
    hidden = say(make_voice(tmp_path / "hidden.onnx", lengths=False), TEXT)

    assert hidden.seconds == said.seconds
    for (word, guessed), (_, stated) in zip(words_of(TEXT, hidden), words_of(TEXT, said), strict=True):
        assert guessed == pytest.approx(stated, abs=0.3), word
        assert loudness(hidden, guessed, guessed + 0.3) > 0.5


def test_lengths_that_do_not_add_up_to_the_sound_are_not_believed(tmp_path: Path, said: Utterance) -> None:
    marked = words_of(TEXT, say(make_voice(tmp_path / "odd.onnx", hop_length=2 * HOP), TEXT))

    assert marked[-1][1] == pytest.approx(said.marks[-1][1], abs=0.3)


def test_a_faster_voice_says_the_same_words_sooner(tones: Path, said: Utterance) -> None:
    faster = say(tones, TEXT, speed=1.15)

    assert 1.03 < said.seconds / faster.seconds < 1.2
    assert [position for position, _ in faster.marks] == [position for position, _ in said.marks]


@pytest.mark.parametrize("text", ["", "   ", "…", "\0"])
def test_a_text_without_words_is_a_short_silence(tones: Path, text: str) -> None:
    silence = say(tones, text)

    assert 0 < silence.seconds < 1
    assert not silence.marks


def test_page_text_cannot_give_phonemes_of_its_own(tones: Path) -> None:
    plain, raw = "Meet Aurora   a   now", "Meet Aurora [[a]] now"

    assert np.array_equal(say(tones, raw).samples, say(tones, plain).samples)


def test_a_script_is_spoken_in_time_and_the_same_again(tones: Path, english: Script) -> None:
    models = find_voice_models(tones)
    one, other = narrate(english, 30, models=models), narrate(english, 30, models=models)

    assert one.voice == "Piper en_US-tones"
    assert np.array_equal(one.samples, other.samples)
    assert one.words == other.words
    shown = " ".join(word.text for word in one.words)
    assert shown == " ".join(sentence.text for sentence in english.sentences)
    assert all(first.end <= second.start for first, second in pairwise(one.words))
    for word in one.words:
        start, end = one.sentences[word.sentence]
        assert start <= word.start < word.end <= end + 1e-6 <= len(one.samples) / SAMPLE_RATE
    assert one.sentences[-1][1] <= 30 - 0.85


def test_a_language_that_no_voice_speaks_is_espeaks_and_says_so(
    tones: Path, make_script: ScriptMaker, caplog: pytest.LogCaptureFixture
) -> None:
    narration = narrate(make_script("german", "Für nur 29,99 €."), 5, models=find_voice_models(tones))

    assert narration.voice == "espeak-ng de+f3 (no Piper voice speaks german for a female presenter)"
    assert "no Piper voice speaks german" in caplog.text


def test_a_voice_that_fails_in_a_render_is_replaced_and_named(
    tmp_path: Path, make_script: ScriptMaker, caplog: pytest.LogCaptureFixture
) -> None:
    models = find_voice_models(make_voice(tmp_path / "gone.onnx"))
    models[0].path.unlink()

    narration = narrate(make_script("english", "Meet Aurora."), 5, models=models)

    assert narration.voice == "espeak-ng en-us+f3 (the voice Piper gone failed)"
    assert "gone failed: the voice cannot speak: [Errno 2] No such file" in caplog.text
    assert narration.words[0].text == "Meet"


def test_the_accent_of_the_language_and_the_gender_of_the_presenter_choose_the_voice(tmp_path: Path) -> None:
    places = {
        "a_GB": "en-gb-x-rp",
        "b_US": "en-us",
        "female/c_BR": "pt-br",
        "pt/d_PT": "pt",
        "e_CN": "cmn",
        "f_NO": "nb",
    }
    for name, espeak_voice in places.items():
        make_voice(tmp_path / f"{name}.onnx", espeak_voice, language={})
    models = find_voice_models(tmp_path)

    def chosen(language: str, gender: Gender) -> str | None:
        model = voice_model_for(spoken_language(language), gender, models)
        return model.name if model else None

    assert chosen("english", Gender.MALE) == "b_US"
    assert chosen("portuguese", voice_for("female", "young").gender) == "c_BR"
    assert chosen("portuguese", voice_for("male", "senior").gender) == "d_PT"
    assert chosen("traditional-chinese", Gender.FEMALE) == "e_CN"
    assert chosen("norwegian", Gender.FEMALE) == "f_NO"
    assert chosen("cantonese", Gender.FEMALE) is None
    assert models[-1].languages == ("portuguese",)


BROKEN = [
    ({"audio": {}}, "audio.sample_rate: Field required"),
    ({"audio": {"sample_rate": 96_000}}, "audio.sample_rate: Input should be less than or equal to 48000"),
    ({"espeak": {"voice": ""}}, "espeak.voice: String should have at least 1 character"),
    ({"phoneme_type": "pinyin"}, "phoneme_type: Input should be 'espeak' or 'text'"),
    ({"phoneme_id_map": {"a": [1]}}, "phoneme_id_map has no _, ^, $"),
    ({"num_symbols": 100}, "phoneme_id_map has the id 165, num_symbols is 100"),
]


@pytest.mark.parametrize(("change", "reason"), BROKEN, ids=[reason[:25] for _, reason in BROKEN])
def test_a_description_that_does_not_fit_is_refused_in_one_line(
    tmp_path: Path, change: dict[str, Any], reason: str
) -> None:
    make_voice(tmp_path / "tones.onnx", **change)

    with pytest.raises(VoiceModelError) as raised:
        find_voice_models(tmp_path)

    assert str(raised.value).startswith(f"{tmp_path / 'tones.onnx.json'}: ")
    assert reason in str(raised.value)
    assert "\n" not in str(raised.value)


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    lonely = make_voice(tmp_path / "lonely.onnx")
    Path(f"{lonely}.json").unlink()
    cases = {
        tmp_path / "absent": "no such file or folder",
        tmp_path / "empty": "it contains no .onnx file",
        lonely: r"lonely.onnx.json: No such file or directory",
    }
    for place, reason in cases.items():
        with pytest.raises(VoiceModelError, match=reason):
            find_voice_models(place)
    Path(f"{lonely}.json").write_text("{")
    with pytest.raises(VoiceModelError, match=r"lonely.onnx.json: Invalid JSON"):
        find_voice_models(tmp_path)


def test_a_model_that_cannot_speak_is_refused_with_what_piper_says(tmp_path: Path) -> None:
    broken = make_voice(tmp_path / "broken.onnx")
    broken.write_bytes(broken.read_bytes()[:900])
    klingon = make_voice(tmp_path / "klingon.onnx", "xx-klingon")
    for place, reason in {broken: "the voice cannot speak", klingon: "Failed to set voice: xx-klingon"}.items():
        with pytest.raises(VoiceModelError, match=reason) as raised:
            load_voice_models(place)
        assert str(raised.value).startswith(str(place))
        assert "\n" not in str(raised.value)


def test_a_description_of_another_model_is_found_out_at_the_trial(tmp_path: Path) -> None:
    tones = make_voice(tmp_path / "tones.onnx", speakers=3)
    described = Path(f"{tones}.json")
    load_voice_models(tones)
    described.write_text(json.dumps(json.loads(described.read_text()) | {"num_speakers": 1}))

    with pytest.raises(VoiceModelError, match="sid"):
        load_voice_models(tones)


def test_without_the_extra_it_says_what_to_install(
    tones: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "piper.py").write_text("raise ModuleNotFoundError(name='piper')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    missing = pytest.raises(SpeechError, match=r"piper is missing: pip install 'url2video\[piper\]'")
    with PiperThroat(VoiceModel(tones, "en-us", "en")) as throat, missing:
        throat.say_at(1.0, "Hello")
