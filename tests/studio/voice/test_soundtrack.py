"""Voice and music share the sound: words are clear, no pause is a hole, and the end is heard as one."""

import numpy as np
import pytest

from studio.voice.loudness import integrated_loudness
from studio.voice.model import SAMPLE_RATE, Narration, Samples
from studio.voice.music import compose
from studio.voice.soundtrack import Stress, mix

SPOKEN = ((0.5, 3.0), (3.5, 6.0), (6.5, 9.0))
LIFT, SECONDS = 6.4, 10.0


@pytest.fixture(scope="module")
def narration() -> Narration:
    """A hum of 110 Hz and its overtones in place of three sentences."""
    time = np.arange(round(SECONDS * SAMPLE_RATE)) / SAMPLE_RATE
    voice = sum(np.sin(2 * np.pi * 110 * tone * time) / tone for tone in (2, 3, 5, 7)) * 0.4
    heard = np.any([(start <= time) & (time < end) for start, end in SPOKEN], axis=0)
    return Narration(np.asarray(voice * heard, np.float32), (), SPOKEN, "test")


def level(samples: Samples, start: float, end: float) -> float:
    """RMS in dB."""
    part = samples[:, round(start * SAMPLE_RATE) : round(end * SAMPLE_RATE)]
    return 10 * float(np.log10(np.mean(np.square(part, dtype=np.float64)) + 1e-12))


def music_of(mixed: Samples, narration: Narration) -> Samples:
    """What is left without the voice, by how much of it is in the mix."""
    voice = narration.samples[: mixed.shape[1]]
    return mixed - voice * np.float32(np.vdot(mixed.sum(axis=0), voice) / (2 * np.vdot(voice, voice)))


def test_music_makes_way_for_words_breathes_in_pauses_and_lifts_at_the_end(narration: Narration) -> None:
    mixed = mix(narration, SECONDS, lift=LIFT)
    music, plain = music_of(mixed, narration), compose(1, SECONDS)

    def gain(start: float, end: float) -> float:
        return level(music, start, end) - level(plain, start, end)

    under, pause, late = gain(4.0, 5.8), gain(3.15, 3.4), gain(7.0, 8.8)
    assert pause > under + 3
    assert late > under + 3
    assert level(mixed, 4.0, 5.8) > level(music, 4.0, 5.8) + 6, "words are clear"
    assert gain(LIFT - 0.11, LIFT - 0.03) < under - 10, "a breath before the lift"
    assert integrated_loudness(mixed) == pytest.approx(-14, abs=0.5)


def test_a_stressed_sentence_is_louder_by_as_much_as_is_stated(narration: Narration) -> None:
    stresses = [Stress(0.5, 0.0), Stress(3.5, -3.0), Stress(6.5, 0.0)]
    mixed = mix(narration, SECONDS, stresses=stresses)
    first, second, third = (level(mixed, start + 0.3, end - 0.3) for start, end in SPOKEN)
    assert first - second == pytest.approx(3, abs=1)
    assert third == pytest.approx(first, abs=1)
