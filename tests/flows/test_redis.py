"""Several Prefect servers over one PostgreSQL and one Redis, as docs/large-catalogues.md sets them up."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from prefect.settings import PREFECT_API_URL, temporary_settings

from blocks.jogg.pacing.limit import create_limit
from tests.benchmarks.orchestration.ground import recorded_task_runs
from tests.conftest import StartStudio, StudioProcess
from tests.postgres import run_postgres
from tests.prefect_server import PrefectServer, run_prefect_server
from tests.redis_server import run_redis

pytestmark = pytest.mark.long

ITEMS = 44
POSTS_PER_MINUTE = 60
"""Fewer than both runs want at once: without a count that they share the service would refuse some."""
STEPS = 4
"""Task runs of an item: nothing is corrected."""


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
    servers: list[PrefectServer], start_studio: StartStudio, tmp_path: Path
) -> None:
    studio = start_studio(posts_per_minute=POSTS_PER_MINUTE)
    with temporary_settings({PREFECT_API_URL: servers[0].api_url}):
        asyncio.run(create_limit(POSTS_PER_MINUTE))
    pages = [f"{studio.sample_urls()[n % 8]}?redis={n}" for n in range(ITEMS)]
    runs = [
        _make(server, studio, pages[part::2], tmp_path / "store", tmp_path / f"run-{part}")
        for part, server in enumerate(servers)
    ]
    assert [run.wait(240) for run in runs] == [0, 0]
    counters = studio.counters()
    assert (counters.rate_limited, counters.posts) == (0, 2 * ITEMS)
    assert sorted(counters.accepted.values()) == [1] * ITEMS
    assert len(list((tmp_path / "store" / "videos").rglob("*.mp4"))) == ITEMS
    assert [recorded_task_runs(server, STEPS * ITEMS) for server in servers] == [STEPS * ITEMS] * 2


def _make(
    server: PrefectServer, studio: StudioProcess, pages: list[str], store: Path, folder: Path
) -> "subprocess.Popen[bytes]":
    folder.mkdir()
    command = [str(Path(sys.executable).with_name("url2video")), "make", *pages]
    command += ["--to", str(store), "--base-url", studio.url]
    command += ["--posts-per-minute", str(POSTS_PER_MINUTE), "--shared-pace", "--poll-seconds", "0.5"]
    environment = os.environ | {"PREFECT_API_URL": server.api_url, "JOGG_API_KEY": studio.api_key}
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(command, env=environment, stdout=log, stderr=log)
