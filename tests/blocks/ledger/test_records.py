"""A conflict of a conditional write is a question: the record in the store answers who wrote it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import pytest

from blocks.errors import ConflictError, StoreUnavailableError
from blocks.ledger import records
from blocks.ledger.decision import EntryDecision
from blocks.ledger.lease import OwnerLease
from blocks.ledger.ledger import Ledger
from blocks.ledger.owner import owner_key
from blocks.ledger.record import Attempt, PublishedVideo, RenderRecord
from blocks.ledger.state import ItemState
from blocks.ledger.takeover import Claimed
from blocks.ledger.view import LedgerView
from blocks.store.local.folder import LocalFolder
from blocks.store.store import VideoStore
from tests.ledger_stores import WatchedStore

R = TypeVar("R")

ONE = Decimal(1)
VIDEO = PublishedVideo(key="videos/shop/p-f1.mp4", size=5, sha256="", seconds=1)
NEW = RenderRecord(fingerprint="f1", url="https://shop/p", generation="open", batch="b1")


class UnreliableStore(WatchedStore):
    """Answers some of its conditional writes wrongly: `before` the write is made, in its place, or `after` it."""

    def __init__(self, store: VideoStore) -> None:
        super().__init__(store)
        self.before: list[Exception] = []
        self.after: list[Exception] = []

    def on_call(self, method: str, key: str, call: Callable[[], R]) -> R:
        if method not in {"create", "replace"}:
            return call()
        if self.before:
            raise self.before.pop()
        answer = call()
        if self.after:
            raise self.after.pop()
        return answer


def conflict() -> ConflictError:
    return ConflictError("409 ConditionalRequestConflict", code="object_changed")


def lost() -> StoreUnavailableError:
    return StoreUnavailableError("no answer", code="store_unreachable")


@pytest.fixture(autouse=True)
def _no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "CONFLICT_WAITS", (0, 0, 0))


@pytest.fixture
def store(tmp_path: Path) -> UnreliableStore:
    return UnreliableStore(LocalFolder(tmp_path))


@pytest.fixture
def ledger(store: UnreliableStore) -> Iterator[Ledger]:
    with OwnerLease(store) as lease:
        yield Ledger(store, lease)


def claimed(ledger: Ledger) -> Claimed:
    claim = ledger.claim(NEW)
    assert isinstance(claim, Claimed)
    return claim


def rendering(ledger: Ledger) -> Claimed:
    return ledger.accepted(ledger.submitting(claimed(ledger), price=ONE), render_id="j")


def nothing(_: Ledger) -> Claimed:
    """Stands for a claim where the step needs none."""
    return Claimed(NEW, "", EntryDecision.START)


STEPS: dict[str, tuple[Callable[[Ledger], Claimed], Callable[[Ledger, Claimed], object]]] = {
    "claim": (nothing, lambda ledger, _: claimed(ledger)),
    "submitting": (claimed, lambda ledger, claim: ledger.submitting(claim, price=ONE)),
    "accepted": (
        lambda ledger: ledger.submitting(claimed(ledger), price=ONE),
        lambda ledger, claim: ledger.accepted(claim, render_id="j"),
    ),
    "not_accepted": (
        lambda ledger: ledger.submitting(claimed(ledger), price=ONE),
        lambda ledger, claim: ledger.not_accepted(claim),
    ),
    "published": (rendering, lambda ledger, claim: ledger.published(claim, VIDEO)),
    "release": (rendering, lambda ledger, claim: ledger.release(claim)),
    "rebuilt": (nothing, lambda ledger, _: ledger.rebuilt(NEW, VIDEO, rendered())),
}


def rendered() -> Attempt:
    return Attempt(submitted_at=datetime(2026, 7, 1, tzinfo=UTC), credits=ONE, render_id="j")


@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", STEPS)
def test_a_conflict_that_nobody_caused_is_no_loss_of_the_claim(
    ledger: Ledger, store: UnreliableStore, step: str, when: str, times: int
) -> None:
    reach, write = STEPS[step]
    before = reach(ledger)
    getattr(store, when).extend(conflict() for _ in range(times))
    written = write(ledger, before)
    record = written.record if isinstance(written, Claimed) else written
    assert ledger.find("f1") == record


def test_a_store_that_always_refuses_is_busy_and_no_other_run_is_blamed(ledger: Ledger, store: UnreliableStore) -> None:
    claim = claimed(ledger)
    store.before.extend(conflict() for _ in range(20))
    with pytest.raises(StoreUnavailableError) as caught:
        ledger.submitting(claim, price=ONE)
    assert caught.value.code == "store_conflict"
    assert len(store.before) == 16


@pytest.mark.parametrize("step", ["submitting", "accepted", "not_accepted", "release"])
def test_a_write_that_was_made_although_it_seemed_lost_is_made_again_by_the_same_run(
    ledger: Ledger, store: UnreliableStore, step: str
) -> None:
    reach, write = STEPS[step]
    before = reach(ledger)
    assert before is not None
    store.after.append(lost())
    with pytest.raises(StoreUnavailableError):
        write(ledger, before)
    if step == "release":
        # It let go: whoever comes may claim, this run too.
        assert claimed(ledger).record.render_id == "j"
        return
    written = write(ledger, before)
    assert isinstance(written, Claimed)
    assert ledger.find("f1") == written.record
    assert len(written.record.attempts) == (0 if step == "not_accepted" else 1)


def test_letting_go_after_a_write_that_seemed_lost_keeps_what_was_written(
    ledger: Ledger, store: UnreliableStore
) -> None:
    sent = ledger.submitting(claimed(ledger), price=ONE)
    store.after.append(lost())
    with pytest.raises(StoreUnavailableError):
        ledger.accepted(sent, render_id="j")
    ledger.release(sent)
    record = ledger.find("f1")
    assert record
    assert (record.state, record.render_id, record.owner) == (ItemState.RENDERING, "j", None)


def test_another_run_that_took_over_is_told(ledger: Ledger, store: UnreliableStore) -> None:
    with OwnerLease(store) as lease:
        dead = Ledger(store, lease)
        sent = dead.submitting(claimed(dead), price=ONE)
        store.delete(owner_key(lease.owner.id))
        taken = claimed(ledger)
        for write in (
            lambda: dead.accepted(sent, render_id="j"),
            lambda: dead.not_accepted(sent),
            lambda: dead.release(sent),
        ):
            store.before.append(conflict())
            with pytest.raises(ConflictError) as caught:
                write()
            assert caught.value.code == "claim_lost"
    assert LedgerView(store).find("f1") == taken.record
