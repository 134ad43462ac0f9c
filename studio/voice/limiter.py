"""Keeps every peak below a ceiling without audible pumping: it sees a peak coming and turns down smoothly before."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from studio.voice import filters
from studio.voice.loudness import true_peak_levels
from studio.voice.model import Samples

_LOOK_AHEAD = 5
"""Milliseconds over which the gain falls before a peak and rises after it: short enough to stay unheard."""


def limit(samples: Samples, ceiling: float) -> Samples:
    """The track, shape (2, n), with its true peaks at most `ceiling` dBTP; both channels turn down together."""
    top = filters.decibels(ceiling)
    wanted = np.minimum(1.0, top / np.maximum(true_peak_levels(samples), 1e-9))
    if wanted.min(initial=1.0) >= 1.0:
        return samples
    # The lowest gain around each moment, one step wider than its mean: smooth, and nowhere above what is wanted.
    reach = _LOOK_AHEAD + 1
    lowest = sliding_window_view(np.pad(wanted, _LOOK_AHEAD + reach, mode="edge"), 2 * reach + 1).min(axis=1)
    smooth = sliding_window_view(lowest, 2 * _LOOK_AHEAD + 1).mean(axis=1)
    limited = samples * filters.per_sample(smooth, samples.shape[-1])
    # What the changing gain itself adds between samples is hundredths of a decibel; take it off the whole track.
    left = float(true_peak_levels(limited).max())
    return limited * np.float32(min(1.0, top / left))
