"""Who speaks which language, and that the voices are there."""

from importlib.resources import files

import numpy as np
import pytest

from studio.voice.kokoro.model import MAX_PHONEMES
from studio.voice.kokoro.styles import style_for
from studio.voice.languages import CONTRACT_LANGUAGES, spoken_language
from studio.voice.voices import Voice

FEMALE, MALE = Voice("f3"), Voice("m3")


@pytest.mark.parametrize(
    ("language", "voice", "name"),
    [
        ("english", FEMALE, "af_heart"),
        ("english", MALE, "am_fenrir"),
        ("english", Voice("f1", british=True), "bf_emma"),
        ("english", Voice("m1", british=True), "bm_george"),
        ("spanish", MALE, "em_alex"),
        ("italian", Voice("f1", british=True), "if_sara"),
        ("portuguese", FEMALE, "pf_dora"),
        ("hindi", MALE, "hm_omega"),
        ("french", FEMALE, "ff_siwis"),
        ("french", MALE, None),
        ("german", FEMALE, None),
        ("klingon", FEMALE, None),
    ],
)
def test_each_language_is_spoken_by_a_voice_of_the_presenters_gender(
    language: str, voice: Voice, name: str | None
) -> None:
    style = style_for(spoken_language(language, british=voice.british), voice)
    assert (style.name if style else None) == name


def test_every_voice_has_a_style_for_each_number_of_phonemes() -> None:
    wanted = {
        style.name
        for language in CONTRACT_LANGUAGES
        for british in (False, True)
        for variant in ("f3", "m3")
        if (style := style_for(spoken_language(language, british=british), Voice(variant)))
    }
    with files("studio.voice.kokoro").joinpath("styles.npz").open("rb") as stored, np.load(stored) as styles:
        assert set(styles) == wanted
        assert {styles[name].shape for name in wanted} == {(MAX_PHONEMES, 256)}
        assert all(np.isfinite(styles[name]).all() for name in wanted)
