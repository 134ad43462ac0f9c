"""What the unknown outcome of a paid request becomes, and what becomes of the credits reserved for it.

Pure decisions: no clock, no network, no ledger. `flows.items.payment` feeds them and writes down what they return.
"""

from decimal import Decimal
from enum import StrEnum

from blocks.jogg.service import Accepted, CannotTell, RenderLookup
from blocks.ledger.record import RenderRecord

MIN_LOOKS = 3
"""Lookups before "not there" or "can't tell" is believed: a restart of the service, or a list that lags, must not
decide alone."""

FIRST_LOOK_SECONDS = 2.0
"""Between the first two lookups: most renders whose response was lost are listed within a second or two."""

LOOK_GROWTH = 1.5
MAX_LOOK_SECONDS = 30.0
"""Each further pause is half as long again, up to this: three minutes take a dozen lookups instead of ninety."""


class Outcome(StrEnum):
    """What to do after a lookup."""

    ADOPT = "adopt"
    """The service has the render: wait for it, pay nothing."""
    LOOK_AGAIN = "look_again"
    NEVER_ACCEPTED = "never_accepted"
    """The request surely never arrived: it may be made for the first time."""
    AMBIGUOUS = "ambiguous"
    """The service can't tell: a person decides, nothing is sent."""


def decide_outcome(found: RenderLookup, *, unknown_seconds: float, looks: int, settle_seconds: float) -> Outcome:
    """Decide after lookup number `looks` (from 1).

    `unknown_seconds` is the time since the outcome became unknown: since the end of the exchange, or for a run that
    died, since the moment at which its exchange must have ended. It is negative before that moment.
    """
    if isinstance(found, Accepted):
        return Outcome.ADOPT
    if looks < MIN_LOOKS or unknown_seconds < settle_seconds:
        return Outcome.LOOK_AGAIN
    return Outcome.AMBIGUOUS if isinstance(found, CannotTell) else Outcome.NEVER_ACCEPTED


def next_look_seconds(looks: int, *, unknown_seconds: float, settle_seconds: float) -> float:
    """Return the pause after lookup number `looks`: growing, and never past the moment that decides."""
    # Three lookups have to fit in, also where tests and impatient users settle within a second.
    first = min(FIRST_LOOK_SECONDS, settle_seconds / MIN_LOOKS) or FIRST_LOOK_SECONDS
    left = settle_seconds - unknown_seconds
    return min(first * LOOK_GROWTH ** (looks - 1), MAX_LOOK_SECONDS, left if left > 0 else FIRST_LOOK_SECONDS)


def taken_credits(record: RenderRecord, batch: str) -> Decimal:
    """Return the credits that this batch has surely paid for the video."""
    return sum((each.credits for each in record.attempts if each.batch == batch and each.accepted_at), Decimal(0))


def open_credits(record: RenderRecord, batch: str) -> Decimal:
    """Return the credits of this batch that may have been taken: its request was neither accepted nor refused yet."""
    return sum((each.credits for each in record.attempts if each.batch == batch and not each.accepted_at), Decimal(0))


def keeps_reservation(record: RenderRecord, batch: str) -> bool:
    """Tell whether the budget keeps what it reserved for the video.

    It does until the request was surely refused or never accepted: the ledger then drops the attempt.
    """
    return any(attempt.batch == batch for attempt in record.attempts)
