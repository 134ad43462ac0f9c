"""Two runs over one catalogue and one store, started at the same time on two machines.

Each has a Prefect server of its own: one on SQLite can stand still for minutes when two runs start on it at once
(docs/large-catalogues.md), and the ledger, not Prefect, is what keeps them apart.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from blocks.ledger.state import ItemState
from blocks.store.destination import open_store
from tests.chaos.conftest import StartMake, check_visible, many_urls, records
from tests.conftest import StartStudio
from tests.prefect_server import PrefectServer, run_prefect_server
from tests.s3_servers import BUCKET

ITEMS = 20


@pytest.fixture(scope="module")
def second_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrefectServer]:
    """Of the other machine."""
    with run_prefect_server(tmp_path_factory.mktemp("second-prefect")) as server:
        yield server


@pytest.mark.parametrize("place", [pytest.param("folder", marks=pytest.mark.long), "s3"])
def test_two_runs_at_once_render_each_of_twenty_items_once_and_both_end_well(
    start_make: StartMake,
    second_server: PrefectServer,
    start_studio: StartStudio,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    place: str,
) -> None:
    studio = start_studio(render_seconds=0.5)
    to, environment, store = _place(place, request, tmp_path)
    urls = many_urls(studio, ITEMS, "two-runs")
    one = start_make(studio, urls, to, environment=environment)
    two = start_make(studio, urls, to, environment=environment, api_url=second_server.api_url)
    assert [one.end(), two.end()] == [0, 0], one.log.read_text()[-3000:] + two.log.read_text()[-3000:]
    counters = studio.counters()
    assert sum(counters.accepted.values()) == len(counters.accepted) == counters.credits == ITEMS
    assert sorted(one.states + two.states) == ["published"] * ITEMS + ["skipped"] * ITEMS
    assert {record.state for record in records(store)} == {ItemState.PUBLISHED}
    check_visible(store)


def _place(place: str, request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, dict[str, str], Any]:
    if place == "folder":
        to = str(tmp_path / "videos")
        return to, {}, open_store(to)
    ministack = request.getfixturevalue("ministack")
    return f"s3://{BUCKET}/two-runs", ministack.environment(), ministack.store("two-runs")
