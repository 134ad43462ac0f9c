"""Claims between processes: races, kills and pauses, on a folder and on S3."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import uuid
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

import pytest

from blocks.ledger.decision import EntryDecision
from blocks.ledger.lease import OwnerLease
from blocks.ledger.ledger import Ledger
from blocks.ledger.owner import owner_key
from blocks.ledger.record import RenderRecord
from blocks.ledger.state import ItemState
from blocks.ledger.takeover import Busy, Claimed

pytestmark = pytest.mark.server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from blocks.store.store import VideoStore

FINGERPRINTS = [f"f{number}" for number in range(12)]

RACER = """
import sys
from blocks.store.destination import open_store
from blocks.ledger.lease import OwnerLease
from blocks.ledger.ledger import Claimed, Ledger
from blocks.ledger.record import RenderRecord

store = open_store(sys.argv[1])
with OwnerLease(store) as lease:
    ledger = Ledger(store, lease)
    print("ready", flush=True)
    sys.stdin.readline()
    for fingerprint in sys.argv[2:]:
        claim = ledger.claim(RenderRecord(fingerprint=fingerprint, url="u", generation="open"))
        if isinstance(claim, Claimed):
            print(fingerprint, flush=True)
    print("done", flush=True)
    sys.stdin.readline()
"""

HOLDER = """
import sys
from blocks.store.destination import open_store
from blocks.ledger.lease import OwnerLease
from blocks.ledger.ledger import Ledger
from blocks.ledger.record import RenderRecord

store = open_store(sys.argv[1])
with OwnerLease(store, heartbeat_seconds=0.2) as lease:
    ledger = Ledger(store, lease)
    claimed = ledger.claim(RenderRecord(fingerprint="f0", url="u", generation="open"))
    ledger.submitting(claimed, price=1)
    print(lease.owner.id, flush=True)
    sys.stdin.readline()
"""


@pytest.fixture(params=["folder", "s3"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, dict[str, str], VideoStore]:
    """Return a store's address for other processes, their environment, and the store itself."""
    if request.param == "folder":
        return str(tmp_path / "videos here"), {}, request.getfixturevalue("folder")
    ministack, prefix = request.getfixturevalue("ministack"), uuid.uuid4().hex
    return f"s3://shop-videos/{prefix}", ministack.environment(), ministack.store(prefix)


@contextmanager
def process(script: str, place: tuple[str, dict[str, str], VideoStore], *args: str) -> Iterator[subprocess.Popen[str]]:
    uri, environment, _ = place
    child = subprocess.Popen(
        [sys.executable, "-c", script, uri, *args],
        env={**os.environ, **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield child
    finally:
        child.kill()
        child.communicate()


def line(child: subprocess.Popen[str]) -> str:
    assert child.stdout is not None
    return child.stdout.readline().strip()


def go_on(child: subprocess.Popen[str]) -> None:
    assert child.stdin is not None
    child.stdin.write("\n")
    child.stdin.flush()


def test_of_two_processes_exactly_one_claims_each_video(place: tuple[str, dict[str, str], VideoStore]) -> None:
    with process(RACER, place, *FINGERPRINTS) as one, process(RACER, place, *FINGERPRINTS) as two:
        assert line(one) == line(two) == "ready"
        go_on(one)
        go_on(two)
        won = [list(iter(partial(line, child), "done")) for child in (one, two)]
        assert sorted(won[0] + won[1]) == sorted(FINGERPRINTS)


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_a_killed_process_s_claim_is_taken_over_at_once(
    place: tuple[str, dict[str, str], VideoStore], end: signal.Signals
) -> None:
    store = place[2]
    with OwnerLease(store) as lease, process(HOLDER, place) as holder:
        ledger = Ledger(store, lease)
        owner = line(holder)
        assert isinstance(ledger.claim(planned()), Busy)
        holder.send_signal(end)
        os.waitid(os.P_PID, holder.pid, os.WEXITED | os.WNOWAIT)
        # Its lease is still there and young; that its process is gone is known on this machine.
        assert store.head(owner_key(owner)) is not None
        taken = ledger.claim(planned())
        assert isinstance(taken, Claimed)
        assert (taken.decision, taken.record.state) == (EntryDecision.SETTLE, ItemState.SUBMITTING)


def test_a_paused_process_keeps_its_claim_however_old_its_lease(
    place: tuple[str, dict[str, str], VideoStore],
) -> None:
    store = place[2]
    with OwnerLease(store, lease_seconds=0.01, heartbeat_seconds=0.001) as lease, process(HOLDER, place) as holder:
        line(holder)
        holder.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, holder.pid, os.WSTOPPED | os.WNOWAIT)
        assert isinstance(Ledger(store, lease).claim(planned()), Busy)
        holder.send_signal(signal.SIGCONT)


def test_a_clean_end_gives_the_claims_up(place: tuple[str, dict[str, str], VideoStore]) -> None:
    store = place[2]
    with OwnerLease(store) as lease, process(HOLDER, place) as holder:
        owner = line(holder)
        go_on(holder)
        assert holder.wait(20) == 0
        assert store.head(owner_key(owner)) is None
        assert isinstance(Ledger(store, lease).claim(planned()), Claimed)


def planned() -> RenderRecord:
    return RenderRecord(fingerprint="f0", url="u", generation="open")
