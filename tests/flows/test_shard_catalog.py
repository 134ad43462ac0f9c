"""shard-catalog: several workers on one pool, one of which is killed; every video is made and paid once."""

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.settings import PREFECT_API_URL, temporary_settings

from blocks.errors import ConfigurationError
from blocks.store.local.folder import LocalFolder
from flows.cli.automations import apply, notifications
from flows.runtime.settings import ServiceChoice
from flows.shard_catalog import absolute, shard_catalog
from flows.shards import run as shard_run
from tests.conftest import QUICK_SETTLEMENT, StartStudio, StudioProcess
from tests.ledger_stores import readable_records
from tests.notifications import add_notification_block, await_told, fail_a_batch, told_people
from tests.parameters import in_groups
from tests.postgres import run_postgres
from tests.prefect_server import PrefectServer, run_prefect_server
from tests.work_pool import kill_with_its_runs, run_work_pool, run_worker, store_credentials


@pytest.fixture
def large_server(tmp_path: Path) -> Iterator[PrefectServer]:
    """On PostgreSQL, which a catalogue of hundreds on several workers needs."""
    with run_postgres() as address:
        database = {"PREFECT_SERVER_DATABASE_CONNECTION_URL": address}
        home = tmp_path / "server"
        home.mkdir()
        with run_prefect_server(home, environment=database) as server:
            yield server


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Short leases, so that a killed run's claims are free again soon."""
    monkeypatch.setattr(shard_run, "POLL_SECONDS", 0.5)
    monkeypatch.setenv("URL2VIDEO_LEASE_SECONDS", "8")
    monkeypatch.setenv("URL2VIDEO_HEARTBEAT_SECONDS", "1")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def at_server(prefect_server: PrefectServer, quick: None) -> Iterator[None]:  # noqa: ARG001 - its settings
    with temporary_settings({PREFECT_API_URL: prefect_server.api_url}):
        yield


def check_a_killed_worker_costs_nothing(
    server: Any, start_studio: StartStudio, monkeypatch: pytest.MonkeyPatch, folder: Path, *, items: int, shards: int
) -> None:
    """Run a catalogue on two workers, kill one and the runs under it among the renders, and count what was paid."""
    studio = start_studio(render_seconds=5)
    pages = studio.sample_urls()
    catalog = folder / "catalog.txt"
    catalog.write_text("".join(f"{pages[n % len(pages)]}?item={n}\n" for n in range(items)))
    environment = worker_settings(studio) | {"PREFECT_HOME": str(folder / "home")}
    monkeypatch.setenv("JOGG_API_KEY", studio.api_key)
    pool = f"shards-{items}"
    with ExitStack() as stack:
        each = ("--limit", str(shards // 2))
        stack.enter_context(run_work_pool(server, pool, folder / "one", environment, *each))
        doomed = stack.enter_context(run_worker(server, pool, folder / "two", environment, *each))

        def kill() -> None:
            store = LocalFolder(folder / "videos")
            while not all_at_work(store, shards, studio, items):
                time.sleep(0.1)
            kill_with_its_runs(doomed.pid)

        killing = threading.Thread(target=kill, daemon=True)
        killing.start()
        state = make(
            catalog=str(catalog),
            to="videos",
            service=ServiceChoice(credentials_block=store_credentials(server, studio)),
            poll_seconds=0.5,
            shards=shards,
            deployment=f"make-videos/{pool}",
        )
        killing.join(1)
    counters = studio.counters()
    assert state.is_completed(), f"{state.name}: {state.message}"
    assert state.message == f"{items} items: {items} published. {items} credits taken in this run."
    assert sum(counters.accepted.values()) == len(counters.accepted) == items
    assert counters.rate_limited == 0
    report = next(path for path in (folder / "videos" / "batches").iterdir() if "shard" not in path.name)
    ends = [json.loads(line) for line in (report / "results.jsonl").read_text().splitlines()]
    assert [end["row"] for end in ends] == list(range(1, items + 1))
    assert not (report / "retry.jsonl").read_text()
    runs = server.query("flow_runs/filter", work_pools={"name": {"any_": [pool]}})
    kinds = sorted(run["state_type"] for run in runs)
    assert kinds == sorted(["COMPLETED"] * shards + ["CRASHED"] * (shards // 2))


def worker_settings(studio: StudioProcess) -> dict[str, str]:
    return {"JOGG_API_KEY": studio.api_key, **QUICK_SETTLEMENT}


def make(**fields: Any) -> "State[Any]":
    async def run() -> State[Any]:
        return await shard_catalog(**in_groups(shard_catalog, **fields), return_state=True)

    return asyncio.run(run())


def all_at_work(store: LocalFolder, shards: int, studio: StudioProcess, items: int) -> bool:
    """Every shard has had a render accepted, and none is through."""
    started = sum(studio.counters().accepted.values())
    batches = {record.batch for record in readable_records(store) if record.was_accepted}
    return started >= items // 2 and len(batches) == shards


@pytest.mark.long
@pytest.mark.usefixtures("at_server")
def test_a_killed_worker_costs_nothing_and_loses_nothing(
    prefect_server: PrefectServer, start_studio: StartStudio, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    check_a_killed_worker_costs_nothing(prefect_server, start_studio, monkeypatch, tmp_path, items=8, shards=2)


@pytest.mark.long
@pytest.mark.timeout(1200)
@pytest.mark.usefixtures("quick")
def test_a_killed_worker_of_a_large_catalogue(
    large_server: PrefectServer, start_studio: StartStudio, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with temporary_settings({PREFECT_API_URL: large_server.api_url}):
        check_a_killed_worker_costs_nothing(large_server, start_studio, monkeypatch, tmp_path, items=400, shards=4)


@pytest.mark.long
@pytest.mark.usefixtures("at_server")
def test_people_are_told_once_of_the_whole_batch_and_not_by_every_shard(
    prefect_server: PrefectServer, start_studio: StartStudio, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    studio = start_studio()
    pages = studio.sample_urls()
    missing = [f"{studio.url}/samples/none.html?item={shard}" for shard in (1, 2)]
    monkeypatch.setenv("JOGG_API_KEY", studio.api_key)
    told: list[str] = []
    with told_people(told) as address, run_work_pool(prefect_server, "told", tmp_path, worker_settings(studio)):
        block = add_notification_block(prefect_server, "operators", address)
        notify(block)
        # Each shard has something left to do, and takes four fifths of its part of a budget that is hardly touched.
        state = make(
            urls=[*pages[:4], missing[0], *pages[4:8], missing[1]],
            to="videos",
            service=ServiceChoice(credentials_block=store_credentials(prefect_server, studio)),
            budget=Decimal(100),
            budget_period="batch",
            shards=2,
            deployment="make-videos/told",
        )
        assert state.name == "2 of 10 failed", state.message
        # The server acts on events in the order in which they came: no shard's word is still to come after this.
        fail_a_batch(prefect_server, "afterwards")
        await_told(told, 2)
    first, afterwards = told
    assert first.startswith("url2video: 2 of 10 failed 10 items: 8 published, 2 failed. 8 credits taken")
    assert afterwards.endswith("Batch afterwards.")


def notify(block_document_id: str) -> None:
    """The automations alone that `setup` creates for a notification block."""

    async def create() -> None:
        async with get_client() as client:
            await apply(client, notifications(UUID(block_document_id)))

    asyncio.run(create())


def test_a_destination_whose_keys_no_shard_has_is_refused() -> None:
    with pytest.raises(ConfigurationError, match='to: "block://s3-bucket/videos"; allowed: s3://bucket/prefix'):
        absolute("block://s3-bucket/videos")


@pytest.mark.usefixtures("at_server")
def test_a_missing_deployment_is_named(studio: StudioProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOGG_API_KEY", studio.api_key)
    service = ServiceChoice(base_url=studio.url)
    state = make(urls=studio.sample_urls()[:1], service=service, deployment="make-videos/none")
    assert state.is_failed()
    assert "prefect deploy --all" in str(state.message)
