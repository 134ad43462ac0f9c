"""The ledger's index names every open record and every attempt of a day, whatever dies or comes late in between."""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from functools import partial
from typing import Any, TypeVar

import pytest

from blocks.errors import AnswerLostError, RenderFailedError, StoreUnavailableError
from blocks.ledger.index import ATTEMPTS, INDEX, OPEN, SCANNED, LedgerIndex, MarkedRecord, open_key, order_of
from blocks.ledger.lease import OwnerLease
from blocks.ledger.ledger import Ledger
from blocks.ledger.record import Attempt, PublishedVideo, RenderRecord, record_key
from blocks.ledger.records import UnreadableRecord
from blocks.ledger.state import ItemState
from blocks.ledger.takeover import Busy, Claimed
from blocks.ledger.view import LedgerView
from blocks.store.store import VideoStore
from tests.ledger_stores import CountingStore, Killed, KilledStore, MemoryStore, WatchedStore

R = TypeVar("R")

DAY = datetime(2026, 7, 1, tzinfo=UTC)
VIDEO = PublishedVideo(key="videos/shop/p-f1.mp4", size=5, sha256="", seconds=1)
LOST = AnswerLostError("no answer", code="answer_lost")
BROKEN = RenderFailedError("broken", code="render_failed")
ONE = Decimal(1)


def clock() -> datetime:
    return DAY + timedelta(hours=12)


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def lease(store: MemoryStore) -> Iterator[OwnerLease]:
    with OwnerLease(store) as lease:
        yield lease


@pytest.fixture
def ledger(store: MemoryStore, lease: OwnerLease) -> Ledger:
    ledger = Ledger(store, lease, clock=clock)
    ledger.scan()
    return ledger


def planned(fingerprint: str = "f1", batch: str = "b1") -> RenderRecord:
    return RenderRecord(fingerprint=fingerprint, url="https://shop/p", generation="open", batch=batch)


def claimed(ledger: Ledger, fingerprint: str = "f1", **options: Any) -> Claimed:
    claim = ledger.claim(planned(fingerprint), **options)
    assert isinstance(claim, Claimed)
    return claim


def rendering(ledger: Ledger, fingerprint: str = "f1", price: Decimal = ONE) -> Claimed:
    return ledger.accepted(ledger.submitting(claimed(ledger, fingerprint), price=price), render_id="j")


def view(store: VideoStore) -> LedgerView:
    return LedgerView(store, clock=clock)


def found_open(store: VideoStore) -> list[str]:
    return sorted(found.fingerprint for found in view(store).open_records())


def open_by_all_records(store: VideoStore) -> set[str]:
    """What a reader of every record holds for open: it is claimed, or something may have been paid for it."""
    records = view(store).records()
    open_states = {ItemState.SUBMITTING, ItemState.RENDERING, ItemState.AMBIGUOUS}
    return {
        record.fingerprint
        for record in records
        if isinstance(record, RenderRecord) and (record.owner or record.state in open_states)
    }


def spent_by_all_records(store: VideoStore) -> Decimal:
    records = view(store).records()
    attempts = (each for record in records if isinstance(record, RenderRecord) for each in record.attempts)
    return sum((attempt.credits for attempt in attempts if attempt.submitted_at >= DAY), Decimal(0))


def good(ledger: Ledger) -> None:
    ledger.published(rendering(ledger), VIDEO)


def refused_then_failed_then_paid_again(ledger: Ledger) -> None:
    refused = ledger.not_accepted(ledger.submitting(claimed(ledger), price=ONE))
    ledger.failed(ledger.accepted(ledger.submitting(refused, price=ONE), render_id="j"), BROKEN)
    again = claimed(ledger, pay_again=True)
    ledger.published(ledger.accepted(ledger.submitting(again, price=ONE), render_id="k"), VIDEO)


def reviewed_then_ambiguous_then_overdue(ledger: Ledger) -> None:
    ledger.awaiting_review(claimed(ledger))
    approved = ledger.approved(claimed(ledger), {"title": "Mug"})
    ledger.ambiguous(ledger.submitting(approved, price=ONE), LOST)
    ledger.release(ledger.accepted(claimed(ledger), render_id="j"))
    ledger.published(claimed(ledger), VIDEO)


def never_accepted_then_ordered_again(ledger: Ledger) -> None:
    ledger.release(ledger.submitting(claimed(ledger), price=ONE))
    ledger.release(ledger.not_accepted(claimed(ledger)), keeps_order=True)
    ledger.failed(rendering(ledger), BROKEN)


def adopted(ledger: Ledger) -> None:
    ledger.published(
        ledger.adopted(claimed(ledger), render_id="j", attempt=Attempt(submitted_at=clock(), credits=ONE)), VIDEO
    )


def rebuilt(ledger: Ledger) -> None:
    ledger.rebuilt(planned(), VIDEO, Attempt(submitted_at=clock(), credits=ONE, accepted_at=clock(), render_id="j"))


STORIES = [
    good,
    refused_then_failed_then_paid_again,
    reviewed_then_ambiguous_then_overdue,
    never_accepted_then_ordered_again,
    adopted,
    rebuilt,
]


@pytest.mark.parametrize("story", STORIES)
def test_whatever_call_of_the_store_is_the_last_no_marker_is_missing(story: Callable[[Ledger], None]) -> None:
    for calls in range(100):
        store = MemoryStore()
        with OwnerLease(store) as lease:
            Ledger(store, lease, clock=clock).scan()
            try:
                story(Ledger(KilledStore(store, calls), lease, clock=clock))
            except Killed:
                ended = False
            else:
                ended = True
        assert open_by_all_records(store) <= set(found_open(store)), calls
        assert spent_by_all_records(store) == view(store).credits_spent(DAY), calls
        with OwnerLease(store) as lease:
            sweep = Ledger(store, lease, clock=clock)
            assert open_by_all_records(store) <= {found.fingerprint for found in sweep.open_records()}, calls
        assert len(list(store.list(OPEN))) == len(found_open(store)) <= 1, calls
        if ended:
            assert list(store.list(OPEN)) == []
            return
    pytest.fail("the story has no end")


def test_an_order_that_a_killed_run_never_wrote_is_found(store: MemoryStore, ledger: Ledger) -> None:
    with OwnerLease(store) as lease, pytest.raises(Killed):
        Ledger(KilledStore(store, 2), lease, clock=clock).claim(planned())
    assert store.read(record_key("f1")) is None
    (found,) = view(store).open_records()
    assert isinstance(found, RenderRecord)
    assert (found.fingerprint, found.state, found.url) == ("f1", ItemState.PLANNED, "https://shop/p")
    ledger.published(rendering(ledger), VIDEO)
    assert list(ledger.open_records()) == []
    assert list(store.list(OPEN)) == []


def test_an_order_stays_open_where_the_run_that_lets_go_says_so(ledger: Ledger, store: MemoryStore) -> None:
    ledger.release(claimed(ledger, "reported"))
    ledger.release(claimed(ledger, "kept"), keeps_order=True)
    assert found_open(store) == ["kept"]


Step = tuple[int, list[int]]
"""Who made a call, and who could have made it."""


class SteppedStore(WatchedStore):
    """A store of one actor, who makes one call each time that it is told to."""

    def __init__(self, store: VideoStore, act: Callable[[VideoStore], object]) -> None:
        super().__init__(store)
        self.ended = False
        self._act = act
        self._arrived, self._allowed = threading.Semaphore(0), threading.Semaphore(0)
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        self._arrived.acquire()

    def step(self) -> None:
        self._allowed.release()
        self._arrived.acquire()

    def on_call(self, method: str, key: str, call: Callable[[], R]) -> R:
        self._arrived.release()
        self._allowed.acquire()
        return call()

    def _run(self) -> None:
        self._act(self)
        self.ended = True
        self._arrived.release()


def interleaved(
    acts: Sequence[Callable[[VideoStore], object]], store: VideoStore, first: tuple[int, ...]
) -> list[Step]:
    """Let the actors make their calls in turns: as `first` says, then the first of those that are left.

    Returns for each step who made it and who could have made it.
    """
    actors = [SteppedStore(store, act) for act in acts]
    steps: list[Step] = []
    while left := [number for number, actor in enumerate(actors) if not actor.ended]:
        number = first[len(steps)] if len(steps) < len(first) else left[0]
        actors[number].step()
        steps.append((number, left))
    return steps


def every_order_of_steps(run: Callable[[tuple[int, ...]], list[Step]]) -> int:
    """Run once for each order in which the actors can make their calls; returns how many there are."""
    waiting: list[tuple[int, ...]] = [()]
    runs = 0
    while waiting:
        first = waiting.pop()
        steps = run(first)
        runs += 1
        for place in range(len(first), len(steps)):
            made = tuple(number for number, _ in steps[:place])
            waiting += [(*made, other) for other in steps[place][1] if other > steps[place][0]]
    return runs


def one_that_failed(ledger: Ledger) -> None:
    ledger.failed(rendering(ledger), BROKEN)


def one_that_failed_whose_marker_was_left(ledger: Ledger) -> None:
    left = ledger.accepted(ledger.submitting(claimed(ledger), price=ONE), render_id="j")
    ledger.failed(left, BROKEN)
    ledger._index.opened(left.record)


def none_yet(_: Ledger) -> None:
    """Nobody has begun with it."""


def one_that_was_let_go(ledger: Ledger) -> None:
    ledger.release(rendering(ledger))


def sweeps(ledger: Ledger) -> None:
    list(ledger.open_records())


def scans(ledger: Ledger) -> None:
    ledger.scan()


def claims(ledger: Ledger) -> None:
    ledger.claim(planned(), pay_again=True)


BEFORE = [one_that_failed, one_that_failed_whose_marker_was_left, none_yet, one_that_was_let_go]


@pytest.mark.slow
@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize("beside", [sweeps, scans, claims])
def test_in_whatever_order_two_runs_call_the_store_no_marker_is_missing(
    before: Callable[[Ledger], None], beside: Callable[[Ledger], None]
) -> None:
    def run(first: tuple[int, ...]) -> list[Step]:
        store = MemoryStore()
        with OwnerLease(store) as early, OwnerLease(store) as mine, OwnerLease(store) as theirs:
            ledger = Ledger(store, early, clock=clock)
            ledger.scan()
            before(ledger)
            acts = [
                lambda stepped: claims(Ledger(stepped, mine, clock=clock)),
                lambda stepped: beside(Ledger(stepped, theirs, clock=clock)),
            ]
            steps = interleaved(acts, store, first)
            assert open_by_all_records(store) <= set(found_open(store)), steps
            assert open_by_all_records(store) <= {found.fingerprint for found in ledger.open_records()}, steps
        return steps

    assert every_order_of_steps(run) > 1


def test_the_end_of_an_order_never_takes_the_marker_of_the_next() -> None:
    def run(first: tuple[int, ...]) -> list[Step]:
        store = MemoryStore()
        with OwnerLease(store) as early, OwnerLease(store) as mine:
            ledger = Ledger(store, early, clock=clock)
            ledger.scan()
            ends = rendering(ledger)
            acts = [
                lambda stepped: Ledger(stepped, early, clock=clock).failed(ends, BROKEN),
                lambda stepped: claims(Ledger(stepped, mine, clock=clock)),
            ]
            steps = interleaved(acts, store, first)
            assert open_by_all_records(store) <= set(found_open(store)), steps
        return steps

    assert every_order_of_steps(run) > 1


def test_a_store_of_version_0_1_is_scanned_once(store: MemoryStore, lease: OwnerLease) -> None:
    old = {"owner": None, "order": ""}
    ledger = Ledger(store, lease, clock=clock)
    states = [ItemState.PLANNED, ItemState.SUBMITTING, ItemState.RENDERING, ItemState.AMBIGUOUS]
    for state in [*states, ItemState.PUBLISHED]:
        attempt = Attempt(submitted_at=clock(), credits=ONE)
        record = planned(state.value).model_copy(update={"state": state, "attempts": (attempt,), **old})
        store.put(record_key(state.value), record.to_bytes(), "application/json")
    claimed_by_dead = planned("begun").model_copy(update={"owner": lease.owner})
    store.put(record_key("begun"), claimed_by_dead.to_bytes(), "application/json")
    assert view(store).credits_spent(DAY) == 5
    expected = ["ambiguous", "begun", "rendering", "submitting"]
    assert found_open(store) == expected
    assert store.read(INDEX) is None
    assert sorted(found.fingerprint for found in ledger.open_records()) == expected
    assert store.read(INDEX) is not None
    assert (found_open(store), view(store).credits_spent(DAY)) == (expected, Decimal(5))
    assert ledger.scan() == 0


def test_a_scan_that_is_killed_is_made_again(store: MemoryStore, lease: OwnerLease) -> None:
    for number in range(3):
        record = planned(f"f{number}").model_copy(update={"state": ItemState.RENDERING})
        store.put(record_key(f"f{number}"), record.to_bytes(), "application/json")
    killed = 0
    while store.read(INDEX) is None:
        try:
            Ledger(KilledStore(store, killed), lease, clock=clock).scan()
        except Killed:
            killed += 1
    assert killed > 6
    assert len(list(Ledger(store, lease, clock=clock).open_records())) == 3


def test_two_scans_at_once_do_each_other_no_harm(store: MemoryStore) -> None:
    for number in range(200):
        record = planned(f"f{number}").model_copy(update={"state": ItemState.RENDERING})
        store.put(record_key(f"f{number}"), record.to_bytes(), "application/json")
    with OwnerLease(store) as one, OwnerLease(store) as two:
        threads = [threading.Thread(target=Ledger(store, lease, clock=clock).scan) for lease in (one, two)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(found_open(store)) == 200


def test_a_scan_repairs_an_index_that_was_lost(ledger: Ledger, store: MemoryStore) -> None:
    rendering(ledger, "f1")
    for key in [*store.list(OPEN), *store.list(ATTEMPTS)]:
        store.delete(key)
    assert (found_open(store), view(store).credits_spent(DAY)) == ([], Decimal(0))
    assert ledger.scan() == 2
    assert (found_open(store), view(store).credits_spent(DAY)) == (["f1"], ONE)


def test_one_record_that_cannot_be_read_hides_no_other(ledger: Ledger, store: MemoryStore) -> None:
    for fingerprint in ("f1", "f2", "f3"):
        rendering(ledger, fingerprint, price=Decimal("0.1"))
    store.put(record_key("f2"), b'{"half', "application/json")
    (unreadable,) = [found for found in view(store).open_records() if isinstance(found, UnreadableRecord)]
    assert (unreadable.key, unreadable.error.code) == ("_renders/f2.json", "ledger_record_unreadable")
    assert found_open(store) == ["f1", "f2", "f3"]
    assert len(list(view(store).records())) == 3
    # What it has paid stands in the marker of its attempt.
    assert view(store).credits_spent(DAY) == Decimal("0.3")
    assert view(store).credits_spent(DAY, batch="b1") == Decimal("0.3")
    assert view(store).credits_spent(DAY, batch="b2") == 0


def test_a_record_that_was_damaged_before_the_first_scan_counts_like_the_dearest(
    store: MemoryStore, lease: OwnerLease
) -> None:
    ledger = Ledger(store, lease, clock=clock)
    store.put(record_key("f1"), b"", "application/json")
    assert ledger.credits_spent(DAY) == 1
    rendering(ledger, "f2", price=Decimal(2))
    assert (ledger.credits_spent(DAY), found_open(store)) == (Decimal(4), ["f1", "f2"])


def test_a_sum_from_before_the_scan_reads_all_records(ledger: Ledger, store: MemoryStore) -> None:
    old = Attempt(submitted_at=DAY - timedelta(days=30), credits=ONE)
    record = planned().model_copy(update={"state": ItemState.FAILED, "attempts": (old,)})
    store.put(record_key("f1"), record.to_bytes(), "application/json")
    rendering(ledger, "f2")
    assert ledger.credits_spent(DAY) == 1
    assert ledger.credits_spent(DAY - timedelta(days=31)) == 2


def test_an_attempt_counts_on_its_own_day_whatever_clock_dated_it(store: MemoryStore, lease: OwnerLease) -> None:
    ahead = Ledger(store, lease, clock=partial(lambda: DAY + timedelta(hours=24, minutes=9)))
    ahead.scan()
    rendering(ahead, "f1")
    assert Ledger(store, lease, clock=lambda: DAY + timedelta(hours=23, minutes=59)).credits_spent(DAY) == 1


def test_a_live_run_keeps_its_video_from_the_sweep(ledger: Ledger, store: MemoryStore) -> None:
    record = rendering(ledger).record
    with OwnerLease(store) as lease:
        assert isinstance(Ledger(store, lease, clock=clock).reclaim(record), Busy)


REQUEST = Attempt(submitted_at=clock(), credits=ONE, batch="b1")


class RefusingStore(WatchedStore):
    """Refuses to delete."""

    def on_call(self, method: str, key: str, call: Callable[[], R]) -> R:
        if method == "delete":
            raise StoreUnavailableError("away", code="away")
        return call()


def test_a_marker_that_cannot_be_removed_is_left_to_a_sweep_and_said(
    store: MemoryStore, caplog: pytest.LogCaptureFixture
) -> None:
    LedgerIndex(store).put(f"{OPEN}f1.o1", b"{}")
    with caplog.at_level(logging.WARNING):
        LedgerIndex(RefusingStore(store)).closed(f"{OPEN}f1.o1")
    (warning,) = caplog.records
    assert warning.getMessage().startswith("The marker of an ended record is left for the next sweep. away")
    assert list(store.list(OPEN)) == [f"{OPEN}f1.o1"]


def test_the_marker_of_a_scan_stands_for_no_record_of_its_own(store: MemoryStore) -> None:
    index = LedgerIndex(store)
    begun = planned().model_copy(update={"order": "o1"})
    index.opened(begun)
    index.put(open_key("f1", SCANNED), begun.to_bytes())
    (marked,) = index.open_records()
    assert (marked.fingerprint, marked.keys) == ("f1", (f"{OPEN}f1.o1", f"{OPEN}f1.{SCANNED}"))
    assert index.never_written(marked) == begun
    assert index.never_written(MarkedRecord("f1", (open_key("f1", SCANNED),))) is None
    assert index.never_written(MarkedRecord("f1", (open_key("f1", "gone"),))) is None


@pytest.mark.usefixtures("in_tokyo")
@pytest.mark.parametrize(("order", "name"), [("o1", "f1.o1"), ("", f"f1.{SCANNED}")])
def test_an_attempt_is_marked_under_its_utc_day_and_its_order(store: MemoryStore, order: str, name: str) -> None:
    east = REQUEST.model_copy(update={"submitted_at": datetime(2026, 7, 2, 3, tzinfo=timezone(timedelta(hours=9)))})
    index = LedgerIndex(store)
    index.attempted("f1", order, east)
    assert list(store.list(ATTEMPTS)) == [f"{ATTEMPTS}2026-07-01/{name}"]
    (marked,) = index.attempted_records(DAY, DAY)
    assert list(index.attempts(marked)) == [east]


@pytest.mark.usefixtures("in_tokyo")
@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        (DAY, DAY, [1, 2]),
        (DAY, DAY + timedelta(days=1, hours=23), [1, 2, 3]),
        (datetime(2026, 7, 2, 3, tzinfo=timezone(timedelta(hours=9))), DAY, [1, 2]),
        (DAY, datetime(2026, 6, 30, 20, tzinfo=timezone(timedelta(hours=-5))), [1, 2]),
    ],
)
def test_the_attempts_of_a_time_lie_under_its_utc_days_and_the_one_after(
    store: MemoryStore, since: datetime, until: datetime, days: list[int]
) -> None:
    index = LedgerIndex(store)
    for day in range(1, 10):
        index.attempted(f"f{day}", "o", REQUEST.model_copy(update={"submitted_at": DAY + timedelta(days=day - 1)}))
    assert [marked.fingerprint for marked in index.attempted_records(since, until)] == [f"f{day}" for day in days]


def test_that_the_index_is_whole_is_read_once(store: MemoryStore) -> None:
    counting = CountingStore(store)
    index = LedgerIndex(counting)
    assert index.attempts_from() is None
    index.completed(DAY.date())
    assert [index.attempts_from() for _ in range(3)] == [DAY.date()] * 3
    assert counting.calls["read"] == 1
    other = LedgerIndex(counting)
    assert [other.attempts_from() for _ in range(3)] == [DAY.date()] * 3
    assert counting.calls["read"] == 2


@pytest.mark.parametrize(("key", "order"), [(f"{OPEN}f1.o1", "o1"), (f"{OPEN}f.1.o1", "o1")])
def test_the_order_is_what_follows_the_last_point(key: str, order: str) -> None:
    assert order_of(key) == order
