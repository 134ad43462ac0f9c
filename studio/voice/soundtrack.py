"""The finished sound: voice over music that makes way for it, at the loudness that platforms play."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from studio.voice import filters
from studio.voice.effects import Effect, play
from studio.voice.limiter import limit
from studio.voice.loudness import SILENCE, integrated_loudness
from studio.voice.model import SAMPLE_RATE, Narration, Samples
from studio.voice.music import compose

LOUDNESS = -14.0
"""LUFS that video platforms normalise to; louder is turned down, quieter sounds weak beside other videos."""

_CEILING = -3.1
"""dBTP. AAC (at 128 kbit/s, 200 today) moved peaks by up to 1.2 dB in seventeen languages, in one Polish video by 1.8,
and the file must stay below -1."""

_MUSIC_LEVEL = 1.4
"""Of the music where nobody speaks, beside a voice that peaks at 0.7: 4 LU below it, so that no pause is a hole."""

_DUCKED, _DUCKED_LATE = 0.33, 0.6
"""Of that under the voice: 10 dB lower words stay clear and the beat is felt; from the lift on 4 dB lower, still 8 LU
below the voice."""

_DUCK_ATTACK, _DUCK_RELEASE = 40.0, 130.0
"""Milliseconds: the music breathes in the pauses between sentences, which last 220 to 550, and not between words."""

_DUCK_AHEAD = 60
"""Milliseconds by which the music makes way before it is spoken: no first syllable is covered."""

_WORD_GAP = 60
"""Milliseconds of silence that words have between them: the music stays down."""

_BREATH, _EDGE = 140, 10
"""Milliseconds without music before the lift, which is then heard as new, and half of those in which it stops and
starts, so that nothing clicks."""

_SPEECH_LEVEL = 0.02
"""Level above which somebody speaks."""

_LOUDNESS_PASSES = 3
"""Limiting takes a little loudness, which another pass gives back; most tracks need none."""

_LOUDNESS_TOLERANCE = 0.2
"""LU. Nobody hears half of it."""

_MOUTH_BAND = 250.0
"""Hz above which a voice opens the mouth; below is the hum of the throat, which closed lips make too."""


@dataclass(frozen=True, slots=True)
class Stress:
    """How much louder the voice is from a moment of silence on, in seconds and dB."""

    start: float
    decibels: float


def mix(
    narration: Narration | None,
    seconds: float,
    *,
    track: int = 1,
    effects: Iterable[Effect] = (),
    lift: float | None = None,
    stresses: Iterable[Stress] = (),
) -> Samples:
    """Voice, music and effects as (2, n) at 48 kHz, exactly `seconds` long, at -14 LUFS, true peaks below -3 dBTP.

    Speech beyond `seconds` is cut with a short fade. `track` is an id of `studio.voice.music.TRACKS`; its music pauses
    right before the second `lift` and is louder from then on. `stresses` are those of the voice, in order of time.
    """
    length = round(seconds * SAMPLE_RATE)
    music = compose(track, seconds) * np.float32(_MUSIC_LEVEL)
    played = play(effects, length)
    if narration is None:
        return _mastered(music + played)
    voice = _fitted(narration.samples, length)
    return _mastered(music * _ducking(voice, lift) + played + voice * _stressed(length, stresses))


def _stressed(length: int, stresses: Iterable[Stress]) -> Samples:
    gain = np.ones(length, np.float32)
    for stress in stresses:
        gain[round(stress.start * SAMPLE_RATE) :] = filters.decibels(stress.decibels)
    return gain


def mouth_levels(narration: Narration, fps: int) -> NDArray[np.float32]:
    """How far the mouth is open in each frame: 0 (closed) to 1, from the first frame to the end of the speech."""
    voice = filters.apply(narration.samples, filters.high_pass(_MOUTH_BAND))
    frames = -(-len(voice) * fps // SAMPLE_RATE)
    edges = np.arange(frames + 1) * SAMPLE_RATE // fps
    energy = np.concatenate([[0.0], np.cumsum(np.square(voice, dtype=np.float64))])
    # The window reaches half a frame to both sides: lips move more smoothly than sound.
    before = np.maximum(edges[:-1] - SAMPLE_RATE // (2 * fps), 0)
    after = np.minimum(edges[1:] + SAMPLE_RATE // (2 * fps), len(voice))
    rms = np.sqrt((energy[after] - energy[before]) / np.maximum(after - before, 1))
    spoken = rms[rms > rms.max(initial=0.0) / 20]
    if not spoken.size:
        return np.zeros(frames, np.float32)
    opened = np.clip(rms / np.percentile(spoken, 90), 0, 1) ** 0.85
    return np.where(opened < 0.12, 0.0, opened).astype(np.float32)


def _fitted(voice: Samples, length: int) -> Samples:
    """The voice padded with silence or cut to a length."""
    if len(voice) <= length:
        return np.pad(voice, (0, length - len(voice)))
    cut = voice[:length].copy()
    fade = min(length, 30 * filters.MILLISECOND)
    cut[length - fade :] *= np.linspace(1, 0, fade, dtype=np.float32)
    return cut


def _ducking(voice: Samples, lift: float | None) -> Samples:
    """The gain of the music over the length of the voice."""
    speaking = filters.levels(voice) > _SPEECH_LEVEL
    around = np.pad(speaking, (_WORD_GAP, _DUCK_AHEAD))
    spoken = np.asarray(sliding_window_view(around, _WORD_GAP + _DUCK_AHEAD + 1).any(axis=1), np.float64)
    gain = 1 - (1 - _lifted(len(speaking), lift)) * filters.follow(spoken, _DUCK_ATTACK, _DUCK_RELEASE)
    return filters.per_sample(gain * _breath(len(speaking), lift), len(voice))


def _lifted(length: int, lift: float | None) -> NDArray[np.float64]:
    """The gain of the music under the voice, for each millisecond."""
    ducked = np.full(length, _DUCKED)
    if lift is not None:
        ducked[round(lift * 1000) :] = _DUCKED_LATE
    return ducked


def _breath(length: int, lift: float | None) -> NDArray[np.float64]:
    """1, and 0 right before the lift, with soft edges, for each millisecond."""
    gain = np.ones(length)
    if lift is not None:
        gain[max(0, round(lift * 1000) - _BREATH) : round(lift * 1000)] = 0
    return np.convolve(np.pad(gain, _EDGE, mode="edge"), np.full(2 * _EDGE + 1, 1 / (2 * _EDGE + 1)), "valid")


def _mastered(track: Samples) -> Samples:
    """At `LOUDNESS` and under the ceiling; a silent track stays silent."""
    loudness = integrated_loudness(track)
    if loudness == SILENCE:
        return track
    gain = filters.decibels(LOUDNESS - loudness)
    mastered = limit(track * np.float32(gain), _CEILING)
    for _ in range(_LOUDNESS_PASSES):
        missing = LOUDNESS - integrated_loudness(mastered)
        if abs(missing) < _LOUDNESS_TOLERANCE:
            break
        gain *= filters.decibels(missing)
        mastered = limit(track * np.float32(gain), _CEILING)
    return mastered
