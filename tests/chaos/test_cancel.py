"""Cancelling a run in the Prefect UI while its renders are under way."""

import time
from pathlib import Path

import pytest

from blocks.ledger.state import ItemState
from blocks.store.local.folder import LocalFolder
from tests.chaos.conftest import StartMake, elapsed, many_urls, records
from tests.conftest import QUICK_SETTLEMENT, StartStudio
from tests.prefect_server import PrefectServer
from tests.work_pool import START_SECONDS, cancel, run_work_pool, store_credentials

ITEMS = 8
CANCEL_SECONDS = 20.0
"""Two seconds on a quiet machine: the worker hears of it, the run lets go of its claims and ends."""


@pytest.mark.long
def test_a_run_cancelled_among_its_renders_ends_soon_and_the_next_one_publishes_them(
    prefect_server: PrefectServer, start_studio: StartStudio, tmp_path: Path
) -> None:
    studio, to = start_studio(render_seconds=12), str(tmp_path / "videos")
    store = LocalFolder(to)
    parameters = {
        "what": {"urls": many_urls(studio, ITEMS, "cancelled")},
        "where": {"to": to, "service": {"credentials_block": store_credentials(prefect_server, studio)}},
        "advanced": {"poll_seconds": 0.2},
    }
    environment = {**QUICK_SETTLEMENT, "URL2VIDEO_FIRST_POLL_SECONDS": "0.1"}
    with run_work_pool(prefect_server, "cancelling", tmp_path, environment) as pool:
        run = pool.start_run(**parameters)
        await_rendering(store, ITEMS // 2)
        began = time.monotonic()
        pool.cancel(run)
        pool.await_state(run, "CANCELLED", seconds=CANCEL_SECONDS)
        print(f"cancelled after {elapsed(began):.1f} s")  # noqa: T201 - the figure, shown with -s
        left = records(store)
        assert {record.owner for record in left} == {None}
        accepted = set(studio.counters().accepted)
        assert accepted == {record.project_id for record in left if record.was_accepted}
        assert len(accepted) >= ITEMS // 2
        assert pool.await_state(pool.start_run(**parameters), "COMPLETED", "FAILED") == "COMPLETED"
    counters = studio.counters()
    assert sum(counters.accepted.values()) == len(counters.accepted) == counters.credits == ITEMS
    assert accepted <= set(counters.accepted)
    assert {record.state for record in records(store)} == {ItemState.PUBLISHED}


def test_a_run_of_the_command_line_cancelled_among_its_renders_ends_soon_as_cancelled(
    prefect_server: PrefectServer, start_make: StartMake, start_studio: StartStudio, tmp_path: Path
) -> None:
    studio, to = start_studio(render_seconds=30), str(tmp_path / "videos")
    urls, store = many_urls(studio, ITEMS, "by-hand"), LocalFolder(to)
    run = start_make(studio, urls, to)
    run.await_states("rendering", ITEMS // 2)
    running = {"state": {"type": {"any_": ["RUNNING"]}}}
    (found, *_) = prefect_server.query("flow_runs/filter", flow_runs=running, sort="START_TIME_DESC")
    began = time.monotonic()
    cancel(prefect_server, found["id"])
    assert run.end() == 130, run.log.read_text()[-3000:]
    print(f"cancelled after {elapsed(began):.1f} s")  # noqa: T201 - the figure, shown with -s
    assert elapsed(began) < CANCEL_SECONDS
    line = "url2video: Cancelled in the Prefect UI. The same command goes on from here."
    assert run.log.read_text().splitlines()[-1] == line
    assert prefect_server.ask("GET", f"flow_runs/{found['id']}")["state_type"] == "CANCELLED"
    left = records(store)
    assert {record.owner for record in left} == {None}
    accepted = set(studio.counters().accepted)
    assert accepted == {record.project_id for record in left if record.was_accepted}
    for render in accepted:
        studio.finish(render)
    again = start_make(studio, urls, to)
    again.await_states("rendering", ITEMS)
    for render in set(studio.counters().accepted) - accepted:
        studio.finish(render)
    assert again.end() == 0, again.log.read_text()[-3000:]
    assert sum(studio.counters().accepted.values()) == studio.counters().credits == ITEMS


def await_rendering(store: LocalFolder, count: int) -> None:
    """Wait until so many renders are accepted."""
    until = time.monotonic() + START_SECONDS
    while sum(record.state is ItemState.RENDERING for record in records(store)) < count:
        assert time.monotonic() < until, "the run did not start its renders"
        time.sleep(0.05)
