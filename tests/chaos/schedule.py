"""What happens in a round: everything is drawn from its seed."""

import random
from dataclasses import dataclass, field
from typing import Any

from blocks.jogg.settings import ApiGeneration
from tests.chaos.boundaries import OF_FOLDER, OF_S3, ONCE, PER_ITEM, Deed, Strike
from tests.chaos.store_faults import FOLDER_FAULTS, S3_FAULTS, S3_OPERATIONS, StoreFault
from tests.generations import V2, WORDS, Words

ITEMS = 6

PRODUCT = {"method": "POST", "path": "product"}
CORRECTION = {"method": "PUT", "path": "product"}
RENDER = {"method": "POST", "path": "render"}
STATUS = {"method": "GET", "path": "status"}
LOOKUP = {"method": "GET", "path": "lookup"}
VIDEO = {"method": "GET", "path": "/media/"}
"""The first are names of `Words`: each generation has its own paths."""

MAX_HIDDEN = 0.4
"""Seconds that a list of generation 2 may lag behind: less than a lost request is asked about in a round."""

FAULTS: dict[str, dict[str, Any]] = {
    "page: dropped before": {"action": "drop_before", **PRODUCT},
    "page: read, answer dropped": {"action": "accept_then_drop", **PRODUCT},
    "page: 429": {"action": "status", "status": 429, "retry_after": 1, **PRODUCT},
    "page: 500": {"action": "status", "status": 500, **PRODUCT},
    "page: answer cut short": {"action": "short_body", **PRODUCT},
    "correction: dropped before": {"action": "drop_before", **CORRECTION},
    "correction: 503": {"action": "status", "status": 503, **CORRECTION},
    "render: accepted, answer dropped": {"action": "accept_then_drop", **RENDER},
    "render: dropped before": {"action": "drop_before", **RENDER},
    "render: answered late": {"action": "delay", "seconds": 0.5, **RENDER},
    "render: 429": {"action": "status", "status": 429, "retry_after": 1, **RENDER},
    "render: 500, not accepted": {"action": "status", "status": 500, **RENDER},
    "render: 503, accepted": {"action": "status", "status": 503, "accept": True, **RENDER},
    "render: page of a proxy, not accepted": {"action": "html_body", "accept": False, **RENDER},
    "render: page of a proxy, accepted": {"action": "html_body", "accept": True, **RENDER},
    "render: accepted, answer cut short": {"action": "short_body", **RENDER},
    "render: fails": {"action": "fail_render", **RENDER},
    "render: shown as not started for a moment": {"action": "not_started", "seconds": 0.4, **RENDER},
    "render: finishes after the deadline": {"action": "never_finish", "seconds": 4, **RENDER},
    "project: 500 for a while": {"action": "hide_project", "status": 500, "seconds": 2, **RENDER},
    "project: unknown for a while": {"action": "hide_project", "status": 400, "seconds": 2, **RENDER},
    "status: dropped": {"action": "drop_before", **STATUS},
    "status: 500": {"action": "status", "status": 500, **STATUS},
    "status: 429": {"action": "status", "status": 429, "retry_after": 1, **STATUS},
    "status: page of a proxy": {"action": "html_body", **STATUS},
    "lookup: 500": {"action": "status", "status": 500, **LOOKUP},
    "video: not there for a while": {"action": "missing", "times": 2, **VIDEO},
    "video: link expired": {"action": "expired_link", **VIDEO},
    "video: body cut short": {"action": "short_body", **VIDEO},
    "video: page of a proxy": {"action": "html_body", **VIDEO},
    "video: damaged": {"action": "corrupt_video", **VIDEO},
    "video: dropped half way": {"action": "drop_body_after", "after_bytes": 4000, **VIDEO},
    "video: another ETag each time": {"action": "change_etag", "times": 3, **VIDEO},
    "video: 503": {"action": "status", "status": 503, "times": 2, **VIDEO},
}
"""By the name in the tally: entries of the service's fault script, without the occurrence and before `said`."""

UNLUCKY = {"render: fails"}
"""After these a paid render may end as failed."""


def said(fault: dict[str, Any], words: Words) -> dict[str, Any]:
    """A fault in the words of a generation.

    A list that hides an accepted video for longer than anybody asks is a service that lies: then no client can know.
    """
    paths = {"product": words.product, "render": words.render, "status": words.status, "lookup": words.lookup}
    spoken = fault | {"path": paths.get(fault["path"], fault["path"])}
    if words is V2 and fault["action"] == "hide_project":
        spoken["seconds"] = MAX_HIDDEN
    return spoken


@dataclass(frozen=True, slots=True)
class PlannedAttempt:
    """One run of the flow and what happens to it. `faults` are names of `FAULTS` with their occurrence."""

    strikes: tuple[Strike, ...] = ()
    faults: tuple[tuple[str, int], ...] = ()
    store_fault: StoreFault | None = None
    sweep: bool = False
    """finish-videos in place of make-videos."""

    def script(self, words: Words) -> list[dict[str, Any]]:
        """The faults for the service."""
        return [said(FAULTS[name], words) | {"occurrence": occurrence} for name, occurrence in self.faults]


@dataclass(frozen=True, slots=True)
class Round:
    """A catalogue of `ITEMS` items and the attempts that go wrong; whole ones follow until every item has ended."""

    seed: int
    on_s3: bool
    words: Words
    attempts: tuple[PlannedAttempt, ...]
    may_fail: bool = field(init=False)

    def __post_init__(self) -> None:
        """See whether a paid failure is intended."""
        names = {name for attempt in self.attempts for name, _ in attempt.faults}
        object.__setattr__(self, "may_fail", bool(names & UNLUCKY))


def draw_round(seed: int) -> Round:
    """Draw a round. Over consecutive seeds every boundary and every fault has its turn; the rest is chance."""
    dice = random.Random(seed)
    on_s3 = seed % 2 == 1
    turn = seed // 2
    boundaries = _shuffled((*PER_ITEM, *ONCE, *(OF_S3 if on_s3 else OF_FOLDER)))
    faults = _shuffled(FAULTS)
    attempts = []
    for number in range(dice.choice((1, 2, 2, 3))):
        boundary = boundaries[turn % len(boundaries)] if number == 0 else dice.choice(boundaries)
        names = {faults[seed % len(faults)]} if number == 0 else set()
        names |= set(dice.sample(faults, dice.choice((0, 1, 2))))
        attempts.append(
            PlannedAttempt(
                strikes=_strikes(boundary, number, dice),
                faults=tuple((name, dice.randint(1, 4)) for name in sorted(names)),
                store_fault=_store_fault(dice, on_s3=on_s3),
                sweep=number > 0 and dice.random() < 0.2,
            )
        )
    # Dice of its own: which generation speaks changes nothing else of a round.
    generation = random.Random(f"generation {seed}").choice(list(ApiGeneration))
    return Round(seed, on_s3, WORDS[generation], tuple(attempts))


def _strikes(boundary: str, number: int, dice: random.Random) -> tuple[Strike, ...]:
    # Two items have corrections; of a run's deletes one ends the check of the store, one the lease.
    most = 1 if boundary in ONCE else 2 if boundary.startswith(("PUT", "s3 delete")) else ITEMS
    strikes = [Strike(boundary, dice.randint(1, most), Deed.KILL)]
    if dice.random() < 0.15:
        of_service = [name for name in PER_ITEM if name.startswith(("POST", "GET"))]
        strikes.append(Strike(dice.choice(of_service), dice.randint(1, ITEMS), Deed.KILL_STUDIO))
    # A run that is not killed meets its faults to the end.
    return tuple(strikes) if number == 0 or dice.random() < 0.6 else tuple(strikes[1:])


def _store_fault(dice: random.Random, *, on_s3: bool) -> StoreFault | None:
    if dice.random() < 0.5:
        return None
    operation = dice.choice(S3_OPERATIONS if on_s3 else ("write", "part", "complete parts"))
    name = dice.choice(S3_FAULTS if on_s3 else FOLDER_FAULTS)
    # More than the SDK's own five attempts, or fewer.
    times = dice.choice((1, 2, 7)) if on_s3 else dice.choice((1, 3, 8))
    return StoreFault(name, operation, dice.randint(1, 30), times)


def _shuffled(names: Any) -> list[str]:
    """In an order of its own, the same each time: a few consecutive seeds then see something of everything."""
    ordered = sorted(names)
    random.Random("chaos").shuffle(ordered)
    return ordered
