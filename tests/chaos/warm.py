"""One warm parent that forks a child for each line it reads: what a fresh process would be, two seconds sooner.

The parent imports everything once and starts no thread. It prints `{"pid": …}` when a child has begun and
`{"pid": …, "exit": …, "events": […]}` when it has ended, however it has ended; children may run at the same time.
`WarmParent` is the other end.
"""

import contextlib
import importlib
import json
import os
import queue
import selectors
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NoReturn, Self

IMPORTED = "imported"
"""Event of a child: modules that it had to import on its way. The parent imports them, so that the next has them."""

MAX_READ_BYTES = 1 << 20

Job = Callable[[bytes, int], NoReturn]
"""What a child does with its line; its events go to the file descriptor, one JSON pair `[name, what]` a line."""


def serve(job: Job) -> None:
    """Fork a child for each line of standard input, until that ends."""
    with selectors.DefaultSelector() as selector:
        selector.register(sys.stdin, selectors.EVENT_READ, None)
        rest = b""
        while True:
            for key, _ in selector.select():
                if key.data is not None:
                    selector.unregister(key.fileobj)
                    _reap(*key.data)
                    continue
                if not (read := os.read(sys.stdin.fileno(), MAX_READ_BYTES)):
                    return
                *lines, rest = (rest + read).split(b"\n")
                for line in lines:
                    pid, told = _fork(job, line)
                    selector.register(told, selectors.EVENT_READ, (pid, told))


def _fork(job: Job, line: bytes) -> tuple[int, IO[bytes]]:
    out, into = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(out)
        job(line, into)
    os.close(into)
    _say({"pid": pid})
    return pid, os.fdopen(out, "rb")


def _reap(pid: int, told: IO[bytes]) -> None:
    """The child has told something or ended: children tell at their end only, so what is left is short."""
    with told:
        events = [json.loads(event) for event in told]
    _, status = os.waitpid(pid, 0)
    for name, modules in events:
        if name == IMPORTED:
            _import(modules)
    left = [event for event in events if event[0] != IMPORTED]
    _say({"pid": pid, "exit": os.waitstatus_to_exitcode(status), "events": left})


def _import(modules: list[str]) -> None:
    for name in modules:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)


def _say(what: dict[str, Any]) -> None:
    print(json.dumps(what), flush=True)  # noqa: T201 - the answer


@dataclass(frozen=True, slots=True)
class Ended:
    """The end of a child."""

    code: int
    """As of a process: negative for a signal."""
    events: list[tuple[str, Any]]


@dataclass(frozen=True, slots=True)
class Child:
    """A process on its way."""

    pid: int
    ended: "Future[Ended]"


class WarmParent:
    """A warm parent as a child process. A context manager; several threads may start children."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
        """`command` calls `serve`."""
        with log.open("ab") as errors:
            self._process = subprocess.Popen(
                list(command),
                env=dict(environment),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
            )
        self._begun: queue.Queue[Child | None] = queue.Queue()
        self._running: dict[int, Future[Ended]] = {}
        self._lock = threading.Lock()
        threading.Thread(target=self._listen, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()

    def start(self, line: bytes) -> Child:
        """Start a child. Raises RuntimeError where the parent has ended."""
        assert self._process.stdin is not None
        with self._lock:
            self._process.stdin.write(line)
            self._process.stdin.flush()
            child = self._begun.get()
        if child is None:
            raise RuntimeError("the warm parent has ended")
        return child

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            told = json.loads(line)
            if "exit" in told:
                events = [(name, what) for name, what in told["events"]]
                self._running.pop(told["pid"]).set_result(Ended(told["exit"], events))
            else:
                self._running[told["pid"]] = Future()
                self._begun.put(Child(told["pid"], self._running[told["pid"]]))
        for future in self._running.values():
            future.set_exception(RuntimeError("the warm parent has ended"))
        self._begun.put(None)
