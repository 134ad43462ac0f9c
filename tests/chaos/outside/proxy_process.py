"""A fault proxy as a child process, and the orders that it takes."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Self

from tests.chaos.outside.rules import Rule

QUIET_SECONDS = 400.0
"""Longer than any rule holds a request, at the default time-outs too."""


class ProxyProcess:
    """`tests.chaos.outside.proxy` in front of a server on this machine. A context manager."""

    def __init__(self, port: int, journal: Path) -> None:
        self._lock = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.chaos.outside.proxy", "--to", str(port), "--journal", str(journal)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self.url = f"http://127.0.0.1:{self._answer()['port']}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def set_rules(self, rules: Iterable[Rule]) -> None:
        """Replace the rules; what was done is counted from here."""
        self._order(rules=[rule.to_json() for rule in rules])

    def forward_to(self, port: int) -> None:
        """Stand in front of another server."""
        self._order(to=port)

    def name_clients(self, processes: Iterable[int]) -> None:
        """Say which processes its rules may strike."""
        self._order(processes=list(processes))

    def fired(self) -> list[int]:
        """How often each of its rules has done its work, in their order."""
        return [int(count) for count in self._order()["fired"]]

    def held(self) -> int:
        """How many requests are held."""
        return int(self._order()["held"])

    def await_quiet(self) -> None:
        """Wait until no request is held any more."""
        until = time.monotonic() + QUIET_SECONDS
        while self.held():
            if time.monotonic() > until:
                raise TimeoutError("the proxy still holds requests")
            time.sleep(0.05)

    def _order(self, **order: Any) -> Any:
        assert self._process.stdin is not None
        with self._lock:
            self._process.stdin.write(json.dumps(order).encode() + b"\n")
            self._process.stdin.flush()
            return self._answer()

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the proxy has ended")
        return json.loads(line)
