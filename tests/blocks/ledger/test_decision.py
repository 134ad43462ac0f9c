from __future__ import annotations

from datetime import UTC, datetime
from itertools import product

import pytest

from blocks.ledger.decision import EntryDecision, allowed, decide_entry
from blocks.ledger.record import Attempt, RenderRecord
from blocks.ledger.state import RUN_ENDS, ItemState

NOW = datetime(2026, 1, 1, tzinfo=UTC)
PAID = Attempt(submitted_at=NOW, credits=1, accepted_at=NOW)


def record(state: ItemState, *, paid: bool = False) -> RenderRecord:
    attempts = (PAID,) if paid else ()
    return RenderRecord(fingerprint="f", url="u", generation="open", state=state, attempts=attempts)


@pytest.mark.parametrize(
    ("state", "paid", "pay_again", "present", "decision"),
    [
        ("planned", False, False, False, "start"),
        ("awaiting_review", False, False, False, "start"),
        ("submitting", False, False, False, "settle"),
        ("submitting", False, True, False, "settle"),
        ("rendering", True, False, False, "wait"),
        ("rendering", True, True, False, "wait"),
        ("published", True, False, True, "skip"),
        ("published", True, True, True, "skip"),
        ("published", True, False, False, "wait"),
        ("failed", False, False, False, "start"),
        ("failed", True, False, False, "ended"),
        ("failed", True, True, False, "start"),
        ("ambiguous", False, False, False, "settle"),
        ("ambiguous", False, True, False, "settle"),
        ("rejected", False, False, False, "ended"),
        ("rejected", False, True, False, "ended"),
    ],
)
def test_what_a_run_does_with_a_free_item(
    state: ItemState, paid: bool, pay_again: bool, present: bool, decision: str
) -> None:
    found = record(ItemState(state), paid=paid)
    assert decide_entry(found, owner_alive=False, object_present=present, pay_again=pay_again) == decision


def test_an_unknown_item_starts() -> None:
    for pay_again in (False, True):
        decision = decide_entry(None, owner_alive=False, object_present=False, pay_again=pay_again)
        assert decision is EntryDecision.START


@pytest.mark.parametrize("state", sorted(set(ItemState) - RUN_ENDS - {ItemState.PUBLISHED}))
def test_a_live_owner_keeps_everybody_off(state: ItemState) -> None:
    assert decide_entry(record(state), owner_alive=True, object_present=True, pay_again=True) is EntryDecision.BUSY


PATHS = {
    "planned": {"awaiting_review", "submitting", "rendering", "failed", "rejected"},
    "awaiting_review": {"planned", "submitting", "rendering", "failed", "rejected"},
    "submitting": {"rendering", "planned", "failed", "ambiguous"},
    "rendering": {"published", "failed"},
    "published": {"rendering"},
    "failed": {"planned"},
    "ambiguous": {"rendering", "planned"},
    "rejected": set(),
}


@pytest.mark.parametrize(("before", "after"), list(product(ItemState, ItemState)))
def test_only_the_named_transitions_are_allowed(before: ItemState, after: ItemState) -> None:
    assert allowed(before, after) is (after in PATHS.get(before, set()))


def test_the_paid_request_is_reached_from_unpaid_states_only() -> None:
    assert {state for state in ItemState if allowed(state, ItemState.SUBMITTING)} == {
        ItemState.PLANNED,
        ItemState.AWAITING_REVIEW,
    }
