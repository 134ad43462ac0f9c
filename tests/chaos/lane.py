"""A lane: a warm runner beside the ground that the rounds go over in turn."""

import contextlib
import sys
import time
from concurrent.futures import TimeoutError as NotYet
from pathlib import Path
from typing import Self

from tests.chaos.ground import Ground, run_environment
from tests.chaos.runner import Attempt
from tests.chaos.warm import Ended, WarmParent
from tests.conftest import QUICK_SETTLEMENT
from tests.s3_servers import S3Server

ATTEMPT_SECONDS = 150.0
"""Longer than any retries of an attempt add up to."""


class Lane(Ground):
    """Runs attempts. A context manager: it owns its processes and works below `folder`."""

    def __init__(self, folder: Path, prefect_api: str, s3: S3Server) -> None:
        super().__init__(folder, s3)
        self._environment = run_environment(folder, prefect_api, s3) | {
            **QUICK_SETTLEMENT,
            "URL2VIDEO_FIRST_POLL_SECONDS": "0.1",
        }
        self._runners = contextlib.ExitStack()

    def __enter__(self) -> Self:
        super().__enter__()
        command = (sys.executable, "-m", "tests.chaos.runner")
        parent = WarmParent(command, self._environment, self._folder / "runner.log")
        self._runner = self._runners.enter_context(parent)
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._runners.close()
        super().__exit__(*exc_info)

    def run(self, attempt: Attempt) -> Ended:
        """Run an attempt and keep the service alive meanwhile; returns how it ended."""
        child = self._runner.start(attempt.to_line())
        until = time.monotonic() + ATTEMPT_SECONDS
        while time.monotonic() < until:
            with contextlib.suppress(NotYet):
                ended = child.ended.result(0.1)
                self.revive()
                return ended
            self.revive()
        raise TimeoutError(f"an attempt took longer than {ATTEMPT_SECONDS:.0f} s")
