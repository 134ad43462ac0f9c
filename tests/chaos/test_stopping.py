"""Stopping `url2video make` in the middle, politely and not, and taking its Prefect server away."""

import signal
import time
from pathlib import Path

import pytest

from blocks.ledger.state import ItemState
from blocks.store.local.folder import LocalFolder
from tests.chaos.conftest import MakeProcess, StartMake, check_visible, elapsed, many_urls, records
from tests.conftest import StartStudio, StudioProcess
from tests.prefect_server import run_prefect_server
from tests.s3_servers import free_port

ITEMS = 4
MANY_ITEMS = 30
"""Whose claims, payments and renders begin all at once."""

STOP_SECONDS = 15.0
"""A pod is given 30 s between SIGTERM and SIGKILL (Kubernetes, terminationGracePeriodSeconds)."""

AS_LONG_AS_NEEDED = 600
"""Seconds of a render that the test finishes by itself."""

PAID = {ItemState.RENDERING, ItemState.PUBLISHED}


def check_goes_on_without_paying(
    start_make: StartMake, studio: StudioProcess, urls: list[str], store: LocalFolder, to: str
) -> None:
    """The next run publishes everything and renders only what was never accepted."""
    before = studio.counters()
    check_visible(store)
    owned = {record.project_id for record in records(store)}
    assert set(before.accepted) <= owned
    again = start_make(studio, urls, to)
    assert again.end() == 0, again.log.read_text()[-3000:]
    after = studio.counters()
    assert set(before.accepted) <= set(after.accepted)
    assert sum(after.accepted.values()) == after.credits == len(urls)
    assert {record.state for record in records(store)} == {ItemState.PUBLISHED}


@pytest.mark.parametrize(
    ("number", "code"),
    [
        pytest.param(signal.SIGINT, 130, id="SIGINT", marks=pytest.mark.long),
        pytest.param(signal.SIGTERM, -signal.SIGTERM, id="SIGTERM", marks=pytest.mark.long),
        pytest.param(signal.SIGKILL, -signal.SIGKILL, id="SIGKILL", marks=pytest.mark.long),
    ],
)
def test_stopped_while_renders_are_waited_for_the_next_run_collects_them(
    start_make: StartMake, start_studio: StartStudio, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    studio, to = start_studio(render_seconds=AS_LONG_AS_NEEDED), str(tmp_path / "videos")
    urls, store = many_urls(studio, ITEMS, "stopped"), LocalFolder(to)
    run = start_make(studio, urls, to)
    run.await_states("rendering", ITEMS)
    assert stop(run, number) == code, run.log.read_text()[-3000:]
    assert {record.state for record in records(store)} == {ItemState.RENDERING}
    if number != signal.SIGKILL:
        assert {record.owner for record in records(store)} == {None}
    studio.finish_all()
    check_goes_on_without_paying(start_make, studio, urls, store, to)


@pytest.mark.parametrize(
    "signals",
    [
        pytest.param([signal.SIGINT], id="SIGINT", marks=pytest.mark.long),
        pytest.param([signal.SIGINT, signal.SIGINT], id="SIGINT twice"),
        pytest.param([signal.SIGTERM], id="SIGTERM", marks=pytest.mark.long),
    ],
)
def test_stopped_while_the_ledger_is_written_no_claim_is_left(
    start_make: StartMake, start_studio: StartStudio, tmp_path: Path, signals: list[signal.Signals]
) -> None:
    studio, to = start_studio(render_seconds=8), str(tmp_path / "videos")
    urls, store = many_urls(studio, MANY_ITEMS, "written"), LocalFolder(to)
    run = start_make(studio, urls, to)
    run.await_states("submitting", MANY_ITEMS // 3)
    stop(run, *signals)
    assert {record.owner for record in records(store)} == {None}
    assert {record.state for record in records(store)} <= {
        ItemState.PLANNED,
        ItemState.SUBMITTING,
        ItemState.RENDERING,
    }


@pytest.mark.parametrize(
    "number",
    [pytest.param(signal.SIGINT, id="SIGINT", marks=pytest.mark.long), pytest.param(signal.SIGTERM, id="SIGTERM")],
)
def test_stopped_while_the_paid_answer_is_on_its_way_the_next_run_adopts_the_render(
    start_make: StartMake, start_studio: StartStudio, tmp_path: Path, number: signal.Signals
) -> None:
    studio, to = start_studio(), str(tmp_path / "videos")
    studio.add_faults({"action": "delay", "seconds": 20, "times": ITEMS, "method": "POST", "path": "/open/project"})
    urls, store = many_urls(studio, ITEMS, "on-its-way"), LocalFolder(to)
    run = start_make(studio, urls, to)
    run.await_states("submitting", ITEMS)
    stop(run, number)
    studio.clear_faults()
    check_goes_on_without_paying(start_make, studio, urls, store, to)


@pytest.mark.long
def test_stopped_while_videos_are_copied_nothing_half_written_is_seen(
    start_make: StartMake, start_studio: StartStudio, tmp_path: Path
) -> None:
    studio, to = start_studio(), str(tmp_path / "videos")
    studio.add_faults({"action": "delay", "seconds": 8, "times": 100, "method": "GET", "path": "/media/"})
    urls, store = many_urls(studio, ITEMS, "copied"), LocalFolder(to)
    run = start_make(studio, urls, to)
    run.await_states("rendering", ITEMS)
    assert stop(run, signal.SIGINT) == 130
    assert not list(Path(to).rglob("*.part"))
    studio.clear_faults()
    check_goes_on_without_paying(start_make, studio, urls, store, to)


@pytest.mark.long
def test_a_prefect_server_that_goes_away_costs_no_video(
    start_make: StartMake, start_studio: StartStudio, tmp_path: Path
) -> None:
    studio, to = start_studio(render_seconds=AS_LONG_AS_NEEDED), str(tmp_path / "videos")
    urls, store = many_urls(studio, ITEMS, "server-gone"), LocalFolder(to)
    home = tmp_path / "prefect"
    home.mkdir()
    with run_prefect_server(home, "--no-services") as server:
        # Its own client tries for a minute to tell of the run's end: here, for seconds.
        run = start_make(studio, urls, to, api_url=server.api_url, environment={"PREFECT_CLIENT_MAX_RETRIES": "1"})
        run.await_states("rendering", ITEMS)
        server.process.kill()
        server.process.wait()
        studio.finish_all()
        assert run.end() == 0, run.log.read_text()[-3000:]
    assert run.states == ["published"] * ITEMS
    assert "The Prefect server can't be reached" in run.log.read_text()
    check_goes_on_without_paying(start_make, studio, urls, store, to)


def test_a_prefect_server_that_is_not_there_is_told_in_a_line_and_nothing_is_sent(
    start_make: StartMake, start_studio: StartStudio, tmp_path: Path
) -> None:
    studio = start_studio()
    gone = f"http://127.0.0.1:{free_port()}/api"
    urls = many_urls(studio, 1, "no-server")
    environment = {"PREFECT_CLIENT_MAX_RETRIES": "0"}
    run = start_make(studio, urls, str(tmp_path / "videos"), api_url=gone, environment=environment)
    assert run.end() == 2
    assert "Traceback" not in run.log.read_text()
    assert "url2video: The Prefect server can't be reached" in run.log.read_text()
    assert studio.counters().products == 0


def stop(run: MakeProcess, *numbers: signal.Signals) -> int:
    """Send the signals, one right after another; the exit code of a run that ends in time."""
    began = time.monotonic()
    for number in numbers:
        run.signal(number)
    code = run.end()
    assert elapsed(began) < STOP_SECONDS
    return code
