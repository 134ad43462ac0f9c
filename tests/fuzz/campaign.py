"""Cases of a target from a seed on, and what became of them."""

import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from tests.fuzz.mutation import mutated
from tests.processes import peak_bytes

HANG_SECONDS = 5.0
"""A case that takes longer holds up whatever waits behind it."""

MAX_BYTES = 600_000_000
"""Of any process: what a small worker has to give."""

MAX_SHOWN_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class Target:
    """What takes the cases."""

    seeds: Sequence[bytes]
    """Sound files of its kind."""
    tokens: Sequence[bytes]
    """What its parsers look for."""
    take: Callable[[bytes], str]
    """Takes a case; a word for what came of it. Whatever it raises is a problem."""
    processes: Callable[[], list[int]]
    """Ids of the processes that have read the cases."""


OpenTarget = Callable[[], AbstractContextManager[Target]]


@dataclass
class Campaign:
    """The cases so far."""

    cases: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    slowest: float = 0.0
    """Seconds."""
    peak_bytes: int = 0
    """Of the largest process."""

    def __str__(self) -> str:
        """A line of figures, then the problems."""
        outcomes = ", ".join(f"{count} {name}" for name, count in self.outcomes.most_common())
        figures = f"slowest {self.slowest:.2f} s, largest process {self.peak_bytes / 1e6:.0f} MB"
        return "\n".join([f"{self.cases} cases, {figures}: {outcomes}", *self.problems[:MAX_SHOWN_PROBLEMS]])


def run_campaign(open_target: OpenTarget, count: int, first_seed: int = 0) -> Campaign:
    """Give a target so many cases."""
    campaign = Campaign()
    with open_target() as target:
        for seed in range(first_seed, first_seed + count):
            _play(target, seed, campaign)
        campaign.peak_bytes = max(map(peak_bytes, target.processes()))
    if campaign.peak_bytes > MAX_BYTES:
        campaign.problems.append(f"a process took {campaign.peak_bytes / 1e6:.0f} MB")
    return campaign


def case_of(target: Target, seed: int) -> bytes:
    """Return the case of a seed."""
    dice = random.Random(seed)
    return mutated(dice.choice(target.seeds), target.seeds, target.tokens, dice)


def _play(target: Target, seed: int, campaign: Campaign) -> None:
    case, began = case_of(target, seed), time.monotonic()
    campaign.cases += 1
    try:
        campaign.outcomes[target.take(case)] += 1
    except Exception as error:  # noqa: BLE001 - each is a finding
        campaign.problems.append(f"seed {seed}: {type(error).__name__}: {error}")
    took = time.monotonic() - began
    campaign.slowest = max(campaign.slowest, took)
    if took > HANG_SECONDS:
        campaign.problems.append(f"seed {seed}: it took {took:.1f} s")
