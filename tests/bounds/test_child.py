from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest

from bounds.child import ChildFailedError, ChildPool, Failure
from tests.bounds.victim import LIMITS

pytestmark = pytest.mark.slow


@pytest.fixture
def pool() -> Iterator[ChildPool]:
    pool = ChildPool("tests.bounds.victim", 1, LIMITS)
    yield pool
    pool.close()


def failure(pool: ChildPool, what: bytes) -> ChildFailedError:
    with pytest.raises(ChildFailedError) as caught:
        pool.ask(what)
    return caught.value


def test_an_answer_comes_back_in_its_parts(pool: ChildPool) -> None:
    parts = [b"", b"x" * 5_000_000, bytes(range(256))]
    assert pool.ask(b"echo", *parts) == parts


def test_one_process_is_kept_for_all(pool: ChildPool) -> None:
    assert len({pool.ask(b"pid")[0] for _ in range(5)}) == 1


@pytest.mark.parametrize(
    ("what", "why"),
    [
        (b"crash", Failure.CRASH),
        (b"memory", Failure.MEMORY),
        (b"cpu", Failure.TIME),
        (b"sleep", Failure.TIME),
        (b"fault", Failure.FAULT),
    ],
)
def test_what_a_hostile_file_does_costs_its_own_work_only(pool: ChildPool, what: bytes, why: Failure) -> None:
    began = monotonic()
    assert failure(pool, what).failure is why
    assert monotonic() - began < 2 * LIMITS.seconds + 10
    assert pool.ask(b"echo", b"next") == [b"next"]


def test_a_fault_names_its_exception_and_nothing_of_the_bytes(pool: ChildPool) -> None:
    assert failure(pool, b"a secret").detail == "KeyError"


def test_a_process_that_was_killed_from_outside_is_replaced_unseen(pool: ChildPool) -> None:
    (first,) = pool.ask(b"pid")
    os.kill(int(first), signal.SIGKILL)
    (second,) = pool.ask(b"pid")
    assert second != first


def test_a_process_that_has_grown_is_replaced(pool: ChildPool) -> None:
    (first,) = pool.ask(b"pid")
    assert pool.ask(b"much memory") == [b"200000000"]
    assert pool.ask(b"pid") != [first]


def test_what_a_library_prints_is_no_answer(pool: ChildPool) -> None:
    assert pool.ask(b"print") == [b"21"]


def test_a_child_gets_no_secret(pool: ChildPool, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("JOGG_API_KEY", "AWS_SECRET_ACCESS_KEY", "PREFECT_API_KEY", "STUDIO_API_KEY"):
        monkeypatch.setenv(name, "marker-key")
    environment = json.loads(pool.ask(b"environment")[0])
    assert "marker-key" not in environment.values()


def test_many_threads_share_a_pool(pool: ChildPool) -> None:
    answers: list[bytes] = []
    threads = [
        threading.Thread(target=lambda number=number: answers.extend(pool.ask(b"echo", str(number).encode())))
        for number in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(int, answers)) == list(range(20))


PARENT = """
import os, signal
from bounds.child import ChildPool
from tests.bounds.victim import LIMITS
print(int(ChildPool("tests.bounds.victim", 1, LIMITS).ask(b"pid")[0]), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_child_ends_with_its_parent() -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    parent = subprocess.run([sys.executable, "-c", PARENT], env=environment, capture_output=True, check=False)
    child = Path(f"/proc/{int(parent.stdout)}")
    deadline = monotonic() + 20
    while child.exists() and monotonic() < deadline:
        threading.Event().wait(0.05)
    assert not child.exists()


ORPHANING = """
from bounds.child import ChildPool
from tests.bounds.victim import LIMITS
ChildPool("tests.bounds.victim", 1, LIMITS).ask(b"orphan")
"""


def test_a_child_whose_parent_was_killed_at_its_work_leaves_no_traceback_behind() -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    parent = subprocess.run([sys.executable, "-c", ORPHANING], env=environment, capture_output=True, check=False)
    assert parent.returncode == -signal.SIGKILL
    assert parent.stderr == b"", "what the child says comes to where the parent's messages went"
