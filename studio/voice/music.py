"""Background music, composed and synthesised here: no samples, no licence but the project's own.

A track is a tempo, a chord progression and a few patterns. It is played bar by bar for as long as wanted, so there is
no loop and no seam; the same track and length give the same samples.
"""

from dataclasses import dataclass

import numpy as np

from studio.voice import filters, instruments
from studio.voice.model import SAMPLE_RATE, Samples

_STEPS = 16
"""Sixteenth notes in a bar."""

_FADE_IN, _FADE_OUT = 0.4, 1.4
"""Seconds. The picture starts at once, so does the music; its end should feel like an end."""

_HALL_SECONDS, _HALL_LEVEL = 1.1, 0.30
"""Reverberation of plucks and snaps."""


@dataclass(frozen=True, slots=True)
class Track:
    """One piece of background music. Patterns are 16 steps a bar; "x" plays, "." rests."""

    id: int
    name: str
    mood: str
    beats_per_minute: float
    root: int
    """MIDI note of the key."""
    chords: tuple[tuple[int, ...], ...]
    """One a bar, in semitones above the root."""
    plucks: str
    """Steps at which the next note of the chord is plucked."""
    bass: str
    kick: str
    shaker: str
    snap: str = "................"


TRACKS: tuple[Track, ...] = (
    Track(
        1, "Morning Light", "bright", 112, 60, ((0, 4, 7, 11), (9, 12, 16, 19), (5, 9, 12, 16), (7, 11, 14, 17)),
        plucks="x..x..x.x..x..x.", bass="x.....x.x.......", kick="x...x...x...x...",
        shaker="..x...x...x...x.", snap="....x.......x...",
    ),
    Track(
        2, "Soft Focus", "calm", 84, 57, ((0, 3, 7, 10), (8, 12, 15, 19), (3, 7, 10, 14), (10, 14, 17, 20)),
        plucks="x...x...x...x.x.", bass="x.........x.....", kick="................",
        shaker="..x...x...x...x.",
    ),
    Track(
        3, "City Run", "energetic", 124, 62, ((0, 3, 7, 12), (8, 12, 15, 20), (3, 7, 10, 15), (10, 14, 17, 22)),
        plucks="x.xx.xx.x.xx.x.x", bass="x..x..x.x..x..x.", kick="x...x...x...x...",
        shaker="..x...x...x...x.", snap="....x.......x..x",
    ),
    Track(
        4, "Warm Studio", "relaxed", 92, 55, ((0, 4, 7, 11), (4, 7, 11, 14), (9, 12, 16, 19), (5, 9, 12, 16)),
        plucks="x..x....x.x.....", bass="x......xx.......", kick="x.......x.x.....",
        shaker="x.x.x.x.x.x.x.x.", snap="....x.......x...",
    ),
    Track(
        5, "Night Drive", "cinematic", 100, 57, ((0, 7, 12, 15), (8, 12, 15, 20), (5, 8, 12, 17), (7, 10, 14, 19)),
        plucks="x.x.x.x.x.x.x.x.", bass="x.x.x.x.x.x.x.x.", kick="x.......x.......",
        shaker="....x.......x...",
    ),
)  # fmt: skip
"""Every track. Ids are ours: the contract leaves them to its catalogue."""


def find_track(track: int) -> Track:
    """The track of an id; any other number always gets the same one of ours."""
    known = {each.id: each for each in TRACKS}
    return known.get(track) or TRACKS[track % len(TRACKS)]


def compose(track: int, seconds: float) -> Samples:
    """Music of any length, shape (2, n) at 48 kHz, faded in and out, RMS about -18 dBFS."""
    piece = find_track(track)
    length = round(seconds * SAMPLE_RATE)
    player = _Player(piece, length)
    for bar in range(player.bars):
        player.play(bar)
    music = player.mixed()
    return music * _fades(length)


class _Player:
    """Plays a track bar by bar onto two stems: what is dry, and what stands in a hall."""

    def __init__(self, piece: Track, length: int) -> None:
        self._piece = piece
        self._length = length
        self._step = round(60 / piece.beats_per_minute / 4 * SAMPLE_RATE)
        self.bars = -(-length // (self._step * _STEPS))
        self._dry = np.zeros((2, length), np.float32)
        self._hall = np.zeros((2, length), np.float32)

    def play(self, bar: int) -> None:
        """One bar. The first has no bass and drums yet; every fourth leaves the drums room to breathe."""
        piece = self._piece
        chord = [piece.root + interval for interval in piece.chords[bar % len(piece.chords)]]
        first = bar * _STEPS
        self._pads(chord, first)
        self._plucks(chord, bar, first)
        if bar:
            self._drums(first, quiet=bar % 4 == 3)
            self._basses(chord[0], first)

    def _pads(self, chord: list[int], first: int) -> None:
        seconds = _STEPS * self._step / SAMPLE_RATE + 0.4
        for note in chord:
            for ear, spread in ((0, 0.0016), (1, -0.0016)):
                self._add(self._dry[ear : ear + 1], instruments.pad(note, seconds, spread), first, 0.10)

    def _plucks(self, chord: list[int], bar: int, first: int) -> None:
        played = [step for step, sign in enumerate(self._piece.plucks) if sign == "x"]
        climb = (0, 2, 1, 3) if bar % 2 else (0, 1, 2, 3)
        for number, step in enumerate(played):
            note = chord[climb[number % 4]] + (12 if number % 3 == 2 else 0)
            stem = self._hall[number % 2 :] if number % 4 else self._hall
            self._add(stem, instruments.pluck(note + 12), first + step, 0.16 if step % 4 == 0 else 0.11)

    def _basses(self, root: int, first: int) -> None:
        note = root - 24 if root > 57 else root - 12
        for step in self._steps(self._piece.bass):
            self._add(self._dry, instruments.bass(note, 0.45), first + step, 0.26)

    def _drums(self, first: int, *, quiet: bool) -> None:
        for step in self._steps(self._piece.kick):
            self._add(self._dry, instruments.kick(), first + step, 0.20 if quiet else 0.30)
        for step in self._steps(self._piece.shaker):
            self._add(self._dry, instruments.shaker(), first + step, 0.05 if step % 4 else 0.07)
        for step in self._steps(self._piece.snap):
            self._add(self._hall, instruments.snap(), first + step, 0.06 if quiet else 0.11)

    @staticmethod
    def _steps(pattern: str) -> list[int]:
        return [step for step, sign in enumerate(pattern) if sign == "x"]

    def _add(self, stem: Samples, note: Samples, step: int, level: float) -> None:
        start = step * self._step
        end = min(start + len(note), self._length)
        if start < end:
            stem[:, start:end] += note[: end - start] * np.float32(level)

    def mixed(self) -> Samples:
        """Both stems together at the standard level."""
        hall = np.stack([filters.convolve(self._hall[ear], _hall(ear)) for ear in (0, 1)])
        music = self._dry + self._hall + hall
        loudness = float(np.sqrt(np.mean(np.square(music, dtype=np.float64))))
        return music * np.float32(filters.decibels(-18) / max(loudness, 1e-6))


def _hall(ear: int) -> Samples:
    """An impulse response: smoothed noise that dies away, another one for each ear."""
    length = round(_HALL_SECONDS * SAMPLE_RATE)
    noise = np.random.default_rng(20 + ear).standard_normal(length)
    soft = np.convolve(noise, np.hanning(16), "same") * np.exp(-6.0 * np.arange(length) / length)
    return np.asarray(soft * _HALL_LEVEL / np.sqrt(np.sum(soft**2)), np.float32)


def _fades(length: int) -> Samples:
    gain = np.ones(length, np.float32)
    rise, fall = min(length, round(_FADE_IN * SAMPLE_RATE)), min(length, round(_FADE_OUT * SAMPLE_RATE))
    gain[:rise] *= np.sin(np.linspace(0, np.pi / 2, rise, dtype=np.float32))
    gain[length - fall :] *= np.cos(np.linspace(0, np.pi / 2, fall, dtype=np.float32))
    return gain
