"""What the contenders run against: studio, a Prefect server, an S3 server, PostgreSQL; and how they are measured."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.conftest import API_KEY, StudioProcess
from tests.prefect_server import PATIENCE_SECONDS, PrefectServer, run_prefect_server
from tests.s3_servers import BUCKET, S3Server, run_ministack

UNLIMITED = 1_000_000
"""POSTs a minute, where pacing is not what is measured."""


@dataclass(frozen=True)
class Measured:
    """One run of a contender. Seconds, megabytes, and what it told."""

    cpu: float
    wall: float
    peak_mb: float
    told: dict[str, Any]


@dataclass
class Ground:
    """The servers of one benchmark, in a folder of their own."""

    folder: Path
    stack: ExitStack
    environment: dict[str, str] = field(default_factory=dict)

    def studio(self, **options: Any) -> StudioProcess:
        """Start a studio that renders instantly."""
        studio = StudioProcess(self.folder / f"studio-{uuid.uuid4().hex[:6]}", **options)
        self.stack.callback(studio.kill)
        return studio.start()

    def prefect(self, database: str = "") -> PrefectServer:
        """Start a Prefect server; SQLite unless `database` is the address of a PostgreSQL one."""
        home = self.folder / f"prefect-{uuid.uuid4().hex[:6]}"
        home.mkdir()
        extra = {"PREFECT_SERVER_DATABASE_CONNECTION_URL": database} if database else {}
        server = self.stack.enter_context(run_prefect_server(home, environment=extra))
        self.environment |= {"PREFECT_API_URL": server.api_url, "PREFECT_HOME": str(home)}
        return server

    def s3(self) -> S3Server:
        """Start an S3 server."""
        server = self.stack.enter_context(run_ministack())
        self.environment |= server.environment()
        return server

    def catalog(self, studio: StudioProcess, count: int) -> str:
        """A plain list of `count` product pages that no benchmark has seen yet."""
        path = self.folder / f"catalog-{uuid.uuid4().hex[:6]}.txt"
        pages = studio.sample_urls()
        mark = uuid.uuid4().hex[:6]
        path.write_text("".join(f"{pages[n % len(pages)]}?{mark}={n}\n" for n in range(count)))
        return str(path)

    def bucket(self) -> str:
        """A prefix in the S3 server that is still empty."""
        return f"s3://{BUCKET}/{uuid.uuid4().hex[:8]}"

    def start(self, contender: str, **asked: Any) -> "subprocess.Popen[str]":
        """Start a contender; `finish` awaits it."""
        asked = {"concurrency": 200, "poll_seconds": 0.5, "posts_per_minute": UNLIMITED} | asked
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.orchestration.contenders", contender],
            env=environment() | {"JOGG_API_KEY": API_KEY, "PREFECT_LOGGING_LEVEL": "WARNING"} | self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdin is not None
        process.stdin.write(json.dumps(asked))
        process.stdin.close()
        return process

    def run(self, contender: str, **asked: Any) -> Measured:
        """Run a contender to its end."""
        return finish(self.start(contender, **asked))


def environment() -> dict[str, str]:
    """This process's, in which Python keeps what it has compiled, as it does for users: it is no cost of a run."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def finish(process: "subprocess.Popen[str]") -> Measured:
    """Wait for a contender's end and read what it measured."""
    assert process.stdout is not None
    answer = process.stdout.read()
    if process.wait() != 0:
        raise SystemExit(f"a contender ended with {process.returncode}")
    told = json.loads(answer.splitlines()[-1])
    return Measured(told.pop("cpu"), told.pop("wall"), told.pop("peak_mb"), told)


@contextmanager
def ground() -> Iterator[Ground]:
    """A folder and no server yet; what is started ends with the block."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
        yield Ground(Path(folder), stack)


def server_faults(server: PrefectServer) -> list[str]:
    """Lines of the server's log that tell of a fault of its own."""
    text = (server.home / "server.log").read_text(errors="replace")
    words = ("Traceback", "database is locked", " 500 ", " 503 ")
    return [line for line in text.splitlines() if any(word in line for word in words)]


def recorded_task_runs(server: PrefectServer, expected: int = 0) -> int:
    """How many task runs the server knows. It lags behind the runs: waits until as many are there as expected."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        count = int(server.ask("POST", "task_runs/count", json={}))
        if count >= expected or time.monotonic() > until:
            return count
        time.sleep(1)


def spread(values: list[float], digits: int = 1) -> str:
    """Median and range of some measurements."""
    low, middle, high = min(values), statistics.median(values), max(values)
    return f"{middle:.{digits}f} ({low:.{digits}f} to {high:.{digits}f})"
