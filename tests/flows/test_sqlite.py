"""make-videos with a Prefect server on SQLite, whose one writer everybody waits for."""

import asyncio
from collections.abc import Iterator

import pytest

from tests.benchmarks.orchestration.ground import recorded_task_runs
from tests.conftest import StudioProcess
from tests.flows.conftest import Make
from tests.prefect_server import PrefectServer, run_prefect_server

pytestmark = pytest.mark.long

ITEMS = 600
STEPS = 4
"""Task runs of an item: nothing is corrected."""


@pytest.fixture(scope="module")
def prefect_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrefectServer]:
    """In place of the shared one, and its log tells of every request that it refuses with 503."""
    told = {"PREFECT_SERVER_LOG_RETRYABLE_ERRORS": "true"}
    with run_prefect_server(tmp_path_factory.mktemp("prefect"), environment=told) as server:
        yield server


@pytest.mark.long
async def test_hundreds_of_items_are_run_again_at_once_and_nothing_is_refused(
    make: Make, studio: StudioProcess, prefect_server: PrefectServer
) -> None:
    pages = studio.sample_urls()
    urls = [f"{pages[n % len(pages)]}?sqlite={n}" for n in range(ITEMS)]
    run = await make(studio, urls)
    assert run.states == ["published"] * ITEMS
    posts = studio.counters().posts
    again = await make(studio, urls)
    assert again.states == ["skipped"] * ITEMS
    assert studio.counters().posts == posts
    assert await asyncio.to_thread(recorded_task_runs, prefect_server, ITEMS * STEPS) == ITEMS * STEPS
    log = (prefect_server.home / "server.log").read_text()
    assert "retryable exception" not in log
    assert "queue is full" not in log
