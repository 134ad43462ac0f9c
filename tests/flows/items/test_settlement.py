"""What an unknown outcome becomes: every finding at every time, and what the budget keeps."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from blocks.jogg.service import Accepted, CannotTell, NeverAccepted, RenderLookup
from blocks.ledger.record import Attempt, RenderRecord
from flows.items.settlement import (
    MIN_LOOKS,
    Outcome,
    decide_outcome,
    keeps_reservation,
    next_look_seconds,
    open_credits,
    taken_credits,
)

SETTLE = 180.0
THERE, ABSENT, UNKNOWN = Accepted("r1"), NeverAccepted(), CannotTell("the list is out of order")
NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("found", "unknown_seconds", "looks", "outcome"),
    [
        (THERE, -100, 1, Outcome.ADOPT),
        (THERE, 0, 1, Outcome.ADOPT),
        (THERE, SETTLE * 9, 1, Outcome.ADOPT),
        (ABSENT, -100, 50, Outcome.LOOK_AGAIN),
        (ABSENT, 0, 50, Outcome.LOOK_AGAIN),
        (ABSENT, SETTLE - 0.1, 50, Outcome.LOOK_AGAIN),
        (ABSENT, SETTLE, MIN_LOOKS - 1, Outcome.LOOK_AGAIN),
        (ABSENT, SETTLE, MIN_LOOKS, Outcome.NEVER_ACCEPTED),
        (ABSENT, SETTLE * 9, 1, Outcome.LOOK_AGAIN),
        (UNKNOWN, -100, 50, Outcome.LOOK_AGAIN),
        (UNKNOWN, SETTLE - 0.1, 50, Outcome.LOOK_AGAIN),
        (UNKNOWN, SETTLE, MIN_LOOKS - 1, Outcome.LOOK_AGAIN),
        (UNKNOWN, SETTLE, MIN_LOOKS, Outcome.AMBIGUOUS),
    ],
)
def test_a_lookup_decides_only_after_enough_time_and_enough_looks(
    found: RenderLookup, unknown_seconds: float, looks: int, outcome: Outcome
) -> None:
    decided = decide_outcome(found, unknown_seconds=unknown_seconds, looks=looks, settle_seconds=SETTLE)
    assert decided is outcome


@pytest.mark.parametrize("settle_seconds", [0, 1, 9, 180, 3600])
@pytest.mark.parametrize("began", [-190.0, 0.0, 30.0, 9999.0])
def test_the_looks_are_spread_until_the_deciding_moment_and_one_falls_on_it(
    settle_seconds: float, began: float
) -> None:
    clock, looks = began, 0
    while decide_outcome(ABSENT, unknown_seconds=clock, looks=looks, settle_seconds=settle_seconds) is (
        Outcome.LOOK_AGAIN
    ):
        looks += 1
        clock += next_look_seconds(looks, unknown_seconds=clock, settle_seconds=settle_seconds)
    assert looks >= MIN_LOOKS
    assert clock <= max(settle_seconds, began) + 3 * 30
    assert looks < 200


@pytest.mark.parametrize(
    ("looks", "unknown_seconds", "settle_seconds", "pause"),
    [
        (1, -60, SETTLE, 2.0),
        (2, -60, SETTLE, 3.0),
        (3, 0, SETTLE, 4.5),
        (4, 0, SETTLE, 6.75),
        (10, 0, SETTLE, 30.0),
        (3, SETTLE - 1, SETTLE, 1.0),
        (3, SETTLE, SETTLE, 2.0),
        (3, SETTLE + 9, SETTLE, 2.0),
        (1, 0, 0.3, 0.1),
        (2, 0, 0.3, 0.15),
        (1, 0, 0, 2.0),
    ],
)
def test_the_pauses_grow_up_to_a_bound_and_end_at_the_deciding_moment(
    looks: int, unknown_seconds: float, settle_seconds: float, pause: float
) -> None:
    seconds = next_look_seconds(looks, unknown_seconds=unknown_seconds, settle_seconds=settle_seconds)
    assert seconds == pytest.approx(pause)


def record(*attempts: Attempt) -> RenderRecord:
    return RenderRecord(fingerprint="f", url="https://shop.example/p", generation="v2", attempts=attempts)


def attempt(batch: str, price: str, *, accepted: bool) -> Attempt:
    return Attempt(submitted_at=NOW, credits=Decimal(price), batch=batch, accepted_at=NOW if accepted else None)


@pytest.mark.parametrize(
    ("attempts", "taken", "unsure", "keeps"),
    [
        ((), "0", "0", False),
        ((attempt("earlier", "1", accepted=True),), "0", "0", False),
        ((attempt("ours", "1", accepted=True),), "1", "0", True),
        ((attempt("ours", "0.5", accepted=False),), "0", "0.5", True),
        ((attempt("earlier", "1", accepted=True), attempt("ours", "0.1", accepted=False)), "0", "0.1", True),
        ((attempt("ours", "0.1", accepted=True), attempt("ours", "0.2", accepted=True)), "0.3", "0", True),
    ],
)
def test_a_reservation_stays_while_the_request_may_have_been_accepted(
    attempts: tuple[Attempt, ...], taken: str, unsure: str, keeps: bool
) -> None:
    found = record(*attempts)
    assert (taken_credits(found, "ours"), open_credits(found, "ours")) == (Decimal(taken), Decimal(unsure))
    assert keeps_reservation(found, "ours") is keeps
