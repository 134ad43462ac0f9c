"""From what was measured to what is wrong: a pure table of rules.

The bounds leave alone what good videos do (a cut through black, a still end card of two seconds, a quiet voice); they
were set on studio's clips of all styles, and on defects made for each rule (`tests/blocks/delivery/test_verdict.py`).
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from blocks.delivery.facts import Heard, Seen, Signals, StreamFacts, Stretch
from blocks.finding import Finding, Rule

MIN_BLACK_SECONDS = 1.0
"""A fade through black takes half a second."""
MIN_FROZEN_SECONDS = 3.0
"""A card at the end may stand for two; studio's longest still is 0.6 s."""
MIN_SILENT_SECONDS = 2.5
"""A pause for breath takes half a second, one between scenes one and a half."""
MIN_LUFS, MAX_LUFS = -27.0, -9.0
"""Broadcast is at -23 (EBU R 128), web players at -14; 4 to 5 LU beyond either one hears it."""
MAX_PEAK_DB = 1.0
"""Above full scale. Lossy coding lifts a peak at full scale by less than that; clipping lifts it further."""
MIN_FADE_LU = 3.0
"""By how much the last 400 ms are below the whole, where speech or music has come to its end."""
MAX_BARS = 0.06
"""Of the picture's height or width, on each of two sides."""
SHAPE_TOLERANCE = 0.02
"""Of a ratio: encoders round sides to multiples of 16."""
MAX_LENGTH_FACTOR = 2.0
"""Of the ordered length, which the service treats as a hint: a video of half or twice of it is another one."""


@dataclass(frozen=True, slots=True)
class Ordered:
    """What a video was to be like."""

    shape: float
    """Width by height."""
    seconds: float | None = None
    """None where no length was ordered."""


def judge(signals: Signals, file: StreamFacts, ordered: Ordered) -> tuple[Finding, ...]:
    """Return every rule that the video breaks, in the order of `Rule`."""
    heard = signals.heard
    sound = _heard(heard, file.seconds) if heard else (Finding(rule=Rule.SOUND, measured="none", wanted="sound"),)
    return (*_seen(signals.seen, file.seconds), *sound, *_ordered(signals.seen, file, ordered))


def _seen(seen: Seen, seconds: float) -> Iterator[Finding]:
    if seen.damaged or not seen.pictures:
        measured = f"{seen.damaged} damaged pictures" if seen.pictures else "no picture"
        yield Finding(rule=Rule.WHOLE, measured=measured, wanted="none")
    yield from _too_long(Rule.BLACK, seen.black, MIN_BLACK_SECONDS)
    if seen.begins_black:
        yield Finding(rule=Rule.BLACK_FIRST, measured="black", wanted="a picture", moment=0.0)
    if seen.ends_black:
        yield Finding(rule=Rule.BLACK_LAST, measured="black", wanted="a picture", moment=seconds)
    yield from _too_long(Rule.FROZEN, seen.frozen, MIN_FROZEN_SECONDS)


def _heard(heard: Heard, seconds: float) -> Iterator[Finding]:
    yield from _too_long(Rule.SILENCE, heard.silent, MIN_SILENT_SECONDS)
    loudness = f"{heard.loudness:.1f} LUFS"
    if not MIN_LUFS <= heard.loudness <= MAX_LUFS:
        yield Finding(rule=Rule.LOUDNESS, measured=loudness, wanted=f"{MIN_LUFS:g} to {MAX_LUFS:g} LUFS")
    peak = 20 * math.log10(heard.true_peak) if heard.true_peak > 0 else -math.inf
    if peak > MAX_PEAK_DB:
        yield Finding(rule=Rule.PEAK, measured=f"{peak:+.1f} dBTP", wanted=f"at most {MAX_PEAK_DB:+g} dBTP")
    if heard.end_loudness > heard.loudness - MIN_FADE_LU:
        measured = f"{heard.end_loudness:.1f} LUFS in the last 0.4 s"
        wanted = f"at most {heard.loudness - MIN_FADE_LU:.1f} LUFS"
        yield Finding(rule=Rule.END, measured=measured, wanted=wanted, moment=seconds)


def _ordered(seen: Seen, file: StreamFacts, ordered: Ordered) -> Iterator[Finding]:
    if seen.bars >= MAX_BARS:
        measured, wanted = f"{seen.bars:.0%} on two sides", f"less than {MAX_BARS:.0%}"
        yield Finding(rule=Rule.BARS, measured=measured, wanted=wanted, moment=file.seconds / 2)
    shape = file.width / file.height if file.height else 0.0
    if abs(shape / ordered.shape - 1) > SHAPE_TOLERANCE:
        yield Finding(rule=Rule.SHAPE, measured=f"{file.width}x{file.height}", wanted=f"{ordered.shape:.4g}:1")
    length = ordered.seconds
    if length and not length / MAX_LENGTH_FACTOR < file.seconds < length * MAX_LENGTH_FACTOR:
        yield Finding(rule=Rule.LENGTH, measured=f"{file.seconds:.1f} s", wanted=f"about {length:g} s")


def _too_long(rule: Rule, stretches: list[Stretch], least: float) -> Iterator[Finding]:
    """Find the longest stretch of `least` seconds or more: one is enough to look at."""
    longest = max(joined(stretches), key=lambda stretch: stretch.seconds, default=None)
    if longest and longest.seconds >= least:
        measured = f"{longest.seconds:.1f} s"
        yield Finding(rule=rule, measured=measured, wanted=f"less than {least:g} s", moment=longest.start)


def joined(stretches: list[Stretch]) -> list[Stretch]:
    """Join stretches that follow each other without a gap."""
    found: list[Stretch] = []
    for each in stretches:
        if found and each.start <= found[-1].end:
            found[-1] = Stretch(found[-1].start, each.end)
        else:
            found.append(each)
    return found
