"""Instruments made of sines and noise: each function returns one note at 48 kHz, one channel, peak about 1."""

from functools import lru_cache
from math import isqrt

import numpy as np
from numpy.typing import NDArray

from studio.voice.model import SAMPLE_RATE, Samples

_FLOOR = 0.001
"""Level at which a note has died away (-60 dB)."""

_NOTES_KEPT = 32
"""Notes kept of each instrument: more than one track needs, at most 20 MB for the longest."""


def hertz(note: int) -> float:
    """The frequency of a MIDI note in equal temperament: 69 is 440 Hz."""
    return float(440.0 * 2 ** ((note - 69) / 12))


def moments(seconds: float) -> NDArray[np.float64]:
    """The moments of the samples of that many seconds."""
    return np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE


def _turning(rate: complex, count: int, start: complex = 0) -> NDArray[np.complex128]:
    """exp(start + rate * time) at each sample, `rate` in 1/s: a sine with the phase and the decay that it names.

    An exponential of a sum is a product, so two short rows give the whole: a twentieth of the time of `np.exp`.
    """
    side = isqrt(count - 1) + 1
    steps = np.arange(side) * rate / SAMPLE_RATE
    return np.outer(np.exp(start + side * steps), np.exp(steps)).ravel()[:count]


def soft_ends(wave: NDArray[np.float64], attack: float, release: float) -> Samples:
    """Fade in and out over seconds, so that no note clicks."""
    rise, fall = (min(len(wave), max(1, round(part * SAMPLE_RATE))) for part in (attack, release))
    wave[:rise] *= np.linspace(0, 1, rise)
    wave[len(wave) - fall :] *= np.linspace(1, 0, fall)
    return wave.astype(np.float32)


@lru_cache(_NOTES_KEPT)
def pluck(note: int) -> Samples:
    """A soft marimba-like tone: overtones die sooner than the fundamental."""
    times = moments(0.9)
    wave = np.zeros_like(times)
    for overtone, level in ((1, 1.0), (2, 0.35), (3, 0.18), (4, 0.10), (6, 0.05)):
        rate = 2j * np.pi * hertz(note) * overtone - (4.5 + 3.2 * overtone)
        wave += level * _turning(rate, len(times)).imag
    return soft_ends(wave / 1.5, 0.004, 0.1)


@lru_cache(_NOTES_KEPT)
def bass(note: int, seconds: float) -> Samples:
    """A round bass: mostly fundamental, with enough overtone to be heard on a phone."""
    times = moments(seconds)
    wave = np.zeros_like(times)
    for overtone, level in ((1, 1.0), (2, 0.35), (3, 0.15)):
        wave += level * _turning(2j * np.pi * hertz(note) * overtone - 1.6, len(times)).imag
    return soft_ends(wave / 1.4, 0.008, 0.08)


@lru_cache(_NOTES_KEPT)
def pad(note: int, seconds: float, spread: float) -> Samples:
    """A warm held tone; `spread` (parts of the frequency) detunes it, one sign for each ear."""
    times = moments(seconds)
    wave = np.zeros_like(times)
    for detune in (1 + spread, 1 - spread / 2):
        turn = _turning(2j * np.pi * hertz(note) * detune, len(times), start=1j).astype(np.complex64)
        # Overtones 5 to 1 as a polynomial of the fundamental (Horner): five products instead of five sines.
        tone = np.zeros_like(turn)
        for overtone in range(5, 0, -1):
            tone = (tone + np.complex64(overtone**-1.9)) * turn
        wave += tone.imag
    swell = 0.85 + 0.15 * _turning(2j * np.pi / seconds, len(times)).imag
    return soft_ends(wave * swell / 3, min(0.5, seconds / 3), min(0.6, seconds / 3))


@lru_cache(_NOTES_KEPT)
def kick() -> Samples:
    """A soft bass drum: a sine that falls from 120 to 48 Hz."""
    times = moments(0.32)
    pitch = 48 + 72 * np.exp(-times * 32)
    wave = np.sin(2 * np.pi * np.cumsum(pitch) / SAMPLE_RATE) * np.exp(-times * 11)
    return soft_ends(wave, 0.002, 0.05)


@lru_cache(_NOTES_KEPT)
def shaker(seconds: float = 0.07) -> Samples:
    """Bright noise that dies at once; the same every time."""
    times = moments(seconds)
    noise = np.random.default_rng(7).standard_normal(len(times) + 2)
    bright = np.diff(noise, 2)
    decay = -np.log(_FLOOR) / seconds
    return soft_ends(bright * np.exp(-decay * times) / 6, 0.003, 0.01)


@lru_cache(_NOTES_KEPT)
def snap() -> Samples:
    """A finger snap: a short band of noise around 1.8 kHz."""
    times = moments(0.16)
    noise = np.random.default_rng(11).standard_normal(len(times))
    wave = noise * np.sin(2 * np.pi * 1_800 * times) * np.exp(-times * 42)
    return soft_ends(wave / 2, 0.001, 0.02)
