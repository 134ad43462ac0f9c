"""Who is at a render: the identity of one run, and the rule by which another may call it dead.

A run keeps one lease object, `_owners/<owner id>.json`, written again every few seconds (`blocks.ledger.lease`).
Its claims die with it: when the lease is gone, when it is too old by the store's clock, or, on the same machine,
as soon as the process is gone.
"""

import os
import socket
import uuid
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Self


class ProcessState(StrEnum):
    """What can be told of an owner's process from here."""

    RUNNING = "running"
    GONE = "gone"
    UNKNOWN = "unknown"
    """It is of another machine or container, or this system has no /proc."""


@dataclass(frozen=True, slots=True)
class Owner:
    """One run. The fields after `id` tell a process apart from every other one, as long as the machine is up."""

    id: str
    host: str
    pid: int
    pid_namespace: str
    boot_id: str
    process_start: str
    """Clock ticks since boot: a pid that is used anew has another one."""

    @classmethod
    def of_this_process(cls) -> Self:
        """Return a new owner: several runs of one process are several owners."""
        return cls(
            id=uuid.uuid4().hex,
            host=socket.gethostname(),
            pid=os.getpid(),
            pid_namespace=_pid_namespace(),
            boot_id=_text_of(Path("/proc/sys/kernel/random/boot_id")),
            process_start=_process_start(os.getpid()),
        )


OWNERS = "_owners/"
"""Where leases lie."""


def owner_key(owner_id: str) -> str:
    """Return where the lease of a run lies."""
    return f"{OWNERS}{owner_id}.json"


def is_alive(lease_age: float | None, process: ProcessState, *, own_process: bool, lease_seconds: float) -> bool:
    """Tell whether a run lives. `lease_age` is in seconds by the store's clock, None where the lease is gone.

    A paused process (a debugger, a stopped job) whose lease ran out may wake up in the middle of its request, so a
    process that is seen running keeps its claims, unless it is this very one: then its heartbeat has failed.
    """
    if lease_age is None or process is ProcessState.GONE:
        return False
    if lease_age <= lease_seconds:
        return True
    return process is ProcessState.RUNNING and not own_process


def process_state(owner: Owner) -> ProcessState:
    """Look for the owner's process, where host, boot and pid namespace are those of this process."""
    here = Owner.of_this_process()
    shares_processes = (owner.host, owner.boot_id, owner.pid_namespace) == (here.host, here.boot_id, here.pid_namespace)
    if not owner.process_start or not shares_processes:
        return ProcessState.UNKNOWN
    return ProcessState.RUNNING if _process_start(owner.pid) == owner.process_start else ProcessState.GONE


def _pid_namespace() -> str:
    try:
        return str(Path("/proc/self/ns/pid").readlink())
    except OSError:
        return ""


def _process_start(pid: int) -> str:
    """Field 22 of proc_pid_stat(5), empty for a process that is gone or a zombie (killed, not yet waited for)."""
    stat = _text_of(Path(f"/proc/{pid}/stat"))
    # The command name before the last ")" may hold spaces and parentheses itself.
    fields = stat.rpartition(")")[2].split()
    return "" if not fields or fields[0] in {"Z", "X"} else fields[19]


def _text_of(path: Path) -> str:
    try:
        return path.read_text().strip()
    except OSError:
        return ""
