"""When runs are killed and answers lost: drawn from a seed, the same for every way."""

import random
from dataclasses import dataclass
from enum import StrEnum

from tests.chaos.outside.rules import Fault, Rule, Strike

PAGES = 5
MAX_PAUSE_SECONDS = 0.05
"""Between an answer and the kill: what a checkpoint takes to be written."""

PAID = "^/v2/create_video_from_product$"
REQUESTS = (("POST", PAID), ("POST", PAID), ("POST", "^/v2/product$"), ("GET", "^/v2/product_video/"))
"""At which kills are aimed; half of them at the paid one, around which a bill can be doubled."""

STRIKES = (Strike.KILL, Strike.KILL_AFTER, Strike.KILL_LATER)
LOST = (Fault.DROP_AFTER, Fault.RESET, Fault.PAGE, Fault.STATUS_AFTER)


class Case(StrEnum):
    """What goes wrong."""

    KILLS = "kills"
    """SIGKILL to the process at a request: before it is forwarded, before its answer, or up to 50 ms after that."""
    LOST_ANSWERS = "lost answers"
    """The paid request is accepted and its answer lost: dropped, reset, a 502, or a page of a proxy."""


@dataclass(frozen=True, slots=True)
class BillRound:
    """What happens in each start of a process; starts without rules follow until everything is made."""

    seed: int
    case: Case
    starts: tuple[Rule, ...]


def draw_rounds(seed: int, case: Case, events: int) -> list[BillRound]:
    """As many rounds as it takes to have so many things go wrong."""
    dice = random.Random(f"paid once {case} {seed}")
    each = PAGES - 1
    return [
        BillRound(
            seed=seed * 1000 + number,
            case=case,
            starts=tuple(_rule(dice, case) for _ in range(min(each, events - number * each))),
        )
        for number in range(-(-events // each))
    ]


def _rule(dice: random.Random, case: Case) -> Rule:
    if case is Case.LOST_ANSWERS:
        return Rule(dice.choice(LOST), "POST", PAID, first=dice.randint(1, 2), status=502)
    method, path = dice.choice(REQUESTS)
    pause = dice.uniform(0, MAX_PAUSE_SECONDS)
    # The first ones: what was paid by earlier starts is not asked for again by those that remember.
    return Rule(Fault.NONE, method, path, first=dice.randint(1, 2), strike=dice.choice(STRIKES), pause=pause)
