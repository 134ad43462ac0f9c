"""The four ways of doing the job, and the environment that each runs in."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from tests.chaos.ground import run_environment
from tests.chaos.warm import WarmParent
from tests.prefect_server import PROJECT, PrefectServer
from tests.s3_servers import S3Server

DBOS = "dbos==3.4.0"
"""A dependency of this benchmark alone; uv installs it from PyPI into an environment of its own."""

PATIENT = {"URL2VIDEO_RESPONSE_SECONDS": "6", "URL2VIDEO_FIRST_POLL_SECONDS": "0.2", "URL2VIDEO_SETTLE_SECONDS": "6"}
"""Our settings: the wait for an answer that the other ways have, and a settle time for a service on this machine."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way. `module` runs in `python`."""

    name: str
    module: str
    python: tuple[str, ...] = (sys.executable,)

    def open(self, environment: Mapping[str, str], folder: Path) -> WarmParent:
        """Start its warm parent."""
        command = (
            *self.python,
            "-m",
            "tests.benchmarks.paid_once.warm_way",
            f"tests.benchmarks.paid_once.{self.module}",
        )
        return WarmParent(command, environment, folder / f"{self.module}.log")


def ways() -> tuple[Way, ...]:
    """All four."""
    packages = ("--with", DBOS, "--with", f"httpx=={version('httpx')}")
    own = ("uv", "run", "--isolated", "--no-project", "--python", sys.executable, *packages, "python")
    return (
        Way("textbook Prefect flow, retries=3", "textbook"),
        Way(f"DBOS {DBOS.partition('==')[2]}", "dbos_way", own),
        Way("task that stores the remote id", "remote_id"),
        Way("url2video", "ours"),
    )


def way_environment(folder: Path, server: PrefectServer, s3: S3Server) -> dict[str, str]:
    """The same for all; modules of the project are found from its folder."""
    path = os.pathsep.join(filter(None, [str(PROJECT), os.environ.get("PYTHONPATH", "")]))
    return run_environment(folder, server.api_url, s3) | PATIENT | {"PYTHONPATH": path}
