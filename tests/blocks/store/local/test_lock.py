"""The locks of a folder against processes that hold them."""

from __future__ import annotations

import fcntl
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from blocks.errors import StoreUnavailableError
from blocks.store.local import lock as local_lock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from blocks.store.local.folder import LocalFolder

JSON = "application/json"
HOLD = """
import sys, time
from pathlib import Path
from blocks.store.local.lock import record_lock

with record_lock(Path(sys.argv[1]), Path(sys.argv[2])):
    print("held", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def root(folder: LocalFolder, tmp_path: Path) -> Path:
    folder.create("_renders/a.json", b"1", JSON)
    folder.create("_renders/b.json", b"1", JSON)
    return tmp_path / "videos here"


@contextmanager
def stopped_holder(root: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that was stopped while it wrote the record a."""
    command = [sys.executable, "-c", HOLD, str(root), str(root / "_renders/a.json")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        process.send_signal(signal.SIGSTOP)
        yield process
        process.kill()


def replaced(folder: LocalFolder, key: str, body: bytes) -> str:
    stored = folder.read(key)
    assert stored is not None
    return folder.replace(key, body, stored.version)


def test_a_stopped_process_stops_its_own_record_only_and_is_named(
    folder: LocalFolder, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local_lock, "LOCK_SECONDS", 0.5)
    with stopped_holder(root) as holder:
        replaced(folder, "_renders/b.json", b"2")
        began = time.monotonic()
        with pytest.raises(StoreUnavailableError, match=f"by process {holder.pid} on ") as caught:
            replaced(folder, "_renders/a.json", b"2")
        assert caught.value.code == "lock_held"
        assert time.monotonic() - began < 5
    replaced(folder, "_renders/a.json", b"2")


def test_a_process_of_version_0_1_is_waited_for_no_longer_either(
    folder: LocalFolder, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local_lock, "LOCK_SECONDS", 0.2)
    with (root / ".lock").open("a") as old:
        fcntl.flock(old, fcntl.LOCK_EX)
        with pytest.raises(StoreUnavailableError) as caught:
            replaced(folder, "_renders/a.json", b"2")
    assert caught.value.code == "lock_held"


def test_version_0_1_waits_for_what_is_being_replaced(root: Path) -> None:
    lock = local_lock.record_lock(root, root / "_renders/a.json")
    with lock, (root / ".lock").open("a") as old, pytest.raises(BlockingIOError):
        fcntl.flock(old, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_a_lock_leaves_no_file_beside_the_record(folder: LocalFolder, root: Path) -> None:
    replaced(folder, "_renders/a.json", b"2")
    assert sorted(each.name for each in (root / "_renders").iterdir()) == ["a.json", "b.json"]


def test_threads_take_turns_although_each_takes_the_lock_s_file_away(root: Path) -> None:
    inside, most = [], []

    def hold() -> None:
        for _ in range(20):
            with local_lock.record_lock(root, root / "_renders/a.json"):
                inside.append(1)
                most.append(len(inside))
                inside.pop()

    threads = [threading.Thread(target=hold) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(most) == 160
    assert max(most) == 1
