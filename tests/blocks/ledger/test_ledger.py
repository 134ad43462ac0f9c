"""The ledger's story of one video, on a folder and on S3."""

from __future__ import annotations

import json
import os
import threading
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from botocore.awsrequest import AWSPreparedRequest
from botocore.exceptions import ConnectionClosedError
from botocore.httpsession import URLLib3Session

from blocks.errors import (
    AnswerLostError,
    ConflictError,
    ParameterError,
    RenderFailedError,
    StoreDeniedError,
    StoreUnavailableError,
)
from blocks.ledger.decision import EntryDecision
from blocks.ledger.lease import OwnerLease
from blocks.ledger.ledger import Ledger
from blocks.ledger.owner import owner_key
from blocks.ledger.record import Attempt, PublishedVideo, RenderRecord, record_key
from blocks.ledger.state import ItemState
from blocks.ledger.takeover import Busy, Claimed, Settled
from blocks.ledger.view import LedgerView
from tests.ledger_stores import MemoryStore, past_fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from blocks.store.local.folder import LocalFolder
    from blocks.store.s3.s3 import S3Store
    from blocks.store.store import VideoStore

DAY = datetime(2026, 7, 1, tzinfo=UTC)
VIDEO = PublishedVideo(key="videos/shop/p-f1.mp4", size=5, sha256="", seconds=1)
LOST = AnswerLostError("no answer", code="answer_lost")
REFUSED = ParameterError("bad value", code="parameter_error")
BROKEN = RenderFailedError("broken", code="render_failed")


class Clock:
    """Moves by hand."""

    def __init__(self) -> None:
        self.now = DAY

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger(store: VideoStore, clock: Clock) -> Iterator[Ledger]:
    with OwnerLease(store) as lease:
        yield Ledger(store, lease, clock=clock)


@pytest.fixture
def other(store: VideoStore, clock: Clock) -> Iterator[Ledger]:
    """Another run over the same store."""
    with OwnerLease(store) as lease:
        yield Ledger(store, lease, clock=clock)


def planned(fingerprint: str = "f1", batch: str = "b1") -> RenderRecord:
    return RenderRecord(fingerprint=fingerprint, url="https://shop/p", generation="open", batch=batch)


def claimed(ledger: Ledger, fingerprint: str = "f1", batch: str = "b1", **options: Any) -> Claimed:
    claim = ledger.claim(planned(fingerprint, batch), **options)
    assert isinstance(claim, Claimed)
    return claim


def rendering(ledger: Ledger, fingerprint: str = "f1", batch: str = "b1", price: Decimal = Decimal(1)) -> Claimed:
    claim = ledger.product_created(claimed(ledger, fingerprint, batch), product_id="p", project_id="j")
    return ledger.accepted(ledger.submitting(claim, price=price), render_id="j")


def test_the_good_story_is_told_step_by_step(ledger: Ledger, store: VideoStore, clock: Clock) -> None:
    claim = rendering(ledger)
    store.put(VIDEO.key, b"video", "video/mp4")
    clock.now += timedelta(minutes=3)
    record = ledger.published(claim, VIDEO, deducted_credit=Decimal(2))
    assert ledger.find("f1") == record
    assert (record.state, record.owner, record.credits, record.render_id) == (
        ItemState.PUBLISHED,
        None,
        Decimal(2),
        "j",
    )
    assert record.entered[ItemState.PUBLISHED] - record.entered[ItemState.SUBMITTING] == timedelta(minutes=3)
    settled = ledger.claim(planned())
    assert settled == Settled(record, EntryDecision.SKIP)


@pytest.mark.parametrize("size", [None, 4])
def test_a_published_video_that_is_lost_is_fetched_again_not_paid_again(
    ledger: Ledger, store: VideoStore, size: int | None
) -> None:
    ledger.published(rendering(ledger), VIDEO)
    if size is not None:
        store.put(VIDEO.key, bytes(size), "video/mp4")
    again = claimed(ledger)
    assert (again.decision, again.record.state, again.record.render_id) == ("wait", ItemState.RENDERING, "j")


def test_what_seemed_new_is_still_claimed_by_one_run_alone(ledger: Ledger, other: Ledger, store: VideoStore) -> None:
    mine = claimed(ledger, seems_new=True)
    assert other.claim(planned(), seems_new=True) == Busy(mine.record)
    store.put(VIDEO.key, b"video", "video/mp4")
    done = ledger.published(ledger.accepted(ledger.submitting(mine, price=Decimal(1)), render_id="j"), VIDEO)
    assert other.claim(planned(), seems_new=True) == Settled(done, EntryDecision.SKIP)


def test_a_product_is_written_down_with_the_paid_request(ledger: Ledger) -> None:
    claim = ledger.product_created(claimed(ledger), product_id="p", project_id="j", title="Mug")
    ledger.submitting(claim, price=Decimal(1))
    record = ledger.find("f1")
    assert record is not None
    assert (record.state, record.product_id, record.project_id, record.title) == ("submitting", "p", "j", "Mug")


@pytest.mark.parametrize(
    ("looked_up", "records", "lists"), [(99, 2, False), (100, 2, True), (100, 1000, True), (100, 1001, False)]
)
def test_the_names_of_a_ledger_are_listed_where_many_items_meet_few_records(
    looked_up: int, records: int, lists: bool
) -> None:
    store = MemoryStore(past=records)
    assert LedgerView(store).known(looked_up) is None
    store.lists_fast = True
    known = LedgerView(store).known(looked_up)
    assert known == (frozenset(map(past_fingerprint, range(records))) if lists else None)


def test_a_live_claim_keeps_the_other_run_and_a_second_item_off(ledger: Ledger, other: Ledger) -> None:
    mine = claimed(ledger)
    assert other.claim(planned()) == Busy(mine.record)
    assert ledger.claim(planned()) == Busy(mine.record)


def test_a_released_claim_goes_on_in_the_other_run(ledger: Ledger, other: Ledger) -> None:
    ledger.release(rendering(ledger))
    taken = claimed(other)
    assert (taken.decision, taken.record.render_id) == (EntryDecision.WAIT, "j")


def test_the_claims_of_a_run_that_ended_are_free(store: VideoStore, other: Ledger) -> None:
    with OwnerLease(store) as lease:
        claimed(Ledger(store, lease))
        assert store.head(owner_key(lease.owner.id))
    assert store.head(owner_key(lease.owner.id)) is None
    assert claimed(other).decision is EntryDecision.START


def test_who_lost_the_claim_can_write_nothing_more(store: VideoStore, other: Ledger) -> None:
    lease = OwnerLease(store)
    with lease:
        ledger = Ledger(store, lease)
        mine = ledger.submitting(claimed(ledger), price=Decimal(1))
        store.delete(owner_key(lease.owner.id))
        taken = claimed(other)
        assert (taken.decision, taken.record.state) == (EntryDecision.SETTLE, ItemState.SUBMITTING)
        for write in (
            lambda: ledger.accepted(mine, render_id="j"),
            lambda: ledger.release(mine),
            lambda: ledger.not_accepted(mine),
        ):
            with pytest.raises(ConflictError) as caught:
                write()
            assert caught.value.code == "claim_lost"
    assert other.find("f1") == taken.record


def test_settling_finds_the_render_or_starts_again(ledger: Ledger, other: Ledger) -> None:
    ledger.release(ledger.submitting(claimed(ledger), price=Decimal(1)))
    asked = claimed(other)
    assert asked.decision is EntryDecision.SETTLE
    free = other.not_accepted(asked)
    assert (free.decision, free.record.state, free.record.credits) == (
        EntryDecision.START,
        ItemState.PLANNED,
        Decimal(0),
    )
    adopted = other.accepted(other.submitting(free, price=Decimal(1)), render_id="j2")
    assert (adopted.record.state, adopted.record.credits) == (ItemState.RENDERING, Decimal(1))


def test_an_ambiguous_end_is_asked_about_on_every_entry(ledger: Ledger, clock: Clock) -> None:
    record = ledger.ambiguous(ledger.submitting(claimed(ledger), price=Decimal(1)), LOST)
    assert (record.state, record.error and record.error.ambiguous) == (ItemState.AMBIGUOUS, True)
    assert ledger.credits_spent(clock.now) == 1
    still = claimed(ledger)
    assert still.decision is EntryDecision.SETTLE
    assert ledger.ambiguous(still, LOST).state is ItemState.AMBIGUOUS
    found = ledger.accepted(claimed(ledger), render_id="j", deducted_credit=Decimal(1))
    assert (found.record.state, found.record.credits, found.record.error) == (ItemState.RENDERING, Decimal(1), None)


def test_an_error_that_may_have_been_accepted_never_ends_as_failed(ledger: Ledger) -> None:
    sent = ledger.submitting(claimed(ledger), price=Decimal(1))
    with pytest.raises(ConflictError):
        ledger.failed(sent, LOST)
    assert ledger.find("f1") == sent.record


def test_a_refused_request_cost_nothing_and_may_be_tried_by_the_next_run(ledger: Ledger, clock: Clock) -> None:
    record = ledger.failed(ledger.submitting(claimed(ledger), price=Decimal(1)), REFUSED)
    assert (record.state, record.credits, ledger.credits_spent(clock.now)) == (ItemState.FAILED, Decimal(0), Decimal(0))
    assert claimed(ledger).decision is EntryDecision.START


def test_a_paid_failure_stands_until_somebody_pays_again(ledger: Ledger, clock: Clock) -> None:
    record = ledger.failed(rendering(ledger), BROKEN)
    assert ledger.claim(planned()) == Settled(record, EntryDecision.ENDED)
    again = claimed(ledger, pay_again=True)
    # A fresh product: under the old one the service would answer with the render that failed.
    assert (again.decision, again.record.project_id, again.record.render_id) == ("start", "", "")
    ledger.accepted(ledger.submitting(again, price=Decimal(1)), render_id="j2")
    assert ledger.credits_spent(clock.now) == 2


def test_the_paid_request_can_only_be_recorded_from_an_unpaid_state(ledger: Ledger) -> None:
    with pytest.raises(ConflictError) as caught:
        ledger.submitting(rendering(ledger), price=Decimal(1))
    assert caught.value.code == "ledger_transition"


def test_a_review_ends_the_run_s_part_and_keeps_the_product(ledger: Ledger, other: Ledger) -> None:
    ledger.awaiting_review(ledger.product_created(claimed(ledger), product_id="p", project_id="j"))
    back = claimed(other)
    assert (back.decision, back.record.state, back.record.product_id) == ("start", "awaiting_review", "p")
    record = other.rejected(back)
    assert other.claim(planned(), pay_again=True) == Settled(record, EntryDecision.ENDED)


def test_credits_are_counted_by_day_and_by_batch(ledger: Ledger, clock: Clock) -> None:
    rendering(ledger, "f1", "monday", price=Decimal(2))
    ledger.submitting(claimed(ledger, "f2", "monday"), price=Decimal(1))
    claimed(ledger, "f3", "monday")
    clock.now += timedelta(days=1)
    rendering(ledger, "f4", "tuesday", price=Decimal(4))
    assert ledger.credits_spent(DAY) == 7
    assert ledger.credits_spent(DAY + timedelta(days=1)) == 4
    assert ledger.credits_spent(DAY, batch="monday") == 3
    assert ledger.credits_spent(DAY, batch="sunday") == 0


def test_a_sweep_meets_every_record_once(ledger: Ledger) -> None:
    for number in range(20):
        claimed(ledger, f"f{number}")
    assert sorted(record.fingerprint for record in ledger.records()) == sorted(f"f{number}" for number in range(20))


def test_a_sweep_leaves_what_has_ended_meanwhile(ledger: Ledger) -> None:
    open_once = claimed(ledger)
    ledger.failed(open_once, ConflictError("gone", code="gone"))
    assert ledger.reclaim(open_once.record) is None


def test_looking_changes_nothing(ledger: Ledger, store: VideoStore) -> None:
    view = LedgerView(store)
    assert view.look("f1").decision is EntryDecision.START
    assert view.find("f1") is None
    mine = claimed(ledger)
    assert view.look("f1").decision is EntryDecision.BUSY
    assert view.find("f1") == mine.record


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "ledger_record_unreadable"),
        (b"{", "ledger_record_unreadable"),
        (b"[]", "ledger_record_unreadable"),
        (b"\xff", "ledger_record_unreadable"),
        (b'{"schema_version": "x"}', "ledger_record_unreadable"),
        (b'{"schema_version": 99}', "ledger_record_newer"),
        (planned().to_bytes().replace(b'"planned"', b'"skipped"'), "ledger_record_unreadable"),
    ],
)
def test_a_record_that_cannot_be_read_is_never_taken_for_an_unpaid_one(
    ledger: Ledger, store: VideoStore, body: bytes, code: str
) -> None:
    store.put(record_key("f1"), body, "application/json")
    with pytest.raises(StoreDeniedError) as caught:
        ledger.claim(planned())
    assert caught.value.code == code


def test_a_record_of_a_newer_patch_release_is_read(ledger: Ledger, store: VideoStore) -> None:
    body = planned().to_bytes().rstrip(b"\n}") + b', "added_later": 1}'
    store.put(record_key("f1"), body, "application/json")
    assert claimed(ledger).record.url == "https://shop/p"


def test_many_threads_of_one_run_claim_each_video_once(ledger: Ledger) -> None:
    claims: list[object] = []
    barrier = threading.Barrier(6)

    def work() -> None:
        barrier.wait()
        claims.extend(ledger.claim(planned(f"f{number}")) for number in range(5))

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(isinstance(claim, Claimed) for claim in claims) == 5
    assert sum(isinstance(claim, Busy) for claim in claims) == 25


def test_no_paid_request_goes_out_once_the_lease_has_run_out(folder: LocalFolder) -> None:
    with OwnerLease(folder, heartbeat_seconds=60, lease_seconds=60.05) as lease:
        ledger = Ledger(folder, lease)
        claim = ledger.submitting(claimed(ledger), price=Decimal(1))
        threading.Event().wait(0.1)
        with pytest.raises(ConflictError) as caught:
            ledger.check_lease()
    assert (claim.record.state, caught.value.code) == (ItemState.SUBMITTING, "lease_lost")


def test_a_beating_lease_stays_young(folder: LocalFolder) -> None:
    with OwnerLease(folder, heartbeat_seconds=0.05, lease_seconds=1) as lease:
        first = folder.read(owner_key(lease.owner.id))
        folder.delete(owner_key(lease.owner.id))
        deadline = datetime.now(UTC) + timedelta(seconds=10)
        while folder.head(owner_key(lease.owner.id)) is None:
            assert datetime.now(UTC) < deadline
        assert folder.read(owner_key(lease.owner.id)) == first
        lease.check()


@pytest.mark.parametrize("operation", ["create", "replace"])
def test_a_write_whose_answer_was_lost_recognises_its_own_success(s3_store: S3Store, operation: str) -> None:
    with OwnerLease(s3_store) as lease:
        ledger = Ledger(s3_store, lease)
        before = claimed(ledger) if operation == "replace" else None
        sent = lose_first_answer(s3_store)
        mine = claimed(ledger) if before is None else ledger.submitting(before, price=Decimal(1))
        assert len(sent) == 2
        assert ledger.find("f1") == mine.record
        assert ledger.release(mine).owner is None


def test_a_write_that_cannot_be_known_is_sorted_out_by_the_next_entry(s3_store: S3Store) -> None:
    with OwnerLease(s3_store) as lease:
        ledger = Ledger(s3_store, lease)
        claim = claimed(ledger)
        lose_first_answer(s3_store, answers_lost=5)
        with pytest.raises((StoreUnavailableError, ConflictError)):
            ledger.submitting(claim, price=Decimal(1))
    assert LedgerView(s3_store).look("f1").decision is EntryDecision.SETTLE


def lose_first_answer(store: S3Store, answers_lost: int = 1) -> list[object]:
    """Really send PUTs of records and drop the answers to the first, as a broken connection does."""
    sent: list[object] = []

    def fault(request: AWSPreparedRequest, **_: object) -> None:
        if "_renders/" not in request.url:
            return
        sent.append(request)
        if len(sent) <= answers_lost:
            URLLib3Session().send(request)
            raise ConnectionClosedError(endpoint_url=request.url)

    store._client.meta.events.register("before-send.s3.PutObject", fault)
    return sent


def age(folder: LocalFolder, seconds: float, fingerprint: str = "f1") -> None:
    """Let the record have been written so long ago, by the clock of the folder."""
    path = Path(folder.address(record_key(fingerprint)))
    then = path.stat().st_mtime - seconds
    os.utime(path, (then, then))


def test_how_long_a_request_has_been_open_is_told_by_the_store_s_clock(folder: LocalFolder) -> None:
    """Each claim rewrites the record, which makes it young again: what its age told is kept."""
    for at_least, at_most in ((98, 101), (196, 202)):
        with OwnerLease(folder) as lease:
            # A machine whose clock is a year behind.
            ledger = Ledger(folder, lease, clock=lambda: DAY - timedelta(days=365))
            found = claimed(ledger)
            if found.decision is EntryDecision.START:
                found = ledger.submitting(found, price=Decimal(1))
                assert found.open_seconds == 0
        age(folder, 100)
        with OwnerLease(folder) as lease:
            taken = claimed(Ledger(folder, lease))
            assert at_least < taken.open_seconds < at_most


def test_an_ambiguous_end_adds_to_how_long_its_request_has_been_open(folder: LocalFolder) -> None:
    with OwnerLease(folder) as lease:
        ledger = Ledger(folder, lease)
        ledger.ambiguous(ledger.submitting(claimed(ledger), price=Decimal(1)), LOST)
        age(folder, 50)
        assert 48 < claimed(ledger).open_seconds < 51


def test_a_rendering_record_has_no_request_of_unknown_outcome(folder: LocalFolder) -> None:
    with OwnerLease(folder) as lease:
        ledger = Ledger(folder, lease)
        ledger.release(rendering(ledger))
        age(folder, 50)
        assert claimed(ledger).open_seconds == 0


def test_a_render_that_no_record_knew_of_is_adopted_and_counts(ledger: Ledger, clock: Clock) -> None:
    found = ledger.adopted(claimed(ledger), render_id="j", attempt=Attempt(submitted_at=clock.now, credits=Decimal(1)))
    assert (found.record.state, found.record.render_id, found.record.was_accepted) == ("rendering", "j", True)
    assert ledger.credits_spent(clock.now) == 1
    assert ledger.credits_spent(clock.now, batch="b1") == 0


def test_a_lost_record_is_rebuilt_and_one_that_is_there_is_left(ledger: Ledger, store: VideoStore) -> None:
    attempt = Attempt(submitted_at=DAY, credits=Decimal("0.5"), accepted_at=DAY, render_id="j")
    store.put(VIDEO.key, b"video", "video/mp4")
    record = ledger.rebuilt(planned(), VIDEO, attempt)
    assert ledger.claim(planned()) == Settled(record, EntryDecision.SKIP)
    assert ledger.credits_spent(DAY) == Decimal("0.5")
    with pytest.raises(ConflictError):
        ledger.rebuilt(planned(), VIDEO, attempt)


def test_credits_are_exact_and_old_records_with_floats_are_read(ledger: Ledger, store: VideoStore) -> None:
    for number in range(3):
        rendering(ledger, f"f{number}", price=Decimal("0.1"))
    assert ledger.credits_spent(DAY) == Decimal("0.3")
    stored = store.read(record_key("f0"))
    assert stored is not None
    assert json.loads(stored.body)["attempts"][0]["credits"] == 0.1
