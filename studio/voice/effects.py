"""Short sounds of what is seen: cuts, the price, its digits, the end card. Synthesised, the same every time."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from studio.voice import filters
from studio.voice.instruments import moments, soft_ends
from studio.voice.model import SAMPLE_RATE, Samples

WHOOSH_PEAK_SECONDS = 0.2
"""From the beginning of a whoosh to its loudest moment."""
RISER_SECONDS = 0.8
"""A riser ends where what it announces begins."""

_WHOOSH_SECONDS = 0.45
_BANDS = ((350.0, 1.0, 0.16), (900.0, 0.7, 0.12), (2_200.0, 0.4, 0.09), (5_000.0, 0.2, 0.06))
"""Of a whoosh: middle in Hz, level, and half its length in seconds. The brighter, the shorter: it flies by."""
_BAND_OCTAVES = 0.6
"""Half the width of a band."""


class Sound(StrEnum):
    """A kind of effect."""

    WHOOSH = "whoosh"
    POP = "pop"
    TICK = "tick"
    RISER = "riser"


LEVELS: Mapping[Sound, float] = {Sound.WHOOSH: -20.0, Sound.POP: -20.0, Sound.TICK: -26.0, Sound.RISER: -20.0}
"""Peaks in dB of full scale, beside a voice that peaks at -3: felt under the words, never over them."""


@dataclass(frozen=True, slots=True)
class Effect:
    """A sound and the moment at which it begins, in seconds; what lies outside of the video is cut."""

    sound: Sound
    start: float


def play(effects: Iterable[Effect], length: int) -> Samples:
    """All effects together, shape (2, `length`) at 48 kHz."""
    track = np.zeros((2, length), np.float32)
    for effect in effects:
        wave, start = _SOUNDS[effect.sound](), round(effect.start * SAMPLE_RATE)
        first, last = max(start, 0), min(start + wave.shape[1], length)
        if first < last:
            level = np.float32(filters.decibels(LEVELS[effect.sound]))
            track[:, first:last] += wave[:, first - start : last - start] * level
    return track


@lru_cache(1)
def _whoosh() -> Samples:
    """Air that flies by from left to right: noise in bands, each with a bell of its own."""
    at = moments(_WHOOSH_SECONDS)
    wave = sum(
        level * _noise(len(at), hertz) * np.exp(-(((at - WHOOSH_PEAK_SECONDS) / half) ** 2) * 2)
        for hertz, level, half in _BANDS
    )
    angle = (1 + 0.8 * np.tanh((at - WHOOSH_PEAK_SECONDS) / 0.1)) * np.pi / 4
    return _full(np.stack([wave * np.cos(angle), wave * np.sin(angle)]))


@lru_cache(1)
def _pop() -> Samples:
    """A bubble: a sine that leaps up an octave and is gone."""
    at = moments(0.12)
    pitch = 360 + 420 * (1 - np.exp(-at * 40))
    return _both(np.sin(2 * np.pi * np.cumsum(pitch) / SAMPLE_RATE) * np.exp(-at * 38))


@lru_cache(1)
def _tick() -> Samples:
    """A small wheel that falls into its notch."""
    at = moments(0.03)
    return _both((np.sin(2 * np.pi * 2_600 * at) + 0.5 * np.sin(2 * np.pi * 4_100 * at)) * np.exp(-at * 220))


@lru_cache(1)
def _riser() -> Samples:
    """Noise and a tone that climb and swell, and stop."""
    at = moments(RISER_SECONDS)
    climb = at / RISER_SECONDS
    tone = np.sin(2 * np.pi * np.cumsum(180 * 4**climb) / SAMPLE_RATE)
    air = _noise(len(at), 700) * (1 - climb) + _noise(len(at), 2_800) * climb
    return _both((0.5 * tone + 0.5 * air) * climb**2)


_SOUNDS: Mapping[Sound, Callable[[], Samples]] = {
    Sound.WHOOSH: _whoosh,
    Sound.POP: _pop,
    Sound.TICK: _tick,
    Sound.RISER: _riser,
}


def _noise(count: int, hertz: float) -> NDArray[np.float64]:
    """Noise of a band around a frequency, peak 1."""
    spectrum = np.fft.rfft(np.random.default_rng(round(hertz)).standard_normal(count))
    octaves = np.log2(np.maximum(np.fft.rfftfreq(count, 1 / SAMPLE_RATE), 1.0) / hertz)
    wave = np.fft.irfft(spectrum * np.exp(-((octaves / _BAND_OCTAVES) ** 2) / 2), count)
    return np.asarray(wave / np.abs(wave).max())


def _both(wave: NDArray[np.float64]) -> Samples:
    """The same for both ears."""
    return _full(np.stack([wave, wave]))


def _full(waves: NDArray[np.float64]) -> Samples:
    """At a peak of 1, without a click at either end."""
    soft = np.stack([soft_ends(wave, 0.002, 0.02) for wave in waves])
    return np.asarray(soft / np.abs(soft).max(), np.float32)
