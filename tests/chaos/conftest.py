"""`url2video make` as a process of its own, and what a reader of the store and of the account then sees."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from blocks.delivery.probe import VideoProbe
from blocks.ledger.record import RenderRecord
from blocks.store.store import VideoStore
from tests.conftest import QUICK_SETTLEMENT, StudioProcess
from tests.ledger_stores import readable_records
from tests.prefect_server import PrefectServer

END_SECONDS = 100.0
"""For a whole run on a machine with a full load."""


@dataclass
class MakeProcess:
    """A run of `url2video make --json`."""

    process: "subprocess.Popen[str]"
    log: Path
    events: list[dict[str, Any]] = field(default_factory=list)

    def await_states(self, state: str, count: int) -> None:
        """Read on until so many items have been in a state."""
        while len({event["fingerprint"] for event in self.events if event.get("state") == state}) < count:
            assert self._read(), f"the run ended early:\n{self.log.read_text()[-4000:]}"

    def signal(self, number: signal.Signals) -> None:
        """Send a signal."""
        self.process.send_signal(number)

    def end(self, seconds: float = END_SECONDS) -> int:
        """Read to the end; the exit code."""
        while self._read():
            pass
        return self.process.wait(seconds)

    @property
    def states(self) -> list[str]:
        """How its items ended."""
        return sorted(event["state"] for event in self.events if event["event"] == "ended")

    def _read(self) -> bool:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if line:
            self.events.append(json.loads(line))
        return bool(line)


StartMake = Callable[..., MakeProcess]


@pytest.fixture
def start_make(prefect_server: PrefectServer, tmp_path: Path) -> Iterator[StartMake]:
    """Start runs: `start_make(studio, urls, to, "--option", …, api_url=…, environment=…)`."""
    started: list[subprocess.Popen[str]] = []

    def start(
        studio: StudioProcess,
        urls: list[str],
        to: str,
        *options: str,
        api_url: str = prefect_server.api_url,
        environment: dict[str, str] | None = None,
    ) -> MakeProcess:
        catalog = tmp_path / "catalog.txt"
        catalog.write_text("\n".join(urls))
        log = tmp_path / f"make-{len(started)}.log"
        command = [str(Path(sys.executable).with_name("url2video")), "make", "--json", "--verbose"]
        command += ["--catalog", str(catalog), "--to", to, "--base-url", studio.url]
        command += ["--posts-per-minute", "100000", "--poll-seconds", "0.2", *options]
        with log.open("w") as errors:
            process = subprocess.Popen(
                command,
                env=os.environ
                | {
                    "JOGG_API_KEY": studio.api_key,
                    "PREFECT_API_URL": api_url,
                    "PREFECT_HOME": str(tmp_path / "home"),
                    **QUICK_SETTLEMENT,
                    "URL2VIDEO_FIRST_POLL_SECONDS": "0.1",
                }
                | (environment or {}),
                cwd=tmp_path,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
        started.append(process)
        return MakeProcess(process, log)

    yield start
    for process in started:
        process.kill()
        process.communicate()


def many_urls(studio: StudioProcess, count: int, name: str) -> list[str]:
    """So many product pages that no other test asks for."""
    pages = studio.sample_urls()[:6]
    return [f"{pages[number % 6]}?{name}={number}" for number in range(count)]


def records(store: VideoStore) -> list[RenderRecord]:
    """The ledger."""
    return readable_records(store)


def check_visible(store: VideoStore) -> None:
    """Every video that is visible is whole."""
    for key in store.list("videos/"):
        if key.endswith(".mp4"):
            stored = store.read(key)
            assert stored is not None
            probe = VideoProbe()
            probe.feed(stored.body)
            probe.finish()


def elapsed(began: float) -> float:
    """Seconds since a moment of the monotonic clock."""
    return time.monotonic() - began
