"""Several Prefect servers over one PostgreSQL and one Redis, as docs/large-catalogues.md sets them up."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from blocks.jogg.shared_limit import LIMIT_NAME
from tests.postgres import run_postgres
from tests.prefect_server import PrefectServer, run_prefect_server
from tests.redis_server import run_redis

pytestmark = pytest.mark.long

ITEMS = 44
POSTS_PER_MINUTE = 60
"""Fewer than both runs want at once: without a count that they share the service would refuse some."""
STEPS = 4
"""Task runs of an item: nothing is corrected."""
RECORDING_SECONDS = 120


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[list[PrefectServer]]:
    """Two that answer, and one process that does what has to be done once."""
    with ExitStack() as stack:
        database = stack.enter_context(run_postgres())
        settings = {"PREFECT_SERVER_DATABASE_CONNECTION_URL": database, **stack.enter_context(run_redis(tmp_path))}
        homes = [tmp_path / "first", tmp_path / "second"]
        for home in homes:
            home.mkdir()
        answering = [
            stack.enter_context(run_prefect_server(home, "--no-services", environment=settings)) for home in homes
        ]
        stack.enter_context(_services(tmp_path, settings))
        yield answering


@contextmanager
def _services(folder: Path, settings: dict[str, str]) -> Iterator[None]:
    command = [sys.executable, "-m", "prefect", "server", "services", "start"]
    environment = os.environ | settings | {"PREFECT_HOME": str(folder / "services")}
    with (folder / "services.log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)


def test_runs_at_different_servers_keep_one_pace_and_are_recorded(
    servers: list[PrefectServer], start_studio: Any, tmp_path: Path
) -> None:
    studio = start_studio(posts_per_minute=POSTS_PER_MINUTE)
    _create_limit(servers[0])
    pages = [f"{studio.sample_urls()[n % 8]}?redis={n}" for n in range(ITEMS)]
    runs = [
        _make(server, studio, pages[part::2], tmp_path / "store", tmp_path / f"run-{part}")
        for part, server in enumerate(servers)
    ]
    assert [run.wait(240) for run in runs] == [0, 0]
    counters = studio.counters()
    posts = sum(count for name, count in counters.requests.items() if name.startswith("POST"))
    assert (counters.rate_limited, posts) == (0, 2 * ITEMS)
    assert sorted(counters.accepted.values()) == [1] * ITEMS
    assert len(list((tmp_path / "store" / "videos").rglob("*.mp4"))) == ITEMS
    assert [_await_task_runs(server, STEPS * ITEMS) for server in servers] == [STEPS * ITEMS] * 2


def _create_limit(server: PrefectServer) -> None:
    limit = {"name": LIMIT_NAME, "limit": POSTS_PER_MINUTE, "slot_decay_per_second": 0}
    httpx.post(f"{server.api_url}/v2/concurrency_limits/", json=limit, timeout=30).raise_for_status()


def _make(server: PrefectServer, studio: Any, pages: list[str], store: Path, folder: Path) -> "subprocess.Popen[bytes]":
    folder.mkdir()
    command = [
        sys.executable,
        "-c",
        "from flows.cli import main; main()",
        "make",
        *pages,
        "--to",
        str(store),
        "--base-url",
        studio.url,
    ]
    command += ["--posts-per-minute", str(POSTS_PER_MINUTE), "--shared-pace", "--poll-seconds", "0.5"]
    environment = os.environ | {"PREFECT_API_URL": server.api_url, "JOGG_API_KEY": studio.api_key}
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(command, env=environment, stdout=log, stderr=log)


def _await_task_runs(server: PrefectServer, expected: int) -> int:
    """Count them, once there are as many as expected or the time for it is over: they travel as events."""
    until = time.monotonic() + RECORDING_SECONDS
    while True:
        answer = httpx.post(f"{server.api_url}/task_runs/count", json={}, timeout=60)
        count = int(answer.raise_for_status().json())
        if count >= expected or time.monotonic() > until:
            return count
        time.sleep(0.5)
