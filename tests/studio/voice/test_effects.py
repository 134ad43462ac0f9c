"""The sounds of cuts, price and end card: heard where they belong, below the voice, and loudness as ever."""

import numpy as np
import pytest

from studio.voice.effects import LEVELS, RISER_SECONDS, WHOOSH_PEAK_SECONDS, Effect, Sound, play
from studio.voice.loudness import integrated_loudness, true_peak_levels
from studio.voice.model import SAMPLE_RATE, Narration, Samples
from studio.voice.soundtrack import mix

LENGTH = 3 * SAMPLE_RATE


def decibels(samples: Samples) -> float:
    """The peak."""
    return 20 * float(np.log10(np.abs(samples).max()))


def rms(samples: Samples) -> float:
    return float(np.sqrt(np.mean(np.square(samples, dtype=np.float64))))


@pytest.mark.parametrize("sound", Sound)
def test_each_effect_has_its_level_and_no_click_at_its_ends(sound: Sound) -> None:
    track = play([Effect(sound, 1.0)], LENGTH)
    assert track.shape == (2, LENGTH)
    assert decibels(track) == pytest.approx(LEVELS[sound], abs=0.1)
    assert np.abs(track[:, : SAMPLE_RATE + 1]).max() < 0.001
    assert np.abs(np.diff(track)).max() < 0.03


def test_a_whoosh_is_loudest_at_its_peak_and_flies_from_left_to_right() -> None:
    track = play([Effect(Sound.WHOOSH, 1.0)], LENGTH)
    peak = round((1.0 + WHOOSH_PEAK_SECONDS) * SAMPLE_RATE)
    near = slice(peak - SAMPLE_RATE // 20, peak + SAMPLE_RATE // 20)
    assert rms(track[:, near]) > 2.5 * rms(track[:, SAMPLE_RATE : SAMPLE_RATE + SAMPLE_RATE // 20])
    before, after = track[:, SAMPLE_RATE:peak], track[:, peak : peak + SAMPLE_RATE // 4]
    assert rms(before[0]) > 1.3 * rms(before[1])
    assert rms(after[1]) > 1.3 * rms(after[0])


def test_a_riser_swells_and_stops_where_it_ends() -> None:
    track = play([Effect(Sound.RISER, 1.0)], LENGTH)
    end = round((1.0 + RISER_SECONDS) * SAMPLE_RATE)
    quarters = [rms(part) for part in np.split(track[:, SAMPLE_RATE:end], 4, axis=1)]
    assert quarters == sorted(quarters)
    assert quarters[3] > 6 * quarters[0]
    assert not track[:, end:].any()


def test_what_lies_outside_of_the_video_is_cut() -> None:
    sides = play([Effect(Sound.WHOOSH, -0.2), Effect(Sound.RISER, 2.6), Effect(Sound.POP, 9.0)], LENGTH)
    assert sides.shape == (2, LENGTH)
    assert sides[:, :4800].any()
    assert not sides[:, SAMPLE_RATE : 2 * SAMPLE_RATE].any()


@pytest.mark.slow
def test_effects_are_heard_below_the_voice_and_leave_the_loudness_as_it_is(narration: Narration) -> None:
    start, _ = narration.sentences[1]
    effects = [Effect(Sound.WHOOSH, start), Effect(Sound.RISER, 10.0), Effect(Sound.TICK, 11.0)]
    plain, mixed = mix(narration, 17), mix(narration, 17, effects=effects)
    assert integrated_loudness(mixed) == pytest.approx(-14, abs=0.5)
    assert 20 * float(np.log10(true_peak_levels(mixed).max())) < -1.4
    added = mixed - plain * np.float32(np.vdot(mixed, plain) / np.vdot(plain, plain))

    def part(samples: Samples, first: float, seconds: float) -> Samples:
        return samples[:, int(first * SAMPLE_RATE) : int((first + seconds) * SAMPLE_RATE)]

    assert rms(part(added, 10.4, 0.4)) > 10 * rms(part(added, 13.0, 2.0))
    assert rms(part(added, start, 0.45)) < 0.2 * rms(part(plain, start, 0.45))
    assert np.array_equal(mixed, mix(narration, 17, effects=effects))
