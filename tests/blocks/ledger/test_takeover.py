"""What a claim writes over what it found: a table over states and decisions."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from blocks.ledger.decision import EntryDecision
from blocks.ledger.owner import Owner
from blocks.ledger.record import Attempt, RenderRecord
from blocks.ledger.state import ItemState
from blocks.ledger.takeover import taken_over
from blocks.ledger.view import NO_ENTRY, LedgerEntry

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
EARLIER = NOW - timedelta(hours=1)
OWNER = Owner.of_this_process()
PLANNED = RenderRecord(fingerprint="f1", url="https://shop/p", generation="open", batch="b2")
REQUEST = Attempt(submitted_at=EARLIER, credits=Decimal(1), batch="b1", open_seconds=5)
ACCEPTED = REQUEST.model_copy(update={"accepted_at": EARLIER, "render_id": "r"})


def found(state: ItemState, *attempts: Attempt, order: str = "o1") -> RenderRecord:
    return RenderRecord(
        fingerprint="f1",
        url="https://shop/p",
        generation="open",
        batch="b1",
        state=state,
        order=order,
        product_id="p",
        project_id="j",
        render_id="r",
        attempts=attempts,
        entered={state: EARLIER},
    )


def taken(record: RenderRecord, decision: EntryDecision, age_seconds: float = 0) -> RenderRecord:
    return taken_over(LedgerEntry(record, "v", decision, age_seconds), PLANNED, OWNER, NOW)


def test_a_new_record_is_planned_now_whatever_it_is_begun_with() -> None:
    begun = PLANNED.model_copy(update={"state": ItemState.FAILED, "entered": {ItemState.FAILED: EARLIER}})
    record = taken_over(NO_ENTRY, begun, OWNER, NOW)
    assert (record.state, record.entered, record.owner) == (ItemState.PLANNED, {ItemState.PLANNED: NOW}, OWNER)
    assert (record.batch, len(record.order)) == ("b2", 12)
    assert record.order != taken_over(NO_ENTRY, begun, OWNER, NOW).order


def test_the_batch_is_that_of_the_run_that_names_one() -> None:
    record = found(ItemState.RENDERING, ACCEPTED)
    assert taken(record, EntryDecision.WAIT).batch == "b2"
    sweep = PLANNED.model_copy(update={"batch": ""})
    assert taken_over(LedgerEntry(record, "v", EntryDecision.WAIT, 0), sweep, OWNER, NOW).batch == "b1"


def test_an_open_record_keeps_its_order_and_any_other_is_given_one() -> None:
    assert taken(found(ItemState.RENDERING, ACCEPTED), EntryDecision.WAIT).order == "o1"
    assert len(taken(found(ItemState.FAILED, order=""), EntryDecision.START).order) == 12


@pytest.mark.parametrize(
    ("state", "decision", "becomes"),
    [
        (ItemState.PLANNED, EntryDecision.START, ItemState.PLANNED),
        (ItemState.AWAITING_REVIEW, EntryDecision.START, ItemState.AWAITING_REVIEW),
        (ItemState.FAILED, EntryDecision.START, ItemState.PLANNED),
        (ItemState.RENDERING, EntryDecision.WAIT, ItemState.RENDERING),
        (ItemState.PUBLISHED, EntryDecision.WAIT, ItemState.RENDERING),
        (ItemState.SUBMITTING, EntryDecision.SETTLE, ItemState.SUBMITTING),
        (ItemState.AMBIGUOUS, EntryDecision.SETTLE, ItemState.AMBIGUOUS),
    ],
)
def test_a_claim_enters_a_state_at_its_time_only_where_it_changes(
    state: ItemState, decision: EntryDecision, becomes: ItemState
) -> None:
    record = taken(found(state, REQUEST), decision)
    entered = {state: EARLIER} if becomes is state else {state: EARLIER, becomes: NOW}
    assert (record.state, record.entered, record.owner) == (becomes, entered, OWNER)


def test_what_is_paid_again_is_asked_for_under_no_old_id() -> None:
    record = taken(found(ItemState.FAILED, ACCEPTED), EntryDecision.START)
    assert (record.product_id, record.project_id, record.render_id, record.attempts) == ("", "", "", (ACCEPTED,))


@pytest.mark.parametrize(
    ("state", "decision", "attempts"),
    [
        (ItemState.FAILED, EntryDecision.START, ()),
        (ItemState.PLANNED, EntryDecision.START, ()),
        (ItemState.RENDERING, EntryDecision.WAIT, (ACCEPTED,)),
    ],
)
def test_all_others_keep_their_ids(state: ItemState, decision: EntryDecision, attempts: tuple[Attempt, ...]) -> None:
    record = taken(found(state, *attempts), decision)
    assert (record.product_id, record.project_id, record.render_id) == ("p", "j", "r")


@pytest.mark.parametrize(("age_seconds", "open_seconds"), [(0, 5), (0.5, 5), (1, 5), (1.5, 5.5), (31, 35)])
@pytest.mark.parametrize("state", [ItemState.SUBMITTING, ItemState.AMBIGUOUS])
def test_the_age_of_the_record_is_added_to_that_of_its_open_request(
    state: ItemState, age_seconds: float, open_seconds: float
) -> None:
    record = taken(found(state, ACCEPTED, REQUEST), EntryDecision.SETTLE, age_seconds)
    assert record.attempts == (ACCEPTED, REQUEST.model_copy(update={"open_seconds": open_seconds}))


def test_the_age_of_a_settled_request_is_left() -> None:
    assert taken(found(ItemState.RENDERING, ACCEPTED), EntryDecision.WAIT, 60).attempts == (ACCEPTED,)
