"""The parent's side of processes that read what strangers sent: started when needed, kept, replaced when they end."""

import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from enum import StrEnum

from bounds.confined import DONE, FAULT, OUT_OF_MEMORY
from bounds.limits import ProcessLimits
from bounds.message import MessageError, Part, read_message, write_message

ATTEMPTS = 2
"""A process that died may have been killed from outside: the work gets one more chance, not endlessly many."""

PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "PYTHONDONTWRITEBYTECODE")
"""Variables that a child gets. All others stay here, keys and addresses among them: whoever takes a decoder over finds
nothing."""

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
"""Numeric libraries that start a thread for every core take their stacks out of the memory that is allowed."""


def child_environment() -> dict[str, str]:
    """Return what a child starts with: the modules that the parent finds, and none of its secrets."""
    passed = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return passed | ONE_THREAD | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


class Failure(StrEnum):
    """Why there is no answer."""

    TIME = "it took too long"
    MEMORY = "it took too much memory"
    CRASH = "the reading process died"
    FAULT = "the reading process failed"


class ChildFailedError(Exception):
    """A piece of work that came to nothing, and why; `detail` names the exception of a fault."""

    def __init__(self, failure: Failure, detail: str = "") -> None:
        """Keep both."""
        super().__init__(f"{failure}{f' ({detail})' if detail else ''}")
        self.failure = failure
        self.detail = detail


class ChildPool:
    """Up to `size` processes that run `module`, which calls `bounds.confined.serve`. For any number of threads."""

    def __init__(self, module: str, size: int, limits: ProcessLimits) -> None:
        """Start nothing yet."""
        self._module = module
        self._limits = limits
        self._free: queue.LifoQueue[_Child | None] = queue.LifoQueue()
        for _ in range(size):
            self._free.put(None)
        self._running: set[_Child] = set()
        self._is_closed = False

    def ask(self, *parts: Part) -> list[bytes]:
        """Have a piece of work done, when a process is free, and return the parts of its answer.

        Raises:
            ChildFailedError: it broke a limit, or the process died at it twice.
        """
        child = self._free.get()
        try:
            for _ in range(ATTEMPTS):
                with contextlib.suppress(_DiedError):
                    child = self._fresh(child)
                    return child.ask(parts, self._limits.seconds)
            raise ChildFailedError(Failure.CRASH)
        finally:
            self._free.put(child)

    def start(self) -> None:
        """Start a process ahead of its first work, where none is running."""
        child = self._free.get()
        try:
            child = child or self._fresh(None)
        finally:
            self._free.put(child)

    def close(self) -> None:
        """End all processes at once, those at work too; nothing can be asked afterwards."""
        self._is_closed = True
        for child in list(self._running):
            child.kill()

    def _fresh(self, child: "_Child | None") -> "_Child":
        if child is not None and child.is_alive:
            return child
        if child is not None:
            self._running.discard(child)
            child.end()
        if self._is_closed:
            raise _DiedError
        started = _Child(self._module)
        self._running.add(started)
        if self._is_closed:
            started.kill()
        return started


class _DiedError(Exception):
    """The process is gone without an answer, and without having broken a limit."""


class _Child:
    """One process."""

    def __init__(self, module: str) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter, a module of ours
            # -P: nothing is imported from the folder that the parent happens to run in.
            [sys.executable, "-P", "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=child_environment(),
            # Ctrl-C in a terminal reaches the parent alone, whose end is the child's.
            start_new_session=True,
        )
        self.is_alive = True

    def ask(self, parts: Sequence[Part], seconds: float) -> list[bytes]:
        late = threading.Event()
        clock = threading.Timer(seconds, self._end_late, (late,))
        clock.daemon = True
        clock.start()
        self.is_alive = False
        try:
            outcome, *answer = self._exchange(parts)
        except (MessageError, OSError):
            if late.is_set() or self._process.wait() == -signal.SIGXCPU:
                raise ChildFailedError(Failure.TIME) from None
            raise _DiedError from None
        finally:
            clock.cancel()
        self.is_alive = outcome in {DONE, FAULT} and not late.is_set()
        if outcome == OUT_OF_MEMORY:
            raise ChildFailedError(Failure.MEMORY)
        if outcome == FAULT:
            raise ChildFailedError(Failure.FAULT, answer[0].decode("ascii", "replace"))
        return answer

    def kill(self) -> None:
        self._process.kill()

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()

    def _exchange(self, parts: Sequence[Part]) -> list[bytes]:
        if self._process.stdin is None or self._process.stdout is None:
            raise MessageError("no pipes")
        write_message(self._process.stdin, parts)
        return read_message(self._process.stdout)

    def _end_late(self, late: threading.Event) -> None:
        late.set()
        self._process.kill()
