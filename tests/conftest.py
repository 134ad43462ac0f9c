"""A running studio for every area of tests: a process of its own, reached over HTTP only."""

import gc
import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import hypothesis
import pytest

import tests.certificates  # noqa: F401 - before Prefect, which looks once which certificates it is to trust
from tests.prefect_server import prefect_server
from tests.s3_servers import ministack, rclone
from tests.time_zone import in_tokyo

__all__ = ["in_tokyo", "ministack", "prefect_server", "rclone"]

os.environ.setdefault("STUDIO_VOICES", "light")
"""Kokoro's voices, which cost as much as the pictures, have tests of their own."""

START_SECONDS = 90.0
"""Well above the second a start takes: on a machine with a full load it has taken half a minute."""

API_KEY = "key-of-the-tests"

SERVERS = {
    "browser",
    "live",
    "ministack",
    "prefect_server",
    "rclone",
    "run_postgres",
    "run_prefect_server",
    "run_proxy",
    "run_receiver",
    "run_redis",
    "run_work_pool",
    "shared_studio",
    "shared_v2_studio",
    "start_make",
    "start_studio",
    "studio",
}
"""What starts a server or a run of its own: fixtures, and what test modules import to start one themselves."""

CONTROL = httpx.Client(timeout=30, verify=False, limits=httpx.Limits(max_keepalive_connections=0))
"""For the control face, which is plain HTTP: a client that reads the trusted certificates costs 0.1 s of CPU each
time. No connection is kept, as a studio may be killed in between."""


@dataclass(frozen=True, slots=True)
class Counters:
    """GET /studio/counters."""

    requests: dict[str, int]
    """ "POST /open/product" to a count."""
    accepted: dict[str, int]
    """Project id (v1, v2: video id) to its accepted renders."""
    accepted_by_name: dict[str, int]
    """Name of a video to its accepted renders."""
    previews: int
    credits: float
    products: int
    webhooks: dict[str, int]
    """State to how many deliveries."""
    rate_limited: int

    @property
    def posts(self) -> int:
        """All that the service's budget of POSTs counts, and what it refused."""
        return sum(count for name, count in self.requests.items() if name.startswith("POST"))

    @property
    def paid_twice(self) -> list[str]:
        """Projects and names that were rendered more than once."""
        counts = self.accepted | self.accepted_by_name
        return [key for key, renders in counts.items() if renders > 1]


class StudioProcess:
    """A studio server as a child process. Options are those of its command line with `_` for `-`."""

    def __init__(self, data: Path, *, environment: Mapping[str, str] | None = None, **options: Any) -> None:
        self.api_key: str = options.setdefault("api_key", API_KEY)
        options.setdefault("renderer", "instant")
        options.setdefault("posts_per_minute", 0)
        options.setdefault("test_controls", True)
        self.data = data
        self.log = data / "studio.log"
        self.url = ""
        self.console = ""
        """The address of its page with the token, as printed."""
        self._environment = dict(environment or {})
        self._options = options
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> "StudioProcess":
        """Start it and wait until it takes requests. After a stop it comes back on the same port and data."""
        self.data.mkdir(parents=True, exist_ok=True)
        port = self.url.rpartition(":")[2] or "0"
        command = [sys.executable, "-m", "studio", "--port", port, "--data", str(self.data)]
        for name, value in self._options.items():
            if name != "api_key" and value is not None and value is not False:
                command += [f"--{name.replace('_', '-')}"] + ([] if value is True else [str(value)])
        with self.log.open("ab") as log:
            environment = os.environ | {"STUDIO_API_KEY": self.api_key} | self._environment
            self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, env=environment)
        ready = self._ready(self._process)
        self.url, self.console = ready["url"], ready["console"]
        return self

    def _ready(self, process: "subprocess.Popen[bytes]") -> dict[str, str]:
        assert process.stdout is not None
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            ready = selector.select(START_SECONDS)
        line = process.stdout.readline() if ready else b""
        if not line:
            self.kill()
            pytest.fail(f"studio did not start:\n{self.log.read_text(errors='replace')}")
        told: dict[str, str] = json.loads(line)
        return told

    @property
    def pid(self) -> int:
        """Its process id."""
        assert self._process is not None
        return self._process.pid

    @property
    def is_running(self) -> bool:
        """It has not ended, by itself or by a signal."""
        return self._process is not None and self._process.poll() is None

    def set_option(self, **options: Any) -> None:
        """Change the command line of the next start."""
        self._options |= options

    def kill(self) -> None:
        """kill -9."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """SIGTERM; the exit code."""
        return self._end(signal.SIGTERM)

    def _end(self, number: signal.Signals) -> int:
        process, self._process = self._process, None
        if process is None:
            return 0
        process.send_signal(number)
        try:
            return process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            pytest.fail("studio did not stop within 10 s")
        finally:
            assert process.stdout is not None
            process.stdout.close()

    def client(self, **settings: Any) -> httpx.Client:
        """A client with the key."""
        settings.setdefault("headers", {"x-api-key": self.api_key})
        return httpx.Client(base_url=self.url, timeout=30, **settings)

    def viewer(self, **settings: Any) -> httpx.Client:
        """A browser in which the printed address was opened."""
        client = httpx.Client(base_url=self.url, timeout=30, **settings)
        client.get(self.console)
        return client

    def counters(self) -> Counters:
        """What clients did since the start."""
        return Counters(**CONTROL.get(f"{self.url}/studio/counters").raise_for_status().json())

    def add_faults(self, *faults: dict[str, Any]) -> None:
        """Add to the fault script, for instance `{"action": "drop_before", "path": "/open/product"}`."""
        CONTROL.post(f"{self.url}/studio/faults", json=list(faults)).raise_for_status()

    def fired_faults(self) -> list[tuple[dict[str, Any], int]]:
        """The fault script, each with the number of requests it has met."""
        script = CONTROL.get(f"{self.url}/studio/faults").raise_for_status().json()
        return [(each["fault"], each["fired"]) for each in script]

    def clear_faults(self) -> None:
        """Forget the fault script."""
        CONTROL.delete(f"{self.url}/studio/faults").raise_for_status()

    def finish(self, project_id: str) -> None:
        """Finish the newest render of a project now."""
        CONTROL.post(f"{self.url}/studio/renders/{project_id}/finish").raise_for_status()

    def finish_all(self) -> None:
        """Finish the newest render of every project now."""
        for project_id in self.counters().accepted:
            self.finish(project_id)

    def fail(self, project_id: str) -> None:
        """Fail the newest render of a project now."""
        CONTROL.post(f"{self.url}/studio/renders/{project_id}/fail").raise_for_status()

    def sample_urls(self) -> list[str]:
        """The product pages of its sample shop."""
        lines = CONTROL.get(f"{self.url}/samples/catalog.jsonl").raise_for_status().text.splitlines()
        return [json.loads(line)["url"] for line in lines]


StartStudio = Callable[..., StudioProcess]
_running: list[StudioProcess] = []


@pytest.fixture
def start_studio(tmp_path: Path) -> Iterator[StartStudio]:
    """Start studios with options of one's own: `start_studio(credits=3, render_seconds=0.5)`."""
    started: list[StudioProcess] = []

    def start(**options: Any) -> StudioProcess:
        process = StudioProcess(tmp_path / f"studio-{len(started)}", **options)
        started.append(process)
        _running.append(process)
        return process.start()

    yield start
    for process in started:
        process.kill()
        _running.remove(process)


@pytest.fixture(scope="session")
def shared_studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudioProcess]:
    """One instant studio for the whole run; take `studio` instead, which leaves no faults behind."""
    process = StudioProcess(tmp_path_factory.mktemp("studio"))
    _running.append(process)
    yield process.start()
    process.kill()
    _running.remove(process)


@pytest.fixture
def studio(shared_studio: StudioProcess) -> Iterator[StudioProcess]:
    """The shared studio with an empty fault script. Its counters go on from test to test: compare differences."""
    yield shared_studio
    shared_studio.clear_faults()


def _log_since(process: StudioProcess, began: float) -> str:
    recent = process.log.exists() and process.log.stat().st_mtime >= began
    return process.log.read_text(errors="replace")[-20_000:] if recent else ""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: "pytest.CallInfo[None]") -> Iterator[None]:
    """Show the log of every running studio under a failed test."""
    report = yield
    assert isinstance(item, pytest.Item)
    if report is not None and report.failed:
        for process in _running:
            if log := _log_since(process, time.time() - call.duration - 1):
                report.sections.append((f"log of studio at {process.url}", log))
    return report


hypothesis.settings.register_profile(
    "url2video", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
"""No time limits on examples: on a machine with a full load any of them may take a second."""
hypothesis.settings.load_profile("url2video")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Collect without looking for garbage, which takes as long again: what is imported stays."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as `fast` what takes no server and does not say itself that it takes long: the fast lane."""
    for item in items:
        assert isinstance(item, pytest.Function)
        if not SERVERS.isdisjoint((*item.fixturenames, *vars(item.module))):
            item.add_marker("server")
        if not any(item.get_closest_marker(name) for name in ("server", "slow", "long")):
            item.add_marker("fast")


QUICK_SETTLEMENT = {
    "URL2VIDEO_SETTLE_SECONDS": "1",
    "URL2VIDEO_RESPONSE_SECONDS": "15",
    "URL2VIDEO_LEASE_SECONDS": "12",
    "URL2VIDEO_HEARTBEAT_SECONDS": "3",
}
"""For runs whose lost requests are settled within a minute: a request of a killed run counts as unknown once its lease
and its longest exchange are over."""
