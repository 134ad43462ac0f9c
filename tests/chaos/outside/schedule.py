"""What happens in a round of the attack from outside: everything is drawn from its seed."""

import random
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from blocks.jogg.settings import ApiGeneration
from tests.chaos.outside.menu import ALSO, ITEMS, S3, SERVICE, TIMED
from tests.chaos.outside.pace import DEFAULTS, Pace
from tests.chaos.outside.rules import Rule
from tests.generations import V2, WORDS, Words

__all__ = ["ITEMS", "Blow", "Clock", "Damage", "PlannedRun", "Round", "Wave", "draw_round"]

OFFSETS = (-600, -360, -90, -20, 0, 0, 20, 90, 360, 600)
"""Seconds by which a wall clock is wrong. Signed requests to S3 allow 15 minutes (AWS SigV4)."""


class Damage(StrEnum):
    """What somebody does to a store in a folder, or to the account, beside the runs."""

    CUT_RECORD = "a record cut in half"
    """Before the wave; put back after it, as from a backup."""
    HELD_LOCKS = "the store's locks held by another process"
    """For the first seconds of the wave."""
    STRANGER = "a video made by hand in the account"
    """In the middle of the wave."""


class Blow(StrEnum):
    """What is done to a run at a moment of its own."""

    KILL = "SIGKILL"
    INTERRUPT = "SIGINT"
    TERMINATE = "SIGTERM"
    STOP = "SIGSTOP, SIGCONT"


@dataclass(frozen=True, slots=True)
class Clock:
    """A wall clock: its offset in seconds, and another one from a moment (seconds from the start) on."""

    offset: int = 0
    jumps_after: float = 0.0
    """0: never."""
    jumps_to: int = 0


@dataclass(frozen=True, slots=True)
class PlannedRun:
    """One command."""

    sweep: bool = False
    """`finish` in place of `make`."""
    waits: bool = True
    """Without: `--no-wait`."""
    starts_after: float = 0.0
    """Seconds from the start of its wave."""
    clock: Clock = Clock()
    blow: Blow | None = None
    struck_after: float = 0.0
    """Seconds from its own start."""
    pause: float = 0.0
    """Seconds that a stopped run stands still."""


@dataclass(frozen=True, slots=True)
class Wave:
    """Runs at the same time, and what goes wrong meanwhile: names of `SERVICE` and `S3` with their rules."""

    runs: tuple[PlannedRun, ...]
    service: tuple[tuple[str, Rule], ...] = ()
    store: tuple[tuple[str, Rule], ...] = ()
    damage: Damage | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """A catalogue of `ITEMS` items and the waves that go over it; whole runs follow until every item has ended."""

    seed: int
    pace: Pace
    on_s3: bool
    words: Words
    service_clock: Clock
    waves: tuple[Wave, ...]


def draw_round(seed: int, pace: Pace) -> Round:
    """Draw a round. Over consecutive seeds everything in the menus has its turn; the rest is chance.

    The few rounds at the default time-outs begin with what is a matter of time.
    """
    dice = random.Random(f"outside {seed}")
    words = WORDS[dice.choice(list(ApiGeneration))]
    on_s3 = dice.random() < 0.5
    count = dice.choice((1, 2, 2, 3))
    waves = tuple(_wave(dice, pace, words, seed if number == 0 else None, on_s3=on_s3) for number in range(count))
    return Round(seed, pace, on_s3, words, _clock(dice, pace), waves)


def _wave(dice: random.Random, pace: Pace, words: Words, turn: int | None, *, on_s3: bool) -> Wave:
    menu = TIMED if pace is DEFAULTS and turn is not None else SERVICE
    names = _some(dice, menu, turn, (0, 1, 1, 2))
    names += [ALSO[name] for name in names if name in ALSO]
    service = tuple((name, SERVICE[name](dice, pace, words)) for name in names)
    in_store = _some(dice, S3, turn, (0, 0, 1, 1)) if on_s3 else []
    store = tuple((name, S3[name](dice)) for name in in_store)
    runs = [_run(dice, pace) for _ in range(dice.choice((1, 1, 2, 3)))]
    if len(runs) > 1 and dice.random() < 0.4:
        runs[-1] = PlannedRun(sweep=True, starts_after=dice.uniform(0.5, 2) * pace.settle, clock=runs[-1].clock)
    return Wave(tuple(runs), service, store, _damage(dice, words, on_s3=on_s3))


def _some(dice: random.Random, menu: Any, turn: int | None, counts: tuple[int, ...]) -> list[str]:
    """The one whose turn it is, and some by chance."""
    ordered = sorted(menu)
    # In an order of its own, the same each time: a few consecutive seeds see something of everything.
    random.Random("outside").shuffle(ordered)
    first = [] if turn is None else [ordered[turn % len(ordered)]]
    return [*dict.fromkeys(first + dice.sample(ordered, dice.choice(counts)))]


def _run(dice: random.Random, pace: Pace) -> PlannedRun:
    blow = dice.choice((None, None, None, Blow.KILL, Blow.STOP, Blow.STOP, Blow.INTERRUPT, Blow.TERMINATE))
    return PlannedRun(
        waits=dice.random() < 0.8,
        starts_after=dice.choice((0.0, dice.uniform(0, 2))),
        clock=_clock(dice, pace),
        blow=blow,
        struck_after=dice.choice((dice.uniform(0.3, 3), dice.uniform(1, 2 * pace.settle))),
        pause=dice.choice((0.3, 0.9, 1.6, 2.5)) * pace.lease,
    )


def _clock(dice: random.Random, pace: Pace) -> Clock:
    jumps_after = dice.uniform(0.5, 2 * pace.settle) if dice.random() < 0.3 else 0.0
    return Clock(dice.choice(OFFSETS), jumps_after, dice.choice(OFFSETS))


def _damage(dice: random.Random, words: Words, *, on_s3: bool) -> Damage | None:
    if dice.random() < 0.6:
        return None
    stranger = [Damage.STRANGER] if words is V2 else []
    in_folder = [] if on_s3 else [Damage.CUT_RECORD, Damage.HELD_LOCKS]
    possible = stranger + in_folder
    return dice.choice(possible) if possible else None
