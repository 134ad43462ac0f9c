"""The child's side: serves one piece of work after the other within limits that the kernel keeps.

A decoder of strangers' bytes may crash, run for hours or ask for gigabytes. Here that ends this process, and costs the
one piece of work. The process has no secrets (see `bounds.child`) and ends when its parent does.
"""

import math
import os
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from bounds.limits import ProcessLimits
from bounds.message import MessageError, read_message, write_message

Work = Callable[[Sequence[bytes]], Sequence[bytes]]
"""Takes the parts of a question and returns those of its answer. What it raises is a fault of its own."""

DONE = b"done"
LAST = b"last"
OUT_OF_MEMORY = b"out of memory"
FAULT = b"fault"
"""First part of an answer: what became of the work. Its own parts follow; of a fault, the name of the exception. After
`LAST` and `OUT_OF_MEMORY` the process ends."""

SPENT_BYTES_SHARE = 0.5
"""A process that has ever used so much of its memory is not used again: what libraries keep of it is lost for the next
piece of work."""


def serve(work: Work, limits: ProcessLimits) -> NoReturn:
    """Do pieces of work until the parent closes the input."""
    questions = os.fdopen(0, "rb")
    # Libraries that print must not break the protocol: it gets a descriptor of its own.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _bound_memory(limits.bytes)
    while True:
        try:
            question = read_message(questions)
        except MessageError:
            sys.exit(0)
        _bound_cpu(limits.cpu_seconds)
        outcome, *answer = _answer(work, question)
        outcome = LAST if outcome == DONE and _is_spent(limits) else outcome
        try:
            write_message(answers, [outcome, *answer])
        except OSError:
            os._exit(0)  # the parent was killed; what is left in the buffer would be written again on the way out
        if outcome in {LAST, OUT_OF_MEMORY}:
            sys.exit(0)


def _answer(work: Work, question: Sequence[bytes]) -> Sequence[bytes]:
    try:
        return [DONE, *work(question)]
    except MemoryError:
        return [OUT_OF_MEMORY]
    except Exception as error:  # noqa: BLE001 - the parent tells of it
        return [FAULT, type(error).__name__.encode()]


def _bound_memory(count: int) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        resource.setrlimit(resource.RLIMIT_AS, (count, count))
    except (ValueError, OSError):
        # macOS takes no limit of address space below what a process has mapped (setrlimit(2)): time is bounded there.
        return


def _bound_cpu(seconds: int) -> None:
    """Let the kernel end the process (SIGXCPU) after so many seconds of CPU from now."""
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(time.process_time()) + seconds, hard))


def _is_spent(limits: ProcessLimits) -> bool:
    return _peak_bytes() > limits.bytes * SPENT_BYTES_SHARE


def _peak_bytes() -> int:
    """Most memory ever used, 0 where there is no /proc. Not getrusage's: that begins with what the parent had used."""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return 0
    peak = next((line for line in status.splitlines() if line.startswith("VmHWM:")), "VmHWM: 0 kB")
    return int(peak.split()[1]) * 1024
