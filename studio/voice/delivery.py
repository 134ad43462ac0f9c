"""How much of a script is spoken, and how fast, so that it fits its time."""

from dataclasses import dataclass

import numpy as np

from studio.script.model import Script
from studio.voice.spoken_text import SpokenText, spoken_text
from studio.voice.throat import Throat

LEAD = 0.25
"""Seconds before the first word: a picture is seen before it is spoken of."""

TAIL = 0.9
"""Seconds kept free after the last word, in which the end card is read."""

MIN_PAUSE = 0.22
"""Seconds between sentences: a breath at least."""

_MIN_SPEED, _MAX_SPEED = 0.92, 1.15
"""Bounds of the speed, as parts of the normal one. Slower sounds hesitant, faster sounds like small print."""

_PASSES = 2
"""Times a script is measured at most: not every voice's speed is quite in proportion to the one it is asked for."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A script, what is said for each of its sentences, and the speed."""

    script: Script
    texts: tuple[SpokenText, ...]
    speed: float


def plan_delivery(throat: Throat, script: Script, espeak_voice: str, seconds: float, latest: float) -> Delivery:
    """The delivery whose last word ends 0.9 s before `seconds`, as near as a natural speed gets.

    The script is made shorter while its last word would end after `latest`. Raises SpeechError.
    """
    while True:
        texts = tuple(spoken_text(sentence.text, espeak_voice) for sentence in script.sentences)
        pauses = MIN_PAUSE * max(0, len(texts) - 1)
        speed, spoken = _speed(throat, texts, seconds - LEAD - TAIL - pauses)
        shorter = script.shorter() if LEAD + spoken + pauses > latest else None
        if shorter is None:
            return Delivery(script, texts, speed)
        script = shorter


def _speed(throat: Throat, texts: tuple[SpokenText, ...], room: float) -> tuple[float, float]:
    """The speed for texts that have so many seconds, and the seconds that they then take."""
    speed, spoken = 1.0, 0.0
    for _ in range(_PASSES):
        spoken = sum(throat.seconds_at(speed, each.text) for each in texts)
        needed = float(np.clip(speed * spoken / max(room, 1.0), _MIN_SPEED, _MAX_SPEED))
        if abs(needed - speed) < 0.01:
            break
        speed, spoken = needed, spoken * speed / needed
    return speed, spoken
