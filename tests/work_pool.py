"""A process work pool with the project's flows deployed to it, and a worker of one's own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from prefect import Flow
from prefect.settings import PREFECT_API_URL, temporary_settings
from pydantic import SecretStr

from blocks.jogg.credentials import JoggCredentials
from flows.make_videos import make_videos
from tests.conftest import StudioProcess
from tests.prefect_server import PROJECT, PrefectServer
from tests.processes import descendants_of

START_SECONDS = 150.0
"""For a worker to come online, or a run to be picked up, on a machine with a full load."""


@dataclass
class WorkPool:
    """A pool with a worker, and `make-videos` deployed to it."""

    name: str
    server: PrefectServer
    deployment_id: UUID
    worker: "subprocess.Popen[bytes]"
    log: Path

    def start_run(self, **parameters: Any) -> str:
        """Start a run; its id."""
        return self.server.start_run(self.deployment_id, **parameters)

    def cancel(self, run_id: str) -> None:
        """What the button in the UI does."""
        cancel(self.server, run_id)

    def state(self, run_id: str) -> str:
        """The run's state now, for instance `RUNNING`."""
        return str(self.server.ask("GET", f"flow_runs/{run_id}")["state_type"])

    def await_state(self, run_id: str, *wanted: str, seconds: float = START_SECONDS) -> str:
        """Wait until the run is in one of these states."""
        until = time.monotonic() + seconds
        while (state := self.state(run_id)) not in wanted:
            if time.monotonic() > until:
                pytest.fail(f"the run is {state}, not {wanted}:\n{self.log.read_text(errors='replace')[-4000:]}")
            time.sleep(0.1)
        return state


def cancel(server: PrefectServer, run_id: str) -> None:
    """Cancel a run as the button in the UI does."""
    state = {"type": "CANCELLING", "name": "Cancelling", "message": "Cancelled from the UI"}
    server.ask("POST", f"flow_runs/{run_id}/set_state", json={"state": state})


def store_credentials(server: PrefectServer, studio: StudioProcess) -> str:
    """Store a Jogg Credentials block for a studio, as a run of a deployment needs one; its name."""
    name = f"studio-{urlsplit(studio.url).port}"
    credentials = JoggCredentials(api_key=SecretStr(studio.api_key), base_url=studio.url, posts_per_minute=100_000)
    with temporary_settings({PREFECT_API_URL: server.api_url}):
        credentials.save(name, overwrite=True)
    return name


@contextmanager
def run_work_pool(
    server: PrefectServer, name: str, folder: Path, environment: dict[str, str], *options: str
) -> Iterator[WorkPool]:
    """Create the pool, deploy `make-videos` to it and run a worker until the block ends."""
    server.ask("POST", "work_pools/", json={"name": name, "type": "process"})
    with temporary_settings({PREFECT_API_URL: server.api_url}):
        source = make_videos.from_source(source=str(PROJECT), entrypoint="flows/make_videos.py:make_videos")
        assert isinstance(source, Flow)
        deployment_id = source.deploy(
            name, work_pool_name=name, build=False, push=False, print_next_steps=False, ignore_warnings=True
        )
    assert isinstance(deployment_id, UUID)
    with run_worker(server, name, folder, environment, *options) as worker:
        yield WorkPool(name, server, deployment_id, worker, folder / "worker.log")


@contextmanager
def run_worker(
    server: PrefectServer, name: str, folder: Path, environment: dict[str, str], *options: str
) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a worker of a pool until the block ends; it leads a process group with the runs it starts."""
    folder.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "prefect", "worker", "start", "--pool", name, "--type", "process"]
    command += options
    with (folder / "worker.log").open("wb") as output:
        worker = subprocess.Popen(
            command,
            cwd=folder,
            env=os.environ | _worker_settings(server, folder) | environment,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        yield worker
    finally:
        worker.send_signal(signal.SIGINT)
        try:
            worker.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()


def kill_with_its_runs(worker: int) -> None:
    """SIGKILL a worker and all that it started at once, as the end of its machine does."""
    # Its runs lead sessions of their own. All are found before the first is gone.
    for pid in [worker, *descendants_of(worker)]:
        os.kill(pid, signal.SIGKILL)


def _worker_settings(server: PrefectServer, folder: Path) -> dict[str, str]:
    return {
        "PREFECT_API_URL": server.api_url,
        "PREFECT_HOME": str(folder / "home"),
        # It asks for runs every 10 s otherwise.
        "PREFECT_WORKER_QUERY_SECONDS": "1",
    }
