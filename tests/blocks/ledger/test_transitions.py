"""What each transition of the ledger writes, field by field, in memory."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from blocks.errors import AnswerLostError, ConflictError, ParameterError, RenderFailedError, Stage
from blocks.ledger.decision import EntryDecision
from blocks.ledger.lease import OwnerLease
from blocks.ledger.ledger import Ledger
from blocks.ledger.record import Attempt, DroppedRequest, PageFacts, PublishedVideo, RecordedError, RenderRecord
from blocks.ledger.state import ItemState
from blocks.ledger.takeover import Busy, Claimed, Settled
from blocks.store.store import ObjectFacts
from tests.ledger_stores import CountingStore, MemoryStore, WatchedStore
from tests.present import present

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
EARLIER = NOW - timedelta(days=1)
VIDEO = PublishedVideo(key="videos/shop/p-f1.mp4", size=5, sha256="", seconds=1)
LOST = AnswerLostError("no answer", code="answer_lost", stage=Stage.START_RENDER, request_id="rid")
BROKEN = RenderFailedError("broken", code="render_failed")
REFUSED = ParameterError("bad", code="40000")
PRICE = Decimal(2)


def clock() -> datetime:
    return NOW


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def ledger(store: MemoryStore) -> Iterator[Ledger]:
    with OwnerLease(store) as lease:
        yield Ledger(store, lease, clock=clock)


def planned() -> RenderRecord:
    return RenderRecord(fingerprint="f1", url="https://shop/p", generation="open", batch="b1")


def claimed(ledger: Ledger, *, pay_again: bool = False) -> Claimed:
    claim = ledger.claim(planned(), pay_again=pay_again)
    assert isinstance(claim, Claimed)
    return claim


def submitting(ledger: Ledger) -> Claimed:
    created = ledger.product_created(claimed(ledger), product_id="p", project_id="j", title="Mug")
    return ledger.submitting(created, price=PRICE)


def rendering(ledger: Ledger) -> Claimed:
    return ledger.accepted(submitting(ledger), render_id="r")


def paid_again(ledger: Ledger) -> Claimed:
    """The second request of a video whose first one was accepted and failed."""
    ledger.failed(rendering(ledger), BROKEN)
    return ledger.submitting(claimed(ledger, pay_again=True), price=Decimal(3))


def stored(ledger: Ledger) -> RenderRecord:
    return present(ledger.find("f1"))


def test_a_claim_begins_the_record_with_its_owner_an_order_and_its_time(ledger: Ledger) -> None:
    claim = claimed(ledger)
    assert stored(ledger) == claim.record
    record = claim.record
    assert (record.state, record.entered, record.batch) == (ItemState.PLANNED, {ItemState.PLANNED: NOW}, "b1")
    assert (present(record.owner).id, len(record.order)) == (ledger._lease.owner.id, 12)
    assert (claim.decision, claim.open_seconds) == (EntryDecision.START, 0)
    assert isinstance(ledger.claim(planned()), Busy)


class AgedStore(WatchedStore):
    """Calls every object a minute old."""

    def head(self, key: str) -> ObjectFacts | None:
        facts = super().head(key)
        return facts and replace(facts, age_seconds=60)


@pytest.mark.parametrize(("lease_seconds", "is_dead"), [(59.0, True), (61.0, False)])
def test_a_run_calls_another_dead_by_the_seconds_of_its_own_lease(
    ledger: Ledger, store: MemoryStore, lease_seconds: float, is_dead: bool
) -> None:
    claimed(ledger)
    with OwnerLease(store, lease_seconds=lease_seconds) as lease:
        claim = Ledger(AgedStore(store), lease).claim(planned())
    assert isinstance(claim, Claimed if is_dead else Busy)


def test_what_seems_new_is_claimed_without_a_look_and_looked_at_once_where_another_run_was_quicker(
    store: MemoryStore,
) -> None:
    counted = CountingStore(store)
    with OwnerLease(store) as first, OwnerLease(store) as second:
        assert isinstance(Ledger(counted, first).claim(planned(), seems_new=True), Claimed)
        assert counted.calls == {"put": 1, "create": 1}
        counted.calls.clear()
        assert isinstance(Ledger(counted, second).claim(planned(), seems_new=True), Busy)
    # One read to find out whose the record is, one to look at it, and one HEAD of the other run's lease.
    assert counted.calls == {"put": 1, "create": 1, "read": 2, "head": 1}


def test_the_product_is_written_with_the_request(ledger: Ledger) -> None:
    page = PageFacts(title="Mug", price="9.90", currency="EUR")
    created = ledger.product_created(claimed(ledger), product_id="p", project_id="j", title="Mug", page=page)
    assert (stored(ledger).product_id, created.decision) == ("", EntryDecision.START)
    ledger.submitting(created, price=PRICE)
    record = stored(ledger)
    assert (record.product_id, record.project_id, record.title, record.page) == ("p", "j", "Mug", page)


def test_a_product_without_project_and_title_leaves_both_empty_and_a_corrected_title_stays(ledger: Ledger) -> None:
    bare = ledger.product_created(claimed(ledger), product_id="p").record
    assert (bare.project_id, bare.title) == ("", "")
    corrected = Claimed(bare.model_copy(update={"title": "Ours"}), "", EntryDecision.START)
    assert ledger.product_created(corrected, product_id="p", title="Theirs").record.title == "Ours"


def test_a_request_is_an_attempt_at_its_price_and_time(ledger: Ledger) -> None:
    record = submitting(ledger).record
    assert record.attempts == (Attempt(submitted_at=NOW, credits=PRICE, batch="b1"),)
    assert (record.state, record.entered[ItemState.SUBMITTING], record.error) == (ItemState.SUBMITTING, NOW, None)


def test_an_accepted_request_has_its_render(ledger: Ledger) -> None:
    record = rendering(ledger).record
    accepted = Attempt(submitted_at=NOW, credits=PRICE, batch="b1", accepted_at=NOW, render_id="r")
    assert (record.state, record.render_id, record.attempts) == (ItemState.RENDERING, "r", (accepted,))
    assert record.was_accepted


@pytest.mark.parametrize(
    ("told", "counts"), [(None, PRICE), (Decimal("1.5"), Decimal("1.5")), (Decimal(0), Decimal(0))]
)
def test_what_the_service_says_it_took_counts(ledger: Ledger, told: Decimal | None, counts: Decimal) -> None:
    assert ledger.accepted(submitting(ledger), render_id="r", deducted_credit=told).record.credits == counts


def test_only_the_last_attempt_is_changed(ledger: Ledger) -> None:
    again = paid_again(ledger)
    first = again.record.attempts[0]
    record = ledger.accepted(again, render_id="r2", deducted_credit=Decimal(4)).record
    assert record.attempts[0] == first
    assert [(each.render_id, each.credits) for each in record.attempts] == [("r", PRICE), ("r2", Decimal(4))]


def test_a_refused_request_is_dropped_and_the_earlier_ones_stay(ledger: Ledger) -> None:
    again = paid_again(ledger)
    refused = ledger.not_accepted(again)
    assert (refused.decision, refused.record.state, refused.record.dropped) == (
        EntryDecision.START, ItemState.PLANNED, None,
    )  # fmt: skip
    assert refused.record.attempts == again.record.attempts[:1]


def test_a_request_that_was_never_accepted_is_kept_to_be_looked_for(ledger: Ledger) -> None:
    again = paid_again(ledger)
    created = ledger.product_created(again, product_id="p2", project_id="j2")
    free = ledger.never_accepted(created)
    dropped = DroppedRequest(attempt=again.record.attempts[-1], product_id="p2", project_id="j2")
    assert (free.record.dropped, free.decision) == (dropped, EntryDecision.START)
    assert free.record.attempts == again.record.attempts[:1]
    refused = ledger.not_accepted(ledger.submitting(free, price=PRICE))
    assert stored(ledger).dropped == refused.record.dropped == dropped


def test_an_adopted_render_is_accepted_by_the_attempt_that_is_told(ledger: Ledger) -> None:
    attempt = Attempt(submitted_at=EARLIER, credits=PRICE)
    record = ledger.adopted(claimed(ledger), render_id="r", attempt=attempt).record
    assert record.attempts == (attempt.model_copy(update={"accepted_at": NOW, "render_id": "r"}),)
    assert (record.state, record.render_id) == (ItemState.RENDERING, "r")


def test_an_adopted_render_keeps_the_time_at_which_it_was_accepted(ledger: Ledger) -> None:
    attempt = Attempt(submitted_at=EARLIER, credits=PRICE, accepted_at=EARLIER)
    assert ledger.adopted(claimed(ledger), render_id="r", attempt=attempt).record.attempts[0].accepted_at == EARLIER


def test_a_rebuilt_record_is_published_with_what_was_paid(ledger: Ledger) -> None:
    attempt = Attempt(submitted_at=EARLIER, credits=PRICE, accepted_at=EARLIER, render_id="r")
    record = ledger.rebuilt(planned(), VIDEO, attempt)
    assert stored(ledger) == record
    assert (record.state, record.entered) == (ItemState.PUBLISHED, {ItemState.PUBLISHED: NOW})
    assert (record.video, record.attempts, record.render_id) == (VIDEO, (attempt,), "r")
    with pytest.raises(ConflictError):
        ledger.rebuilt(planned(), VIDEO, attempt)


def test_an_unknown_outcome_is_kept_with_its_error_and_its_credits(ledger: Ledger) -> None:
    record = ledger.ambiguous(submitting(ledger), LOST)
    assert (record.state, record.owner, record.credits) == (ItemState.AMBIGUOUS, None, PRICE)
    assert record.error == RecordedError.of(LOST)
    assert record.order
    again = claimed(ledger)
    assert again.decision is EntryDecision.SETTLE
    later = AnswerLostError("still no answer", code="answer_lost")
    assert ledger.ambiguous(again, later).error == RecordedError.of(later)
    assert stored(ledger).state is ItemState.AMBIGUOUS


def test_the_end_of_an_exchange_is_noted_on_the_last_attempt_alone(ledger: Ledger) -> None:
    again = paid_again(ledger)
    ended = ledger.exchange_ended(again, seconds_ago=7)
    first, last = ended.record.attempts
    assert (first, ended.version, ended.decision) == (again.record.attempts[0], again.version, again.decision)
    assert last == again.record.attempts[1].model_copy(update={"exchange_ended": True, "open_seconds": 7})
    assert ended.open_seconds == 7
    assert ledger.release(ended).attempts == ended.record.attempts


def test_a_published_video_ends_the_claim(ledger: Ledger) -> None:
    record = ledger.published(rendering(ledger), VIDEO)
    assert (record.state, record.video, record.owner, record.order) == (ItemState.PUBLISHED, VIDEO, None, "")
    assert (record.error, record.credits, record.entered[ItemState.PUBLISHED]) == (None, PRICE, NOW)


def test_a_late_price_replaces_that_of_the_last_attempt(ledger: Ledger) -> None:
    again = ledger.accepted(paid_again(ledger), render_id="r2")
    record = ledger.published(again, VIDEO, deducted_credit=Decimal("0.5"))
    assert [each.credits for each in record.attempts] == [PRICE, Decimal("0.5")]
    assert [each.render_id for each in record.attempts] == ["r", "r2"]


def test_a_transition_forward_forgets_the_error_of_the_last_run(ledger: Ledger) -> None:
    steps: list[Callable[[Claimed], Claimed | RenderRecord]] = [
        lambda claim: ledger.submitting(claim, price=PRICE),
        lambda claim: ledger.accepted(claim, render_id="r"),
        lambda claim: ledger.published(claim, VIDEO),
    ]
    for step in steps:
        ledger.release(claimed(ledger), LOST)
        assert stored(ledger).error == RecordedError.of(LOST)
        done = step(claimed(ledger))
        if isinstance(done, Claimed):
            ledger.release(done)
        assert stored(ledger).error is None


def test_a_request_that_was_surely_not_accepted_leaves_no_error(ledger: Ledger) -> None:
    ledger.release(submitting(ledger), LOST)
    assert stored(ledger).error
    assert ledger.never_accepted(claimed(ledger)).record.error is None


def test_a_request_that_was_surely_refused_fails_without_its_attempt(ledger: Ledger) -> None:
    again = paid_again(ledger)
    record = ledger.failed(again, REFUSED)
    assert (record.state, record.attempts) == (ItemState.FAILED, again.record.attempts[:1])
    assert record.error == RecordedError.of(REFUSED)


def test_a_render_that_failed_keeps_what_was_paid(ledger: Ledger) -> None:
    record = ledger.failed(rendering(ledger), BROKEN)
    assert (record.state, record.credits, record.owner, record.order) == (ItemState.FAILED, PRICE, None, "")
    assert record.error == RecordedError.of(BROKEN)
    settled = ledger.claim(planned())
    assert isinstance(settled, Settled)
    assert settled.decision is EntryDecision.ENDED


def test_an_unknown_outcome_is_no_failure(ledger: Ledger) -> None:
    claim = submitting(ledger)
    with pytest.raises(ConflictError) as caught:
        ledger.failed(claim, LOST)
    assert (caught.value.code, caught.value.stage) == ("ledger_transition", Stage.LEDGER)
    assert caught.value.message == "The render f1 is submitting and can't become failed"
    assert caught.value.next_step == "Run `url2video finish`: it starts from what the ledger says."
    assert stored(ledger).state is ItemState.SUBMITTING


@pytest.mark.parametrize(
    "step",
    [
        lambda ledger, claim: ledger.submitting(claim, price=PRICE),
        lambda ledger, claim: ledger.adopted(claim, render_id="r", attempt=claim.record.attempts[-1]),
    ],
)
def test_no_second_request_is_written_over_one_that_is_under_way(
    ledger: Ledger, store: MemoryStore, step: Callable[[Ledger, Claimed], object]
) -> None:
    claim = rendering(ledger)
    marked = list(store.list("_attempts/"))
    with pytest.raises(ConflictError) as caught:
        step(ledger, claim)
    assert caught.value.code == "ledger_transition"
    assert (stored(ledger), list(store.list("_attempts/"))) == (claim.record, marked)


def test_what_a_reviewer_corrects_is_kept(ledger: Ledger) -> None:
    waiting = ledger.awaiting_review(claimed(ledger))
    assert (waiting.state, waiting.owner) == (ItemState.AWAITING_REVIEW, None)
    assert ledger.awaiting_review(claimed(ledger)).state is ItemState.AWAITING_REVIEW
    approved = ledger.approved(claimed(ledger), {"title": "Ours"})
    assert (approved.record.reviewed, stored(ledger).reviewed) == ({"title": "Ours"}, {"title": "Ours"})
    assert ledger.rejected(approved).state is ItemState.REJECTED


@pytest.mark.parametrize(
    ("reach", "keeps_order", "is_open"),
    [(claimed, False, False), (claimed, True, True), (submitting, False, True), (rendering, False, True)],
)
def test_what_is_released_stays_open_where_something_is_paid_or_ordered(
    ledger: Ledger, reach: Callable[[Ledger], Claimed], keeps_order: bool, is_open: bool
) -> None:
    record = ledger.release(reach(ledger), keeps_order=keeps_order)
    assert (record.owner, bool(record.order), record.error) == (None, is_open, None)
    assert [found.fingerprint for found in ledger.open_records()] == (["f1"] if is_open else [])


def test_a_release_says_why_this_run_stops(ledger: Ledger) -> None:
    ledger.release(rendering(ledger), LOST)
    assert stored(ledger).error == RecordedError.of(LOST)
    ledger.release(claimed(ledger))
    assert stored(ledger).error == RecordedError.of(LOST)


def test_an_open_record_is_claimed_again_and_one_that_has_ended_is_not(ledger: Ledger) -> None:
    found = ledger.release(rendering(ledger))
    claim = ledger.reclaim(found)
    assert isinstance(claim, Claimed)
    assert claim.decision is EntryDecision.WAIT
    ledger.published(claim, VIDEO)
    assert ledger.reclaim(found) is None
    never_written = ledger.reclaim(planned().model_copy(update={"fingerprint": "f2"}))
    assert isinstance(never_written, Claimed)
