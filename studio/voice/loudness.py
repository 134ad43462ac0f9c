"""How loud a track is to the ear, and how high its peaks are between the samples (ITU-R BS.1770-4)."""

import numpy as np
from numpy.typing import NDArray

from studio.voice import filters
from studio.voice.model import SAMPLE_RATE, Samples

_HEAD = filters.Biquad(
    (1.53512485958697, -2.69169618940638, 1.19839281085285), (1.0, -1.69065929318241, 0.73248077421585)
)
"""BS.1770-4 table 1: the head as a sphere, at 48 kHz."""

_BASS = filters.Biquad((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))
"""BS.1770-4 table 2: the ear's lack of interest in bass, at 48 kHz."""

_BLOCK = 4 * SAMPLE_RATE // 10
_HOP = SAMPLE_RATE // 10
"""Gating blocks last 400 ms and overlap by 75 % (BS.1770-4 annex 1)."""

_OFFSET = -0.691
"""dB, by which a 997 Hz sine of full scale in one channel comes to -3.01 LUFS."""

_ABSOLUTE_GATE = -70.0
"""LUFS; blocks below are silence."""

_RELATIVE_GATE = -10.0
"""LU below the mean of the others; blocks below are pauses."""

_OVERSAMPLING = 4
"""True peaks are looked for at 192 kHz (BS.1770-4 annex 2)."""

_TAPS = 12
"""Of each phase of the interpolating filter, as in annex 2."""

SILENCE = float("-inf")
"""The loudness of a track without any block above the gate."""


def integrated_loudness(samples: Samples) -> float:
    """LUFS of a whole track, shape (n,) or (2, n) at 48 kHz, gated; `SILENCE` for a silent or very short one."""
    weighted = filters.apply(np.atleast_2d(samples), _HEAD, _BASS)
    energies = _block_energies(weighted)
    loud = energies[_lufs(energies) > _ABSOLUTE_GATE]
    if not loud.size:
        return SILENCE
    gate = float(_lufs(loud.mean())) + _RELATIVE_GATE
    return float(_lufs(loud[_lufs(loud) > gate].mean()))


def _block_energies(weighted: Samples) -> NDArray[np.float64]:
    """The mean square of each gating block, summed over the channels."""
    hops = weighted.shape[1] // _HOP
    steps = weighted[:, : hops * _HOP].astype(np.float64).reshape(len(weighted), hops, _HOP)
    squares = np.concatenate([[0.0], np.cumsum((steps**2).sum(axis=(0, 2)))])
    span = _BLOCK // _HOP
    return np.asarray((squares[span:] - squares[:-span]) / _BLOCK, np.float64)


def _lufs(energy: NDArray[np.float64] | np.float64) -> NDArray[np.float64]:
    return np.asarray(_OFFSET + 10 * np.log10(np.maximum(energy, 1e-12)), np.float64)


def true_peak_levels(samples: Samples) -> NDArray[np.float64]:
    """The oversampled peak of each millisecond over all channels, as `filters.levels` has the plain one."""
    rows = np.atleast_2d(samples)
    every = [filters.levels(rows), *(filters.levels(_between(rows, kernel)) for kernel in _KERNELS)]
    return np.asarray(np.max(every, axis=0), np.float64)


def _between(rows: Samples, kernel: Samples) -> Samples:
    """The wave at one place between every two samples: a few products of whole rows, which is what processors like."""
    padded = np.pad(rows, ((0, 0), (_TAPS // 2, _TAPS // 2 - 1)))
    wave = np.zeros_like(rows)
    for tap, weight in enumerate(kernel[::-1]):
        wave += padded[:, tap : tap + rows.shape[1]] * weight
    return wave


def _interpolators() -> list[Samples]:
    """A windowed sinc for each position between two samples."""
    taps = np.arange(-_TAPS // 2, _TAPS // 2) + 1
    kernels = []
    for phase in range(1, _OVERSAMPLING):
        places = taps - phase / _OVERSAMPLING
        kernel = np.sinc(places) * np.cos(np.pi * places / (_TAPS + 1)) ** 2
        kernels.append((kernel / kernel.sum()).astype(np.float32))
    return kernels


_KERNELS = _interpolators()
