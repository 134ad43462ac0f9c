from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from typing import Any

import pytest

from blocks.ledger.owner import Owner, ProcessState, is_alive, process_state
from tests.present import present


@pytest.mark.parametrize(
    ("lease_age", "process", "own", "alive"),
    [
        (5.0, "running", False, True),
        (5.0, "running", True, True),
        (5.0, "unknown", False, True),
        (5.0, "gone", False, False),
        (None, "running", False, False),
        (None, "unknown", False, False),
        (61.0, "unknown", False, False),
        (61.0, "gone", False, False),
        # Paused, not dead: it would wake up in the middle of its paid request.
        (61.0, "running", False, True),
        # This very process, whose heartbeat failed.
        (61.0, "running", True, False),
    ],
)
def test_who_counts_as_alive(lease_age: float | None, process: str, own: bool, alive: bool) -> None:
    assert is_alive(lease_age, ProcessState(process), own_process=own, lease_seconds=60) is alive


def test_every_run_is_an_owner_of_its_own() -> None:
    assert Owner.of_this_process().id != Owner.of_this_process().id


def test_this_process_is_seen_running() -> None:
    assert process_state(Owner.of_this_process()) is ProcessState.RUNNING


def test_a_reused_pid_is_not_the_owner() -> None:
    reused = dataclasses.replace(Owner.of_this_process(), process_start="1")
    assert process_state(reused) is ProcessState.GONE


@pytest.mark.parametrize("field", ["host", "boot_id", "pid_namespace"])
def test_nothing_is_said_of_processes_elsewhere(field: str) -> None:
    changed: dict[str, Any] = {field: "another"}
    elsewhere = dataclasses.replace(Owner.of_this_process(), **changed)
    assert process_state(elsewhere) is ProcessState.UNKNOWN


def test_a_killed_process_is_gone_even_before_it_is_waited_for() -> None:
    script = "from blocks.ledger.owner import Owner; print(Owner.of_this_process().process_start, flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        start = present(child.stdout).readline().strip()
        owner = dataclasses.replace(Owner.of_this_process(), pid=child.pid, process_start=start)
        assert process_state(owner) is ProcessState.RUNNING
        child.kill()
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        assert process_state(owner) is ProcessState.GONE
