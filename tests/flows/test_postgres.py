"""make-videos with a Prefect server on PostgreSQL: what the largest catalogues run on."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from tests.conftest import StudioProcess
from tests.flows.conftest import Make
from tests.postgres import run_postgres
from tests.prefect_server import PATIENCE_SECONDS, PrefectServer, run_prefect_server

pytestmark = pytest.mark.long

ITEMS = 100
STEPS = 4
"""Task runs of an item: nothing is corrected."""


@pytest.fixture(scope="module")
def prefect_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrefectServer]:
    """In place of the shared one."""
    home = tmp_path_factory.mktemp("prefect")
    with run_postgres() as address:
        database = {"PREFECT_SERVER_DATABASE_CONNECTION_URL": address}
        with run_prefect_server(home, environment=database) as server:
            yield server


async def test_every_item_is_published_and_every_task_run_recorded(
    make: Make, studio: StudioProcess, prefect_server: PrefectServer
) -> None:
    pages = studio.sample_urls()
    run = await make(studio, [f"{pages[n % len(pages)]}?postgres={n}" for n in range(ITEMS)])
    assert run.state.is_completed(), run.state.message
    assert run.states == ["published"] * ITEMS
    flow_run = str(run.state.state_details.flow_run_id)
    async with asyncio.timeout(PATIENCE_SECONDS):
        while len(await asyncio.to_thread(recorded, prefect_server, flow_run)) < ITEMS * STEPS:  # noqa: ASYNC110 - the server tells
            await asyncio.sleep(0.5)
    log = (prefect_server.home / "server.log").read_text()
    assert "Traceback" not in log


def recorded(server: PrefectServer, flow_run: str) -> list[dict[str, Any]]:
    """The completed task runs of a run; the server gives 200 at a time."""
    wanted = {"flow_runs": {"id": {"any_": [flow_run]}}, "task_runs": {"state": {"type": {"any_": ["COMPLETED"]}}}}
    pages = (server.query("task_runs/filter", **wanted, limit=200, offset=offset) for offset in range(0, 1000, 200))
    return [each for page in pages for each in page]
