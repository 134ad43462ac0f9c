"""When runs are killed and answers lost: drawn from a seed, the same for every way."""

import random
from dataclasses import dataclass
from enum import StrEnum

from tests.chaos.outside.rules import Fault, Rule, Strike

PAGES = 5
STARTS = 4
"""Of a process in a round, each with one strike."""
LOST_IN_A_ROUND = 3
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
    """Rounds in which about so many things go wrong."""
    dice = random.Random(f"paid once {case} {seed}")
    # About half of the strikes find no such request any more: everything is made by then, or nothing asked for twice.
    starts, met = (STARTS, STARTS // 2) if case is Case.KILLS else (1, LOST_IN_A_ROUND)
    # Pages of their own: what the other case has made would be found in a cache.
    first = seed * 1000 + list(Case).index(case) * 500
    return [
        BillRound(first + number, case, tuple(_rule(dice, case) for _ in range(starts)))
        for number in range(-(-events // met))
    ]


def _rule(dice: random.Random, case: Case) -> Rule:
    if case is Case.LOST_ANSWERS:
        return Rule(dice.choice(LOST), "POST", PAID, times=LOST_IN_A_ROUND, status=502)
    method, path = dice.choice(REQUESTS)
    pause = dice.uniform(0, MAX_PAUSE_SECONDS)
    return Rule(Fault.NONE, method, path, first=dice.randint(1, 2), strike=dice.choice(STRIKES), pause=pause)
