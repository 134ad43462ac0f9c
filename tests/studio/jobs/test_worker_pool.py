"""Worker processes: crashes, deadlines, recycling. The worker is a small script that speaks the real protocol."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from studio.jobs.database import Database
from studio.jobs.dispatcher import Dispatcher, HouseStyle, Stores
from studio.jobs.endings import Endings
from studio.jobs.media_folder import MediaFolder
from studio.jobs.product_store import ProductStore
from studio.jobs.render_job import JobStatus, RenderJob, RenderKind, RenderOrder, RenderSettings
from studio.jobs.render_store import RenderStore
from studio.jobs.worker_pool import WorkerPool
from studio.product import Product
from studio.render_request import AspectRatio

WORKER = """
import json, os, pathlib, sys, time

SECRETS = {"STUDIO_API_KEY", "STUDIO_WEBHOOK_SECRET", "AWS_SECRET_ACCESS_KEY"}

def say(**report):
    print(json.dumps(report), flush=True)

for line in sys.stdin:
    assignment = json.loads(line)
    folder = pathlib.Path(assignment["folder"])
    style = assignment["request"]["script_style"]
    log = pathlib.Path(sys.argv[1])
    log.with_name("request.json").write_text(json.dumps(assignment["request"]))
    log.open("a").write(f"{os.getpid()} {sorted(set(os.environ) & SECRETS)}\\n")
    say(kind="progress", percent=40, stage="frames")
    say(kind="progress", percent=20, stage="frames")
    if style == "crash" or style == "crash once" and len(log.read_text().splitlines()) == 1:
        os._exit(11)
    if style == "hang":
        time.sleep(600)
    if style == "refuse":
        say(kind="refused", code="no_usable_picture", reason="There is no picture.")
        continue
    (folder / "video.mp4").write_bytes(b"video of " + str(os.getpid()).encode())
    (folder / "poster.jpg").write_bytes(b"poster")
    say(kind="finished", rendered={"video": str(folder / "video.mp4"), "poster": str(folder / "poster.jpg"),
                                   "seconds": 15.2, "script": "", "notes": ["The avatar fell back to 1."]})
"""


class Plant:
    """A dispatcher over real worker processes, without the server."""

    def __init__(self, folder: Path, workers: int, jobs_a_worker: int, deadline: float) -> None:
        self.log = folder / "workers.log"
        script = folder / "worker.py"
        script.write_text(WORKER)
        database = Database(folder / "studio.sqlite")
        renders = RenderStore(database)
        endings = Endings(database, renders, lambda _: None)
        self.stores = Stores(ProductStore(database), renders, MediaFolder(folder), endings)
        pool = WorkerPool(workers, (sys.executable, str(script), str(self.log)), jobs_a_worker)
        self.dispatcher = Dispatcher(self.stores, pool, deadline, HouseStyle())
        self.product = self.stores.products.add(Product("https://shop.example/p", "Bottle"))

    def queue(self, script_style: str = "Data", kind: RenderKind = RenderKind.VIDEO, **wishes: Any) -> int:
        settings = RenderSettings(
            AspectRatio.PORTRAIT, "english", True, 1, "FullScreen", "common", "", script_style, 15, **wishes
        )
        job = self.stores.renders.add(RenderOrder(self.product.project_id, self.product.id, settings, kind))
        self.dispatcher.wake()
        return job.id

    def job(self) -> RenderJob:
        job = self.stores.renders.latest(self.product.project_id)
        assert job is not None
        return job

    async def until(self, condition: Callable[[], bool]) -> RenderJob:
        async with asyncio.timeout(30):
            while not condition():  # noqa: ASYNC110 - the condition is a row in a database
                await asyncio.sleep(0.02)
        return self.job()

    async def ended(self) -> RenderJob:
        return await self.until(lambda: self.job().status in (JobStatus.SUCCESS, JobStatus.FAILURE))

    def pids(self) -> list[int]:
        return [int(line.split()[0]) for line in self.log.read_text().splitlines()]


@asynccontextmanager
async def plant(folder: Path, workers: int = 1, jobs_a_worker: int = 20, deadline: float = 30) -> AsyncIterator[Plant]:
    made = Plant(folder, workers, jobs_a_worker, deadline)
    made.dispatcher.start()
    try:
        yield made
    finally:
        await made.dispatcher.stop()


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_a_finished_video_is_moved_to_where_it_is_served(tmp_path: Path) -> None:
    async with plant(tmp_path) as works:
        works.queue()
        job = await works.ended()
        assert (job.status, job.progress, job.seconds) == (JobStatus.SUCCESS, 100, 15.2)
        assert job.notes == ("The avatar fell back to 1.",)
        video = works.stores.media.served(works.stores.media.video_path(job))
        assert video is not None
        assert video.read_bytes().startswith(b"video of")
        assert list((tmp_path / "work").iterdir()) == []


async def test_everything_that_was_asked_for_reaches_the_renderer(tmp_path: Path) -> None:
    wishes = {"voice_id": "studio-ada", "music_id": 3, "override_script": "Look."}
    async with plant(tmp_path) as works:
        works.queue("Data", RenderKind.PREVIEW, **wishes)
        await works.ended()
        request = json.loads((tmp_path / "request.json").read_text())
        assert request.items() >= (wishes | {"draft": True, "script_style": "Data", "seconds": 15}).items()
        works.queue()
        await works.ended()
        assert json.loads((tmp_path / "request.json").read_text())["draft"] is False


async def test_previews_go_before_videos_that_wait(tmp_path: Path) -> None:
    async with plant(tmp_path) as works:
        works.queue("hang")
        await works.until(lambda: works.job().status is JobStatus.IN_PROGRESS)
        video, preview = works.queue(), works.queue(kind=RenderKind.PREVIEW)
        claimed = [works.stores.renders.claim(), works.stores.renders.claim()]
        assert [job.id for job in claimed if job] == [preview, video]


async def test_a_worker_that_dies_once_is_replaced(tmp_path: Path) -> None:
    async with plant(tmp_path) as works:
        works.queue("crash once")
        assert (await works.ended()).status is JobStatus.SUCCESS
        assert len(set(works.pids())) == 2


async def test_a_worker_that_dies_twice_fails_the_job_with_a_reason(tmp_path: Path) -> None:
    async with plant(tmp_path) as works:
        works.queue("crash")
        job = await works.ended()
        assert job.status is JobStatus.FAILURE
        assert job.error.startswith("worker_crashed:")
        assert len(works.pids()) == 2
        works.queue()
        assert (await works.ended()).status is JobStatus.SUCCESS


async def test_progress_never_falls(tmp_path: Path) -> None:
    async with plant(tmp_path) as works:
        works.queue("refuse")
        job = await works.ended()
        assert (job.status, job.progress) == (JobStatus.FAILURE, 40)
        assert job.error == "no_usable_picture: There is no picture."


@pytest.mark.slow
async def test_a_job_beyond_its_deadline_is_failed_and_its_worker_killed(tmp_path: Path) -> None:
    async with plant(tmp_path, deadline=3.0) as works:
        works.queue("hang")
        job = await works.ended()
        assert job.error.startswith("deadline:")
        assert not alive(works.pids()[0])


async def test_a_worker_is_recycled_after_its_jobs(tmp_path: Path) -> None:
    async with plant(tmp_path, jobs_a_worker=2) as works:
        for _ in range(5):
            works.queue()
        await works.ended()
        first, second, third, fourth, fifth = works.pids()
        assert first == second != third == fourth != fifth


async def test_no_more_jobs_run_than_there_are_workers_and_the_rest_know_their_place(tmp_path: Path) -> None:
    async with plant(tmp_path, workers=2) as works:
        for _ in range(4):
            works.queue("hang")
        await works.until(lambda: works.log.exists() and len(works.pids()) == 2)
        assert works.job().status is JobStatus.QUEUED
        assert works.stores.renders.queue_position(works.job()) == 2
        pids = works.pids()
    assert len(pids) == 2
    assert not any(alive(pid) for pid in pids)


async def test_an_interrupted_job_is_rendered_after_a_restart(tmp_path: Path) -> None:
    async with plant(tmp_path) as works:
        works.queue("hang")
        await works.until(lambda: works.job().progress > 0)
    assert works.job().status is JobStatus.IN_PROGRESS
    again = RenderStore(Database(tmp_path / "studio.sqlite"))
    again.requeue_interrupted()
    claimed = again.claim()
    assert claimed is not None
    assert claimed.id == works.job().id


async def test_no_secret_is_in_a_worker_s_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("STUDIO_API_KEY", "STUDIO_WEBHOOK_SECRET", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "secret")
    async with plant(tmp_path) as works:
        works.queue()
        await works.ended()
        assert works.log.read_text().split()[1] == "[]"


@pytest.mark.parametrize("end", ["finish", "fail"])
async def test_a_job_that_ended_stays_as_it_ended(tmp_path: Path, end: str) -> None:
    async with plant(tmp_path) as works:
        works.queue()
        job = await works.ended()
        if end == "fail":
            works.stores.renders.fail(job.id, "too late")
        else:
            works.stores.renders.finish(job.id, 1.0, ())
        works.stores.renders.report(job.id, 3, "frames")
        assert works.job() == job
