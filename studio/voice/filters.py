"""Filters over whole tracks, by their frequency response: exact, fast, and free of loops over samples.

Every track here is short (a minute at most), so one Fourier transform over all of it costs less than a recursion.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import gcd

import numpy as np
from numpy.typing import NDArray

from studio.voice.model import SAMPLE_RATE, Samples

_RING = SAMPLE_RATE // 2
"""Samples of silence added before a transform, so that a filter's ringing dies away instead of wrapping around."""

MILLISECOND = SAMPLE_RATE // 1000
"""Samples. The step of every envelope: finer than the ear follows, and 48 times fewer turns of a loop."""


@dataclass(frozen=True, slots=True)
class Biquad:
    """A recursive filter of second order at `SAMPLE_RATE`; `a` starts with 1."""

    b: tuple[float, float, float]
    a: tuple[float, float, float]

    def response(self, size: int) -> NDArray[np.complex64]:
        """Its complex gain at the frequencies of a real transform over `size` samples."""
        return _response(self, size)


@lru_cache(maxsize=8)
def _response(filtered: Biquad, size: int) -> NDArray[np.complex64]:
    """Loudness is measured twice over the same length; a response is 3 MB for 15 s."""
    delay = np.exp(-2j * np.pi * np.fft.rfftfreq(size))
    above, below = ((terms[2] * delay + terms[1]) * delay + terms[0] for terms in (filtered.b, filtered.a))
    return np.asarray(above / below, np.complex64)


def high_pass(hertz: float) -> Biquad:
    """A Butterworth high-pass (bilinear transform, the Audio EQ Cookbook's form with Q = 1/sqrt(2))."""
    angle = 2 * np.pi * hertz / SAMPLE_RATE
    alpha, cosine = float(np.sin(angle) / np.sqrt(2)), float(np.cos(angle))
    b0, a0 = (1 + cosine) / 2, 1 + alpha
    return Biquad((b0 / a0, -2 * b0 / a0, b0 / a0), (1.0, -2 * cosine / a0, (1 - alpha) / a0))


def apply(samples: Samples, *filters: Biquad) -> Samples:
    """The samples, shape (n,) or (channels, n), through the filters in order."""
    length = samples.shape[-1]
    size = _fast_size(length + _RING)
    spectrum = np.fft.rfft(samples, size)
    for each in filters:
        spectrum *= each.response(size)
    return np.fft.irfft(spectrum, size)[..., :length].astype(np.float32)


def convolve(samples: Samples, kernel: Samples) -> Samples:
    """The samples (n,) with an impulse response (k,) or (channels, k); what rings on after the end is cut."""
    length = samples.shape[-1]
    size = _fast_size(length + kernel.shape[-1])
    spectrum = np.fft.rfft(samples, size) * np.fft.rfft(kernel, size)
    return np.fft.irfft(spectrum, size)[..., :length].astype(np.float32)


def resample(samples: Samples, rate: int) -> Samples:
    """One channel from `rate` to `SAMPLE_RATE` by its spectrum: the ideal band-limited interpolation.

    The ends must be silent, as a spoken sentence's are.
    """
    whole = rate // gcd(rate, SAMPLE_RATE)
    size = _fast_size(-(-(len(samples) + rate // 20) // whole)) * whole
    target = size * SAMPLE_RATE // rate
    spectrum = np.zeros(target // 2 + 1, np.complex128)
    source = np.fft.rfft(samples, size)
    spectrum[: len(source)] = source
    wave = np.fft.irfft(spectrum, target) * (target / size)
    return np.asarray(wave[: round(len(samples) * SAMPLE_RATE / rate)], np.float32)


def levels(samples: Samples) -> NDArray[np.float64]:
    """The loudest absolute value of each millisecond over all channels."""
    padded = np.pad(np.abs(np.atleast_2d(samples)), ((0, 0), (0, -samples.shape[-1] % MILLISECOND)))
    steps = padded.reshape(-1, padded.shape[-1] // MILLISECOND, MILLISECOND)
    return np.asarray(steps.max(axis=(0, 2)), np.float64)


def follow(targets: NDArray[np.float64], attack: float, release: float) -> NDArray[np.float64]:
    """An envelope follower over millisecond values; `attack` and `release` are its time constants in ms."""
    rise, fall = 1 - float(np.exp(-1 / attack)), 1 - float(np.exp(-1 / release))
    value = 0.0
    followed = []
    for target in targets.tolist():
        value += (target - value) * (rise if target > value else fall)
        followed.append(value)
    return np.array(followed)


def per_sample(steps: NDArray[np.float64], length: int) -> Samples:
    """Millisecond values as a smooth curve over `length` samples."""
    centres = (np.arange(len(steps)) + 0.5) * MILLISECOND
    return np.interp(np.arange(length), centres, steps).astype(np.float32)


def decibels(value: float) -> float:
    """The factor of an amplitude for a number of decibels."""
    return float(10 ** (value / 20))


def _fast_size(least: int) -> int:
    """The next length that a Fourier transform likes: 2, 3, 5 or 9 times a power of two."""
    power = 1 << (least - 1).bit_length()
    return min(size for size in (power, power * 3 // 4, power * 5 // 8, power * 9 // 16) if size >= least)
