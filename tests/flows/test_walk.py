"""The deployments at work: a Prefect server, a process worker, studio and the webhook receiver, nothing mocked."""

import asyncio
import csv
import os
import signal
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from prefect.client.orchestration import get_client
from prefect.settings import PREFECT_API_URL, temporary_settings

from blocks.ledger.state import ItemState
from flows.cli.automations import apply, recoveries
from tests.conftest import StartStudio, StudioProcess
from tests.merchant_feed import merchant_feed
from tests.prefect_server import PrefectServer
from tests.processes import children_of
from tests.s3_servers import free_port
from tests.walk import PUBLISHED_SECONDS, SCHEDULE_SECONDS, STEP_SECONDS, Walk, deployed
from tests.webhook_receiver import delivery, register, run_receiver, send
from tests.work_pool import kill_with_its_runs

WAITING: dict[str, Any] = {"how": {"wait": True}, "advanced": {"poll_seconds": 0.5}}

BURST = 500
"""Events of a shop within a minute."""

PAGE_QUERY = """?a=1&b="quoted"%20&%20'more'"""


def test_events_and_schedules_start_the_right_runs_and_a_forged_webhook_starts_none(
    prefect_server: PrefectServer, start_studio: StartStudio, tmp_path: Path
) -> None:
    studio, port = start_studio(render_seconds=3600, allow_loopback_webhooks=True), free_port()
    told = {"PREFECT_API_URL": prefect_server.api_url, "JOGG_WEBHOOK_SECRET": register(studio, port)}
    with deployed(prefect_server, studio, tmp_path) as walk, run_receiver(tmp_path, port, **told) as receiver:
        payload = {"url": studio.sample_urls()[0] + PAGE_QUERY, "settings": {"language": "german"}}
        walk.publish(*[payload] * BURST)
        product = walk.await_run("product", states={"SCHEDULED"})
        assert product["parameters"]["how"] == {"wait": False}
        assert send(receiver, delivery("forged"), "0" * 64).status_code == 401
        studio.finish(rendering := submitted_to(studio))
        collect = walk.await_run("collect", states={"SCHEDULED"})
        assert collect["parameters"]["what"]["video_ids"] == [rendering]
        assert len(walk.runs("collect")) == len(walk.runs("product")) == 1
        with walk.every_minute("make-videos/nightly"):
            nightly = walk.await_run("nightly", states={"SCHEDULED"})
        assert nightly["auto_scheduled"]
        drafts = walk.start("preview-videos/drafts", what={"urls": studio.sample_urls()[:1], "styles": ["FullScreen"]})
        for run in (product["id"], collect["id"], drafts):
            prefect_server.ask("DELETE", f"flow_runs/{run}")


def submitted_to(studio: StudioProcess) -> str:
    """A render that somebody has asked for; its project."""
    with studio.client() as client:
        made = client.post("/open/product", json={"url": studio.sample_urls()[1]}).raise_for_status().json()["data"]
        client.post("/open/project/render", json={"project_id": made["prj_id"]}).raise_for_status()
    return str(made["prj_id"])


@pytest.mark.long
@pytest.mark.timeout(600)
def test_a_shops_event_has_a_video_made_and_the_services_webhook_has_it_published(
    prefect_server: PrefectServer, start_studio: StartStudio, tmp_path: Path
) -> None:
    studio = start_studio(render_seconds=3600, allow_loopback_webhooks=True)
    port = free_port()
    told = {"PREFECT_API_URL": prefect_server.api_url, "JOGG_WEBHOOK_SECRET": register(studio, port)}
    with deployed(prefect_server, studio, tmp_path) as walk, walk.worker():
        with run_receiver(tmp_path, port, **told) as receiver:
            payload = {"url": studio.sample_urls()[0] + PAGE_QUERY, "settings": {"language": "german"}}
            walk.publish(payload)
            submitted = walk.await_run("product", seconds=PUBLISHED_SECONDS)
            assert [submitted["state_type"], submitted["state_name"]] == ["COMPLETED", "1 submitted"], walk.log
            (record,) = walk.records
            assert record.owner is None
            assert send(receiver, delivery(record.render_id), "forged").status_code == 401
            # From here on it is studio that signs, delivers and is answered.
            studio.finish(record.render_id)
            assert walk.await_run("collect")["state_type"] == "COMPLETED", walk.log
        assert walk.sidecar()["render_id"] == record.render_id
        assert len(walk.runs("collect")) == 1
        assert studio.counters().webhooks == {"pending": 0, "delivered": 1, "given_up": 0}
    assert list(studio.counters().accepted.values()) == [1]


@pytest.mark.long
@pytest.mark.timeout(600)
def test_drafts_are_made_for_a_person_in_the_ui_and_what_they_approve_becomes_the_video(
    prefect_server: PrefectServer, start_studio: StartStudio, tmp_path: Path
) -> None:
    studio = start_studio()
    styles, pace = ["FullScreen", "Card Stacking"], {"poll_seconds": 0.5}
    what = {"urls": studio.sample_urls()[:1], "styles": styles}
    with deployed(prefect_server, studio, tmp_path) as walk:
        walk.run("url2video", "setup", "--base-url", studio.url, "--api", "v2", "--block", "jogg-v2")
        with walk.worker():
            earlier = len(walk.runs("drafts"))
            walk.start("preview-videos/drafts", what=what, advanced=pace)
            drafted = walk.await_run("drafts", earlier)
            assert drafted["state_type"] == "COMPLETED", walk.log
            walk.start("preview-videos/drafts", what=what | {"approve": styles[:1]}, advanced=pace)
            approved = walk.await_run("drafts", earlier + 1)
            assert approved["state_type"] == "COMPLETED", walk.log
        kinds = [video.relative_to(walk.folder / "videos").parts[0] for video in walk.videos]
        assert kinds == ["previews", "previews", "videos"]
    counters = studio.counters()
    assert (counters.previews, counters.credits) == (2, 2)


@pytest.mark.long
@pytest.mark.timeout(600)
def test_a_schedule_fires_and_the_sweep_catches_what_webhooks_have_lost(
    prefect_server: PrefectServer, start_studio: StartStudio, tmp_path: Path
) -> None:
    studio = start_studio(render_seconds=3600)
    with deployed(prefect_server, studio, tmp_path) as walk, walk.worker():
        (walk.folder / "catalog.csv").write_text(f"url\n{studio.sample_urls()[1]}\n")
        earlier = [len(walk.runs(name)) for name in ("nightly", "sweep")]
        with walk.every_minute("make-videos/nightly", how={"wait": False}):
            nightly = walk.await_run("nightly", earlier[0], seconds=SCHEDULE_SECONDS)
        assert [nightly["auto_scheduled"], nightly["state_name"]] == [True, "1 submitted"], walk.log
        (record,) = walk.records
        studio.finish(record.render_id)
        # Its webhook is lost: nobody tells.
        with walk.every_minute("finish-videos/sweep"):
            sweep = walk.await_run("sweep", earlier[1], seconds=SCHEDULE_SECONDS)
        assert [sweep["auto_scheduled"], sweep["state_type"]] == [True, "COMPLETED"], walk.log
        assert walk.sidecar()["render_id"] == record.render_id
    assert list(studio.counters().accepted.values()) == [1]


@pytest.mark.long
@pytest.mark.timeout(600)
def test_a_killed_run_is_started_again_by_the_automation_and_pays_for_nothing_twice(
    prefect_server: PrefectServer, start_studio: StartStudio, tmp_path: Path
) -> None:
    studio = start_studio(render_seconds=3600)
    # Few: the tests' server is on SQLite, which drops events where many come at once.
    urls = studio.sample_urls()[:2]
    with deployed(prefect_server, studio, tmp_path) as walk, walk.worker() as worker:
        earlier = len(walk.runs("product"))
        run = walk.start("make-videos/product", what={"urls": urls}, **WAITING)
        await_accepted(walk, len(urls))
        os.kill(process_of(run, worker.pid), signal.SIGKILL)
        await_started_again(walk, run)
        for record in walk.records:
            studio.finish(record.render_id)
        ended = walk.await_run("product", earlier, {"COMPLETED", "FAILED"})
        assert [ended["id"], ended["state_type"], ended["run_count"]] == [run, "COMPLETED", 2], walk.log
        assert len(walk.videos) == len(urls)
    assert list(studio.counters().accepted.values()) == [1] * len(urls)


@pytest.mark.long
@pytest.mark.timeout(600)
def test_a_run_that_died_with_its_worker_is_known_by_its_silence_and_starts_again(
    prefect_server: PrefectServer, start_studio: StartStudio, tmp_path: Path
) -> None:
    studio = start_studio(render_seconds=3600)
    # Its claims are free by the time it starts again.
    lease = {"URL2VIDEO_LEASE_SECONDS": "8", "URL2VIDEO_HEARTBEAT_SECONDS": "1"}
    with deployed(prefect_server, studio, tmp_path, **lease) as walk:
        replace_recoveries(prefect_server)
        earlier = len(walk.runs("product"))
        with walk.worker() as doomed:
            run = walk.start("make-videos/product", what={"urls": studio.sample_urls()[:1]}, **WAITING)
            await_accepted(walk, 1)
            await_second_heartbeat(walk, run)
            kill_with_its_runs(doomed.pid)
        await_started_again(walk, run)
        (crashed,) = [state for state in states(walk, run) if state["type"] == "CRASHED"]
        assert crashed["message"] == "It gave no more sign of life."
        (record,) = walk.records
        studio.finish(record.render_id)
        with walk.worker():
            ended = walk.await_run("product", earlier, {"COMPLETED", "FAILED"})
        assert [ended["id"], ended["state_type"], ended["run_count"]] == [run, "COMPLETED", 2], walk.log
        assert len(walk.videos) == 1
    assert list(studio.counters().accepted.values()) == [1]


@pytest.mark.long
@pytest.mark.timeout(600)
def test_the_rows_of_a_video_go_and_come_by_the_deployments_that_look_after_feeds(
    prefect_server: PrefectServer, start_studio: StartStudio, tmp_path: Path
) -> None:
    studio = start_studio()
    public = {"URL2VIDEO_PUBLIC_BASE_URL": "https://cdn.example/v"}
    v2 = {"generation": "v2", "credentials_block": "jogg-v2"}
    # The clip of the instant studio has two seconds, and is held back.
    asked: dict[str, Any] = {"how": {"settings": {"length": 15}}, "where": {"to": "videos", "service": v2}}
    with deployed(prefect_server, studio, tmp_path, **public) as walk, walk.worker():
        walk.run("url2video", "setup", "--base-url", studio.url, "--api", "v2", "--block", "jogg-v2")
        catalog = {"catalog": str(merchant_feed(walk.folder, studio.sample_urls()[0], "64.90 EUR"))}
        assert ended(walk, "make-videos/product", what=catalog, **asked)["state_name"] == "1 of 1 needs_review"
        assert rows(walk) == []
        verdict = {"fingerprint": walk.records[0].fingerprint, "decision": "accepted"}
        assert ended(walk, "decide-video/verdict", what=verdict)["state_type"] == "COMPLETED", walk.log
        assert ended(walk, "check-live/nightly-check", what=catalog)["state_type"] == "COMPLETED", walk.log
        assert rows(walk) == ["K-1"]
        merchant_feed(walk.folder, studio.sample_urls()[1], "64.90 EUR", "K-2")
        assert ended(walk, "write-feeds/feeds", what=catalog)["state_type"] == "COMPLETED", walk.log
        assert rows(walk) == []
        merchant_feed(walk.folder, studio.sample_urls()[0], "59.90 EUR")
        assert ended(walk, "check-live/nightly-check", what=catalog)["state_name"] == "1 of 1 stale", walk.log
        assert rows(walk) == []
    assert list(studio.counters().accepted.values()) == [1]


def ended(walk: Walk, deployment: str, **parameters: Any) -> dict[str, Any]:
    """Start a run of a deployment and wait for its end."""
    name = deployment.partition("/")[2]
    earlier = len(walk.runs(name))
    walk.start(deployment, **parameters)
    return walk.await_run(name, earlier)


def rows(walk: Walk) -> list[str]:
    """Ids of the products in the feed for Meta."""
    with (walk.folder / "videos/feeds/meta-video.csv").open(encoding="utf-8", newline="") as file:
        return [row["id"] for row in csv.DictReader(file)]


SILENCE = timedelta(seconds=50)
"""A run of the deployments gives a sign of life every 30 s, the most often that Prefect has them."""


def replace_recoveries(server: PrefectServer) -> None:
    """What `setup` has created, with a shorter silence. The next `setup` puts it back."""

    async def replace() -> None:
        async with get_client() as client:
            await apply(client, recoveries(SILENCE))

    with temporary_settings({PREFECT_API_URL: server.api_url}):
        asyncio.run(replace())


def states(walk: Walk, run: str) -> list[dict[str, Any]]:
    """All that the run has been in."""
    return list(walk.server.ask("GET", "flow_run_states/", params={"flow_run_id": run}))


def await_accepted(walk: Walk, count: int) -> None:
    """Wait until so many renders are paid for."""
    until = time.monotonic() + STEP_SECONDS
    while sum(record.state is ItemState.RENDERING for record in walk.records) < count:
        assert time.monotonic() < until, walk.log
        time.sleep(0.05)


def await_started_again(walk: Walk, run: str) -> None:
    """Wait until the automation has acted, unless the server on SQLite has dropped the event that it acts on."""
    until = time.monotonic() + STEP_SECONDS
    log = walk.server.home / "server.log"
    while not any(state["name"] == "AwaitingRetry" for state in states(walk, run)):
        if "moved to the dead letter queue" in log.read_text(errors="replace"):
            pytest.skip("the Prefect server dropped an event: its database was locked")
        assert time.monotonic() < until, walk.log
        time.sleep(0.2)


def await_second_heartbeat(walk: Walk, run: str) -> None:
    """Wait until a living run has been silent for as long as one ever is."""
    until = time.monotonic() + STEP_SECONDS
    resource = f"prefect.flow-run.{run}"
    while sum(each["event"] == "prefect.flow-run.heartbeat" for each in walk.server.events([resource])) < 2:
        assert time.monotonic() < until, walk.log
        time.sleep(0.2)


def process_of(run: str, worker: int) -> int:
    """The process that a worker has started for a run."""
    (process,) = [child for child in children_of(worker) if run in Path(f"/proc/{child}/environ").read_text()]
    return process
