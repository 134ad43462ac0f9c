"""A deployed url2video: a server set up by `url2video setup` and `prefect deploy --all`, and a process worker."""

import json
import os
import shutil
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from blocks.ledger.record import RenderRecord
from blocks.store.local.folder import LocalFolder
from flows.catalog.published import PUBLISHED
from tests.conftest import QUICK_SETTLEMENT, StudioProcess
from tests.ledger_stores import readable_records
from tests.prefect_server import PROJECT, PrefectServer
from tests.work_pool import run_worker

STEP_SECONDS = 120.0
"""For one step on a machine with a full load: a run's process takes some seconds to start, a worker as well."""

PUBLISHED_SECONDS = 150.0 + STEP_SECONDS
"""For the run of what a shop has published: the deployment's `schedule_after`."""

SCHEDULE_SECONDS = 60.0 + STEP_SECONDS
"""For a run that a schedule starts: the next minute has to come."""

ENDED = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}
SCRIPTS = Path(sys.executable).parent


@dataclass
class Walk:
    """The project in a folder of its own, deployed as it is."""

    folder: Path
    server: PrefectServer
    environment: dict[str, str]

    def run(self, *command: str) -> str:
        """Run a console script to its good end; what it printed."""
        path = str(SCRIPTS / command[0])
        done = subprocess.run(
            [path, *command[1:]], cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def worker(self) -> AbstractContextManager["subprocess.Popen[bytes]"]:
        """A process worker, until the block ends."""
        return run_worker(self.server, "url2video", self.folder, self.environment)

    def publish(self, *products: dict[str, Any]) -> None:
        """Emit an event for each product as a shop would."""
        publish(self.server, *products)

    def deployment(self, name: str) -> dict[str, Any]:
        """A deployment by its name, `make-videos/product`."""
        return dict(self.server.ask("GET", f"deployments/name/{name}"))

    def start(self, name: str, **parameters: Any) -> str:
        """Start a run of a deployment; its id."""
        return self.server.start_run(self.deployment(name)["id"], **parameters)

    @contextmanager
    def every_minute(self, name: str, **parameters: Any) -> Iterator[None]:
        """Enable the schedule of a deployment as the UI does, only faster, until the block ends."""
        deployment = self.deployment(name)
        (schedule,) = deployment["schedules"]
        path = f"deployments/{deployment['id']}/schedules/{schedule['id']}"
        often = {"active": True, "schedule": {"cron": "* * * * *"}, "parameters": parameters}
        self.server.ask("PATCH", path, json=often)
        # The server looks at deployments that have changed every 5 s, at the others once a minute.
        self.server.ask("PATCH", f"deployments/{deployment['id']}", json={"paused": False})
        try:
            yield
        finally:
            self.server.ask("PATCH", path, json={"active": False})

    def runs(self, name: str) -> list[dict[str, Any]]:
        """The runs of a deployment, in the order in which they were made."""
        deployments = {"name": {"any_": [name]}}
        return self.server.query("flow_runs/filter", deployments=deployments, sort="EXPECTED_START_TIME_ASC")

    def await_run(
        self, name: str, number: int = 0, states: set[str] = ENDED, seconds: float = STEP_SECONDS
    ) -> dict[str, Any]:
        """Wait until the deployment's run of this number is in one of these states."""
        until = time.monotonic() + seconds
        while len(runs := self.runs(name)) <= number or runs[number]["state_type"] not in states:
            if time.monotonic() > until:
                pytest.fail(f"{name}: {[run['state'] for run in runs]}\n{self.log[-6000:]}")
            time.sleep(0.2)
        return runs[number]

    @property
    def log(self) -> str:
        """Of the worker and its runs."""
        log = self.folder / "worker.log"
        return log.read_text(errors="replace") if log.exists() else ""

    @property
    def records(self) -> list[RenderRecord]:
        """The ledger."""
        return readable_records(LocalFolder(str(self.folder / "videos")))

    @property
    def videos(self) -> list[Path]:
        """What is in the store."""
        return sorted((self.folder / "videos").rglob("*.mp4"))

    def sidecar(self) -> dict[str, Any]:
        """Of the only video."""
        (video,) = self.videos
        return dict(json.loads(video.with_suffix(".json").read_text()))


def publish(server: PrefectServer, *products: dict[str, Any]) -> None:
    """Emit the event of a shop that has published each of these, all at once."""
    happened = {"event": PUBLISHED, "occurred": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())}
    events = [
        {"id": str(uuid.uuid4()), "resource": {"prefect.resource.id": f"shop.product.{number}"}, "payload": product}
        for number, product in enumerate(products)
    ]
    server.ask("POST", "events", json=[event | happened for event in events])


@contextmanager
def deployed(server: PrefectServer, studio: StudioProcess, folder: Path, **environment: str) -> Iterator[Walk]:
    """Copy the project, set the server up for this studio and deploy all."""
    project = folder / "project"
    for name in ("flows", "blocks", "bounds"):
        shutil.copytree(PROJECT / name, project / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PROJECT / "prefect.yaml", project)
    variables = {
        "PREFECT_API_URL": server.api_url,
        "PREFECT_HOME": str(folder / "home"),
        "JOGG_API_KEY": studio.api_key,
        **QUICK_SETTLEMENT,
        "URL2VIDEO_FIRST_POLL_SECONDS": "0.1",
        "PWD": str(project),
    }
    walk = Walk(project, server, os.environ | variables | environment)
    walk.run("url2video", "setup", "--base-url", studio.url, "--posts-per-minute", "100000")
    walk.run("prefect", "--no-prompt", "deploy", "--all")
    yield walk
