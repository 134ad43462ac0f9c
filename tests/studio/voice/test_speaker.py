"""The espeak-ng process: it answers, it refuses by name, and its death is an error, not a hang."""

import pytest

from studio.voice.exchange import EspeakRequest, SpeechError
from studio.voice.languages import CONTRACT_LANGUAGES, spoken_language
from studio.voice.speaker import Speaker

pytestmark = pytest.mark.slow

STAND_INS = {"flemish", "filipino", "tagalog", "zulu", "mongolian"}


def espeak() -> Speaker:
    return Speaker("studio.voice.espeak", (), patience=30)


def request(text: str, voice: str) -> EspeakRequest:
    return EspeakRequest(text, voice, words_per_minute=175, pitch=50, pitch_range=50)


def test_every_language_of_the_contract_has_a_voice_that_espeak_knows() -> None:
    assert len(CONTRACT_LANGUAGES) == 54
    with espeak() as speaker:
        for language in sorted(CONTRACT_LANGUAGES):
            voice = spoken_language(language)
            assert speaker.say(request("12", voice.espeak_voice)).seconds > 0.2, language
            assert voice.stand_in == (language in STAND_INS)


@pytest.mark.parametrize("name", ["klingon", "", "ENGLISH ", "Traditional-Chinese", "traditional chinese"])
def test_any_name_has_a_voice(name: str) -> None:
    expected = "cmn" if "hinese" in name else "en-us"

    assert spoken_language(name).espeak_voice == expected


def test_an_unknown_voice_is_refused_by_name_and_the_process_goes_on() -> None:
    with espeak() as speaker:
        with pytest.raises(SpeechError, match="no voice 'fr-fr'"):
            speaker.say(request("Bonjour", "fr-fr"))
        assert speaker.say(request("Bonjour", "fr")).seconds > 0.3


def test_the_death_of_the_process_is_an_error() -> None:
    with espeak() as speaker:
        speaker.say(request("Hello", "en-us"))
        speaker._process.kill()
        speaker._process.wait()
        with pytest.raises(SpeechError):
            speaker.say(request("Hello", "en-us"))


def test_no_process_is_left_behind() -> None:
    with espeak() as speaker:
        speaker.say(request("Hello", "en-us"))

    assert speaker._process.poll() is not None


def test_a_long_text_arrives_whole() -> None:
    text = "This is a rather long description of a coffee maker. " * 40

    with espeak() as speaker:
        utterance = speaker.say(request(text, "en-us"))

    assert utterance.seconds > 60
    assert utterance.marks[-1][0] > len(text) - 20
