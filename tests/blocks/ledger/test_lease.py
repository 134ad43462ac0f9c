"""The sign of life of a run: how long it is trusted, and what its loss says."""

import json
import logging
import threading
from collections.abc import Callable
from contextlib import nullcontext
from types import SimpleNamespace
from typing import TypeVar

import pytest

from blocks.errors import ConflictError, Stage, StoreUnavailableError
from blocks.ledger import lease as lease_module
from blocks.ledger.lease import OwnerLease
from blocks.ledger.owner import owner_key
from tests.ledger_stores import MemoryStore, WatchedStore
from tests.present import present

R = TypeVar("R")


class HandClock:
    """Moves by hand."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        monkeypatch.setattr(lease_module, "_clock", lambda: self.now)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> HandClock:
    return HandClock(monkeypatch)


@pytest.mark.parametrize(("age", "is_good"), [(0, True), (44, True), (45, True), (45.5, False), (3600, False)])
def test_a_lease_is_good_until_a_beat_before_its_end(clock: HandClock, age: float, is_good: bool) -> None:
    with OwnerLease(MemoryStore(), lease_seconds=60, heartbeat_seconds=15) as lease:
        clock.now += age
        if is_good:
            assert lease.check() is None  # type: ignore[func-returns-value] # it raises or not
        else:
            with pytest.raises(ConflictError) as caught:
                lease.check()
            assert (caught.value.code, caught.value.stage) == ("lease_lost", Stage.LEDGER)
            assert f"was last renewed {age:.0f} s ago; another run may take over" in caught.value.message
            assert caught.value.next_step == "Check the way to the store, then run the same command again."


@pytest.mark.parametrize("batch", ["b1", ""])
def test_a_lease_is_there_while_the_run_lives_and_names_its_batch(batch: str) -> None:
    store = MemoryStore()
    with OwnerLease(store, batch=batch) if batch else OwnerLease(store) as lease:
        stored = present(store.read(owner_key(lease.owner.id)))
        assert json.loads(stored.body)["batch"] == batch
    assert store.read(owner_key(lease.owner.id)) is None


def test_the_thread_that_renews_a_lease_is_named_after_it_and_keeps_no_process_alive() -> None:
    with OwnerLease(MemoryStore()) as lease:
        (thread,) = (each for each in threading.enumerate() if each.name == f"lease-{lease.owner.id[:8]}")
        assert thread.daemon
    assert not thread.is_alive()


class RefusingStore(WatchedStore):
    """Refuses calls of one method, after the `first` ones."""

    def __init__(self, method: str, *, first: int = 0) -> None:
        super().__init__(MemoryStore())
        self._method, self._good_calls = method, first
        self.has_refused = threading.Event()

    def on_call(self, method: str, key: str, call: Callable[[], R]) -> R:
        if method == self._method:
            self._good_calls -= 1
            if self._good_calls < 0:
                self.has_refused.set()
                raise StoreUnavailableError("away", code="away")
        return call()


def test_a_lease_that_cannot_be_given_up_runs_out_and_it_is_said(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING), OwnerLease(RefusingStore("delete"), lease_seconds=60):
        pass
    (warning,) = caplog.records
    assert warning.getMessage().startswith("The lease could not be given up, it runs out in 60 s: away")


def test_a_run_that_never_renewed_its_lease_sends_nothing(clock: HandClock) -> None:
    clock.now = 1  # second since the machine was started
    with pytest.raises(ConflictError):
        OwnerLease(MemoryStore(), lease_seconds=60, heartbeat_seconds=15).check()


def test_a_beat_that_the_store_refuses_is_said_with_its_reason_and_the_next_one_is_tried(
    caplog: pytest.LogCaptureFixture,
) -> None:
    store = RefusingStore("put", first=1)
    with caplog.at_level(logging.WARNING), OwnerLease(store, heartbeat_seconds=0.001):
        for _ in range(2):
            store.has_refused.clear()
            assert store.has_refused.wait(10)
    assert {record.getMessage() for record in caplog.records} == {
        "The lease could not be renewed; the next beat tries again: away [away]"
    }


@pytest.mark.parametrize(
    ("clocks", "slept"),
    [
        ({"CLOCK_BOOTTIME": 7, "monotonic": lambda: 1000.0}, True),
        ({"monotonic": lambda: 1000.0}, False),
    ],
    ids=["a clock that goes on", "no such clock"],
)
def test_a_run_whose_machine_slept_past_its_lease_sends_nothing(
    monkeypatch: pytest.MonkeyPatch, clocks: dict[str, object], slept: bool
) -> None:
    boottime = [1000.0]
    told = SimpleNamespace(clock_gettime=lambda clock: {7: boottime[0]}[clock], **clocks)
    monkeypatch.setattr(lease_module, "time", told)
    with OwnerLease(MemoryStore(), lease_seconds=60, heartbeat_seconds=15) as lease:
        boottime[0] += 3600
        with pytest.raises(ConflictError) if slept else nullcontext():
            lease.check()
