"""A real Prefect server for every area of tests."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from prefect.client.base import PrefectHttpxSyncClient

from tests.prefect_database import put_database

PROJECT = Path(__file__).parents[1]

SERVER_START_SECONDS = 150.0
"""On a loaded machine of two cores a start has taken over a minute."""

DATABASE = "PREFECT_SERVER_DATABASE_CONNECTION_URL"
"""Names another one than the SQLite file in the server's home."""

EVENT_SECONDS = 60.0

ANSWER_SECONDS = 90.0
"""Longer than a busy SQLite holds everybody up (60 s, docs/large-catalogues.md): what was not answered is asked again,
and a POST that was heard would be done twice."""

PATIENCE_SECONDS = 120.0
"""For what the server has to write: task runs travel as events, up to 20 s behind a run, and its SQLite may hold
everybody up for 60 s (docs/large-catalogues.md)."""


@dataclass
class PrefectServer:
    """A `prefect server start` of this project's environment."""

    api_url: str
    home: Path
    process: "subprocess.Popen[bytes]"

    def ask(self, method: str, path: str, **content: Any) -> Any:
        """Send a request to its API, for instance `"DELETE", "flow_runs/…"`; the answer's content.

        As the command line does: SQLite refuses a transaction (503) that has read before another one wrote,
        and Prefect's own client asks again.
        """
        answer = self._client.request(method, path, **content).raise_for_status()
        return answer.json() if answer.content else None

    def query(self, path: str, **body: Any) -> list[dict[str, Any]]:
        """POST to one of its filter endpoints, for instance `task_runs/filter`."""
        return list(self.ask("POST", path, json=body))

    def start_run(self, deployment_id: UUID | str, **parameters: Any) -> str:
        """Start a run of a deployment as the UI does; its id."""
        body = {"parameters": parameters, "state": {"type": "SCHEDULED"}}
        return str(self.ask("POST", f"deployments/{deployment_id}/create_flow_run", json=body)["id"])

    def events(self, resources: list[str]) -> list[dict[str, Any]]:
        """The events of these resources that it has written down, the newest first."""
        body = {"filter": {"resource": {"id": resources}}, "limit": 50}
        return list(self.ask("POST", "events/filter", json=body)["events"])

    def await_events(self, resources: list[str], count: int) -> list[dict[str, Any]]:
        """The same once there are so many: it writes them down some seconds after it has taken them."""
        until = time.monotonic() + EVENT_SECONDS
        while len(events := self.events(resources)) < count:
            if time.monotonic() > until:
                pytest.fail(f"only {len(events)} of {count} events came")
            time.sleep(0.1)
        return events

    def await_log(self, run_id: str, part: str) -> None:
        """Wait for a line of the run's log that has `part`: a run sends its lines in batches, the last when it ends."""
        until = time.monotonic() + EVENT_SECONDS
        while not any(
            part in line["message"] for line in self.query("logs/filter", logs={"flow_run_id": {"any_": [run_id]}})
        ):
            if time.monotonic() > until:
                pytest.fail(f"no line of the run's log has {part!r}")
            time.sleep(0.1)

    @cached_property
    def _client(self) -> PrefectHttpxSyncClient:
        return PrefectHttpxSyncClient(base_url=self.api_url, timeout=ANSWER_SECONDS)


@contextmanager
def run_prefect_server(
    home: Path, *options: str, environment: Mapping[str, str] | None = None
) -> Iterator[PrefectServer]:
    """Run a server with an empty home until the block ends, in the project's folder, whose prefect.toml it reads."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    # A run of this process that started a server of its own has left that one's settings (flows.runtime.own_server).
    inherited = {name: text for name, text in os.environ.items() if not name.startswith("PREFECT_SERVER_")}
    variables = inherited | {
        "PREFECT_HOME": str(home),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        **(environment or {}),
    }
    if DATABASE not in variables and not (home / "prefect.db").exists():
        put_database(home)
    log = home / "server.log"
    with log.open("wb") as output:
        command = [sys.executable, "-m", "prefect", "server", "start", "--port", str(port), *options]
        process = subprocess.Popen(command, env=variables, cwd=PROJECT, stdout=output, stderr=output)
    server = PrefectServer(variables["PREFECT_API_URL"], home, process)
    try:
        _await_health(server, log)
        yield server
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture(scope="session")
def prefect_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrefectServer]:
    """One server for all tests that share it."""
    with run_prefect_server(tmp_path_factory.mktemp("prefect")) as server:
        yield server


def _await_health(server: PrefectServer, log: Path) -> None:
    until = time.monotonic() + SERVER_START_SECONDS
    transport = httpx.HTTPTransport(retries=3)
    with httpx.Client(transport=transport, timeout=2) as client:
        while time.monotonic() < until and server.process.poll() is None:
            try:
                if client.get(f"{server.api_url}/health").is_success:
                    return
            except httpx.TransportError:
                if server.process.poll() is not None:
                    break
    pytest.fail(f"the Prefect server did not start:\n{log.read_text(errors='replace')[-4000:]}")
