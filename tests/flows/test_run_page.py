"""What a person sees of a run in the Prefect UI, where two videos of one product have to be told apart."""

import asyncio
import re
from itertools import pairwise
from typing import Any

import prefect
import pytest
from packaging.version import Version
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run

from flows.make_videos import make_videos
from flows.runtime.run_flow import run_name
from tests.conftest import StartStudio, StudioProcess
from tests.flows.conftest import Make, Run
from tests.prefect_server import PATIENCE_SECONDS, PrefectServer

STEPS = ("create product", "start render", "wait for render", "publish video")
LOOKS = {"aspect_ratio": ("portrait", "square")}


async def test_two_looks_of_one_product_are_told_apart_everywhere(
    make: Make, studio: StudioProcess, prefect_server: PrefectServer
) -> None:
    run = await make(studio, studio.sample_urls()[:1], variants=LOOKS)
    slug, square = run.batch.results[0].item.slug, run.batch.results[1].item
    labels = (slug, f"{slug} square")
    steps = await _steps(prefect_server, run, 2 * len(STEPS))
    assert _edges(steps) == {
        (f"{label}: {before}", f"{label}: {after}") for label in labels for before, after in pairwise(STEPS)
    }
    log = await _log(prefect_server, run, "Finished in state Completed('")
    said = sorted(line["message"] for line in log if line["message"].startswith("Published "))
    assert re.fullmatch(
        rf"Published {slug} \(square\): 2\.0 s, [\d.]+ MB, 1 credit, .*{square.fingerprint}\.mp4", said[0]
    )
    assert re.fullmatch(rf"Published {slug}: .*", said[1])
    assert not [
        line for line in log if "Cached" in line["message"] or line["message"] == "Finished in state Completed()"
    ]
    pages = prefect_server.query("artifacts/filter", artifacts={"flow_run_id": {"any_": [_id(run.state)]}})
    assert f"video-{square.slug}-{square.fingerprint}" in {page["key"] for page in pages}
    (table,) = [page["data"] for page in pages if page["key"] == "batch-results"]
    assert '"look":"square"' in table.replace(": ", ":")


async def test_a_video_in_the_lineage_bears_its_facts(
    make: Make, studio: StudioProcess, prefect_server: PrefectServer
) -> None:
    run = await make(studio, studio.sample_urls()[:1])
    (result,) = run.batch.results
    key = f"file://{result.address}"
    (made,) = prefect_server.await_events([key], 1)
    assert result.video is not None
    assert made["payload"]["sha256"] == result.video.sha256
    assert (made["payload"]["credits"], made["payload"]["template_name"]) == (1.0, "Card Stacking")
    assert made["resource"]["prefect.asset.description"] == f"A video of {result.item.url}"


def test_a_run_that_is_retried_keeps_its_name(monkeypatch: Any) -> None:
    monkeypatch.setenv("PREFECT__RUNTIME__FLOW_RUN__RUN_COUNT", "1")
    monkeypatch.setenv("PREFECT__RUNTIME__FLOW_RUN__NAME", "catalog.csv 2026-11-30 02:00")
    assert (run_name(), flow_run.run_count) == ("catalog.csv 2026-11-30 02:00", 1)


def _id(state: State[Any]) -> str:
    return str(state.state_details.flow_run_id)


async def _steps(server: PrefectServer, run: Run, count: int) -> list[dict[str, Any]]:
    """Task runs travel to the server as events, some seconds behind the run."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            steps = server.query("task_runs/filter", flow_runs={"id": {"any_": [_id(run.state)]}})
            if len(steps) >= count and all(step["state_type"] == "COMPLETED" for step in steps):
                return steps
            await asyncio.sleep(0.1)


async def _log(server: PrefectServer, run: Run, last: str) -> list[dict[str, Any]]:
    """The lines of a run once the last has come, which begins like this: they are sent every two seconds."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            lines = server.query("logs/filter", logs={"flow_run_id": {"any_": [_id(run.state)]}})
            if any(line["message"].startswith(last) for line in lines):
                return lines
            await asyncio.sleep(0.1)


def _edges(steps: list[dict[str, Any]]) -> set[tuple[str, str]]:
    """The graph of the run: from which step to which."""
    names = {step["id"]: step["name"] for step in steps}
    return {
        (names[source["id"]], step["name"])
        for step in steps
        for sources in step["task_inputs"].values()
        for source in sources
    }


async def test_a_run_with_retries_that_is_tried_again_pays_for_nothing_twice(
    make: Make, start_studio: StartStudio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From Prefect 3.9.1 on, a flow that returns Failed is run again where retries are set."""
    studio = start_studio()
    page = studio.sample_urls()[0]
    monkeypatch.setattr(make_videos, "retries", 1)
    run = await make(studio, [page, page.replace(".html", "-none.html")])
    tried_again = Version(prefect.__version__) >= Version("3.9.1")
    assert run.states == ["skipped" if tried_again else "published", "failed"]
    assert list(studio.counters().accepted.values()) == [1]
