"""Sixty defects from a seed, all named; a hundred good clips, no alarm. Minutes: with the long tests."""

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from blocks.delivery.facts import RefusedError, StreamFacts
from blocks.delivery.signals import read_signals
from blocks.delivery.verdict import Ordered, judge
from blocks.finding import Rule
from tests.benchmarks.truth.cases import cases
from tests.benchmarks.truth.play import film
from tests.blocks.delivery.defects import GOOD, HEIGHT, WIDTH, Clip, dark, hushed, loud

PORTRAIT = Ordered(9 / 16, 8)
SEED = 20
DEFECTS, GOOD_CLIPS, OF_STUDIO = 60, 100, 24
MAX_CPU_SECONDS = 2.0

pytestmark = [pytest.mark.long, pytest.mark.timeout(3600)]

Make = Callable[[random.Random], Clip]


def _stays(rolled: random.Random) -> Clip:
    start = rolled.uniform(0.5, 3.0)
    return replace(GOOD, still_from=start, still_until=start + rolled.uniform(3.4, 4.5))


def _starts_black(rolled: random.Random) -> Clip:
    return dark(0.0, rolled.uniform(0.3, 0.8))


def _is_black(rolled: random.Random) -> Clip:
    start = rolled.uniform(1.0, 4.0)
    return dark(start, start + rolled.uniform(1.4, 2.5))


def _is_silent(rolled: random.Random) -> Clip:
    start = rolled.uniform(1.0, 3.5)
    return hushed(start, start + rolled.uniform(2.9, 3.5))


MAKERS: dict[Rule, Make] = {
    Rule.WHOLE: lambda rolled: replace(GOOD, zeroed=(rolled.uniform(0.2, 0.4), rolled.uniform(0.5, 0.8))),
    Rule.BLACK: _is_black,
    Rule.BLACK_FIRST: _starts_black,
    Rule.BLACK_LAST: lambda rolled: dark(rolled.uniform(7.2, 7.6), 9.0),
    Rule.FROZEN: _stays,
    Rule.SOUND: lambda rolled: replace(GOOD, sound=None, seconds=round(rolled.uniform(5, 9), 1)),
    Rule.SILENCE: _is_silent,
    Rule.LOUDNESS: lambda rolled: replace(GOOD, sound=loud(rolled.choice((0.01, 0.02, 0.025, 0.7, 0.9)))),
    Rule.PEAK: lambda rolled: replace(GOOD, sound=loud(rolled.uniform(12.0, 20.0))),
    Rule.END: lambda rolled: replace(GOOD, sound=loud(rolled.uniform(0.1, 0.3), fade=0)),
    Rule.BARS: lambda rolled: replace(
        GOOD, bars=rolled.choice(((rolled.randint(12, 30), 0), (0, rolled.randint(8, 16))))
    ),
    Rule.SHAPE: lambda rolled: replace(GOOD, size=rolled.choice(((HEIGHT, WIDTH), (WIDTH, WIDTH), (120, 160)))),
    Rule.LENGTH: lambda rolled: replace(
        GOOD, seconds=rolled.choice((3.0, 3.8, 16.5, 18.0)), sound=loud(0.2, total=3.0)
    ),
}
"""A clip that breaks each rule, and another one with each roll."""

FAR: dict[Rule, Make] = {
    Rule.BLACK: lambda rolled: dark(3.0, 3.0 + rolled.uniform(0.1, 0.7)),
    Rule.FROZEN: lambda rolled: replace(GOOD, still_from=8 - rolled.uniform(0.5, 2.4)),
    Rule.SILENCE: lambda rolled: hushed(2.0, 2.0 + rolled.uniform(0.3, 2.1)),
    Rule.LOUDNESS: lambda rolled: replace(GOOD, sound=loud(rolled.uniform(0.08, 0.3))),
    Rule.BARS: lambda rolled: replace(GOOD, bars=(rolled.randint(1, 8), 0)),
    Rule.LENGTH: lambda rolled: replace(
        GOOD, seconds=8.0, level=lambda at: 235 if at < rolled.uniform(0.3, 2) else None
    ),
}
"""A clip that comes near to breaking a rule, as good videos do."""


def _file(clip: Clip) -> StreamFacts:
    return StreamFacts(clip.seconds, *clip.size, "h264", "aac", None, None)


def _rules(path: Path, file: StreamFacts, ordered: Ordered) -> list[str]:
    try:
        return [finding.rule for finding in judge(read_signals(str(path)), file, ordered)]
    except RefusedError:
        return [Rule.WHOLE]


def test_sixty_defects_are_named_each_by_its_rule(tmp_path: Path) -> None:
    rolled = random.Random(SEED)
    rules = [list(MAKERS)[number % len(MAKERS)] for number in range(DEFECTS)]
    missed = []
    for number, rule in enumerate(rules):
        clip = MAKERS[rule](rolled)
        found = _rules(clip.write(tmp_path / "clip.mp4"), _file(clip), PORTRAIT)
        if rule not in found:
            missed.append((number, rule, clip, found))
    assert missed == []
    assert min(rules.count(rule) for rule in MAKERS) >= 2


def _good(folder: Path) -> Iterator[tuple[Path, StreamFacts, Ordered]]:
    """Drafts of studio in all styles, several languages and shapes, and clips that come near to each bound."""
    rolled = random.Random(SEED)
    for case in [each for each in cases(4 * OF_STUDIO, SEED) if each.lie is None][:OF_STUDIO]:
        width, height = case.ratio.size
        file = StreamFacts(15.0, width // 2, height // 2, "h264", "aac", None, None)
        yield film(case, folder, seconds=15, draft=True), file, Ordered(width / height, 15)
    for number in range(GOOD_CLIPS - OF_STUDIO):
        clip = list(FAR.values())[number % len(FAR)](rolled)
        yield clip.write(folder / "clip.mp4"), _file(clip), PORTRAIT


def test_a_hundred_good_clips_raise_no_alarm_and_cost_little(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    alarms, seconds = [], []
    for number, (path, file, ordered) in enumerate(_good(tmp_path)):
        begun = time.process_time()
        found = _rules(path, file, ordered)
        seconds.append(time.process_time() - begun)
        if found:
            alarms.append((number, found))
    record_property("CPU seconds a clip, at most", round(max(seconds), 2))
    assert (len(seconds), alarms) == (GOOD_CLIPS, [])
    assert max(seconds) <= MAX_CPU_SECONDS
