# ruff: noqa: RUF001 - letters of many scripts are meant
"""The finished sound: as loud as platforms want it, never clipped, music under the voice."""

import contextlib
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import av.filter
import numpy as np
import pytest

from studio.encoder import VideoEncoder
from studio.script.model import Script
from studio.voice.loudness import SILENCE, integrated_loudness, true_peak_levels
from studio.voice.model import SAMPLE_RATE, Narration, Samples
from studio.voice.music import TRACKS, compose, find_track
from studio.voice.narrator import narrate
from studio.voice.soundtrack import mix, mouth_levels
from studio.voice.voices import voice_for
from tests.studio.playback import meter

pytestmark = pytest.mark.slow

TIMES = np.arange(10 * SAMPLE_RATE) / SAMPLE_RATE


def true_peak(samples: Samples) -> float:
    """dBTP: the highest level of the wave between and at its samples."""
    return 20 * float(np.log10(true_peak_levels(samples).max()))


def sine(hertz: float, decibels: float, phase: float = 0.0) -> Samples:
    return (10 ** (decibels / 20) * np.sin(2 * np.pi * hertz * TIMES + phase)).astype(np.float32)


def stereo(wave: Samples) -> Samples:
    return np.stack([wave, wave])


@pytest.mark.parametrize(
    ("signal", "expected"),
    [
        pytest.param(stereo(sine(997, -23)), -23.0, id="EBU Tech 3341 case 1: stereo sine at -23 dBFS"),
        pytest.param(stereo(sine(997, -33)), -33.0, id="EBU Tech 3341 case 2: stereo sine at -33 dBFS"),
        pytest.param(sine(997, 0), -3.01, id="BS.1770 annex 1: full scale in one channel"),
        pytest.param(stereo(sine(9_000, -23)), -19.69, id="the shelf of +4 dB, of which 997 Hz has 0.69 already"),
    ],
)
def test_loudness_of_reference_signals(signal: Samples, expected: float) -> None:
    assert integrated_loudness(signal) == pytest.approx(expected, abs=0.1)


def test_pauses_do_not_count_into_loudness() -> None:
    """EBU Tech 3341 case 3: 10 s at -36, 60 s at -23, 10 s at -36 is -23 LUFS."""
    quiet, loud = sine(997, -36), np.tile(sine(997, -23), 6)

    assert integrated_loudness(stereo(np.concatenate([quiet, loud, quiet]))) == pytest.approx(-23.0, abs=0.1)


def test_loudness_and_peak_agree_with_ffmpeg(narration: Narration) -> None:
    mixed = mix(narration, 8)
    frame = av.AudioFrame.from_ndarray(mixed, format="fltp", layout="stereo")
    frame.sample_rate, frame.pts = SAMPLE_RATE, 0
    graph = av.filter.Graph()
    source = graph.add_abuffer(
        format="fltp", sample_rate=SAMPLE_RATE, layout="stereo", time_base=Fraction(1, SAMPLE_RATE)
    )
    meter, sink = graph.add("ebur128", "peak=true:metadata=1"), graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    graph.push(frame)
    graph.push(None)
    facts: dict[str, str] = {}
    with contextlib.suppress(av.EOFError, av.BlockingIOError):
        while True:
            facts = graph.pull().metadata

    assert integrated_loudness(mixed) == pytest.approx(float(facts["lavfi.r128.I"]), abs=0.1)
    assert true_peak(mixed) == pytest.approx(20 * np.log10(float(facts["lavfi.r128.true_peak"])), abs=0.3)


def test_silence_has_no_loudness() -> None:
    assert integrated_loudness(np.zeros((2, 5 * SAMPLE_RATE), np.float32)) == SILENCE


@pytest.mark.parametrize(("hertz", "phase"), [(12_000, np.pi / 4), (8_000, np.pi / 3), (997, 0.0)])
def test_peaks_between_samples_are_found(hertz: float, phase: float) -> None:
    """EBU Tech 3341 cases 15 to 19 allow +0.2 and -0.4 dB."""
    tapered = sine(hertz, -6.0, phase) * np.hanning(len(TIMES)).astype(np.float32) ** 0.1
    peak = true_peak(tapered)

    assert -6.4 <= peak <= -5.8


@pytest.mark.parametrize(("track", "spoken"), [*((track.id, True) for track in TRACKS), (1, False), (4, False)])
def test_every_mix_has_the_platforms_loudness_and_no_peak_above_minus_one(
    narration: Narration, track: int, spoken: bool
) -> None:
    mixed = mix(narration if spoken else None, 8, track=track)

    assert mixed.shape == (2, 8 * SAMPLE_RATE)
    assert mixed.dtype == np.float32
    assert integrated_loudness(mixed) == pytest.approx(-14, abs=0.5)
    assert true_peak(mixed) < -1.4
    assert np.abs(mixed).max() < 1


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("german", "Für nur 29,99 € gehört er dir."),
        ("chinese", "这款咖啡机只要299元，今天就下单吧！"),
        ("arabic", "احصل عليه الآن بسعر 29.99 دولار."),
        ("hindi", "इसे आज ही सिर्फ ₹999 में खरीदें।"),
    ],
)
def test_other_languages_are_as_loud(language: str, sentence: str, make_script: Callable[..., Script]) -> None:
    narration = narrate(make_script(language, sentence), 6)
    mixed = mix(narration, 6, track=3)

    assert integrated_loudness(mixed) == pytest.approx(-14, abs=0.5)
    assert true_peak(mixed) < -1.4


def test_music_makes_way_for_the_voice(narration: Narration) -> None:
    """The voice is taken out of the mix by a second mix with the voice turned upside down."""
    turned = Narration(-narration.samples, narration.words, narration.sentences, narration.voice)
    music = (mix(narration, 17) + mix(turned, 17)) / 2
    plain = compose(1, 17)
    start, end = narration.sentences[1]

    def gain(first: float, last: float) -> float:
        part = slice(int(first * SAMPLE_RATE), int(last * SAMPLE_RATE))
        return float(np.sqrt(np.mean(music[:, part] ** 2) / np.mean(plain[:, part] ** 2)))

    ducked = gain(start + 0.4, end) / gain(narration.sentences[-1][1] + 1.2, 15.5)
    assert -10 < 20 * np.log10(ducked) < -6


def test_speech_that_outlasts_the_video_is_cut_without_a_click(narration: Narration) -> None:
    mixed = mix(narration, 6)

    assert mixed.shape == (2, 6 * SAMPLE_RATE)
    assert np.abs(mixed[:, -10:]).max() < 0.01


def test_the_same_narration_gives_the_same_sound(narration: Narration) -> None:
    assert np.array_equal(mix(narration, 5), mix(narration, 5))


@pytest.mark.parametrize(("track", "seconds"), [*((track.id, 6.5) for track in TRACKS), (1, 0.3), (3, 40.0)])
def test_music_plays_for_any_length_without_holes_or_jumps(track: int, seconds: float) -> None:
    music = compose(track, seconds)

    assert music.shape == (2, round(seconds * SAMPLE_RATE))
    assert np.abs(music[:, 0]).max() < 0.01
    assert np.abs(music[:, -1]).max() < 0.01
    assert np.abs(np.diff(music)).max() < 0.5
    if seconds > 5:
        halves = music[:, SAMPLE_RATE : -2 * SAMPLE_RATE]
        whole = halves.shape[1] // (SAMPLE_RATE // 2) * (SAMPLE_RATE // 2)
        levels = np.sqrt((halves[:, :whole].reshape(2, -1, SAMPLE_RATE // 2) ** 2).mean(axis=(0, 2)))
        assert levels.min() > 0.01


def test_tracks_differ_and_any_number_finds_one() -> None:
    pieces = [compose(track.id, 2.5) for track in TRACKS]

    assert len({track.id for track in TRACKS}) == len({track.mood for track in TRACKS}) == len(TRACKS) >= 4
    for one, other in pairwise(pieces):
        likeness = np.corrcoef(one[0], other[0])[0, 1]
        assert abs(likeness) < 0.8
    assert find_track(13) == find_track(13)
    assert find_track(0) in TRACKS
    assert find_track(-7) in TRACKS


def test_the_mouth_opens_with_the_voice_and_rests_in_pauses(narration: Narration) -> None:
    levels = mouth_levels(narration, 30)

    assert levels.dtype == np.float32
    assert len(levels) == pytest.approx(len(narration.samples) / SAMPLE_RATE * 30, abs=1)
    assert levels.min() == 0
    assert levels.max() <= 1
    for (start, end), (following, _) in pairwise(narration.sentences):
        assert levels[int(start * 30) + 2 : int(end * 30) - 2].mean() > 0.3
        assert levels[int((end + 0.12) * 30) : int((following - 0.05) * 30)].max(initial=0) < 0.15


def test_silence_keeps_the_mouth_shut() -> None:
    silent = Narration(np.zeros(SAMPLE_RATE, np.float32), (), (), "nobody")

    assert mouth_levels(silent, 30).tolist() == [0.0] * 30


def test_the_file_stays_below_the_peak_that_platforms_allow(make_script: Callable[..., Script], tmp_path: Path) -> None:
    """AAC moves peaks; this voice in Japanese is where it moved them furthest."""
    sentences = ("きょうみつけたもの：Stoneware Mug。", "おねだんは€12.50。", "もっとみるなら、ショップへ。")
    spoken = narrate(make_script("japanese", *sentences), 6, voice=voice_for("male", "middle", 1756))
    with VideoEncoder(tmp_path / "sound.mp4", 64, 64) as encoder:
        encoder.write_sound(mix(spoken, 7.2))
        for _ in range(round(7.2 * 30)):
            encoder.write(np.full((96, 64), 128, np.uint8))
    loudness, peak = meter(tmp_path / "sound.mp4")
    assert peak < -1
    assert abs(loudness + 14) <= 2
