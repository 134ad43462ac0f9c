"""Takes queued jobs to the renderer and writes down how each ended."""

import asyncio
import contextlib
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from studio.brand import NO_BRAND, Brand
from studio.jobs.endings import Endings
from studio.jobs.media_folder import MediaFolder
from studio.jobs.notes import account_notes
from studio.jobs.product_store import ProductStore
from studio.jobs.queue_loop import QueueLoop
from studio.jobs.render_job import RenderJob, RenderKind
from studio.jobs.render_store import RenderStore
from studio.render_request import Progress, RenderedVideo, RenderError, RenderRequest
from studio.voice.natural import VoiceCost
from studio.voice.voice_models import VoiceModel

logger = logging.getLogger(__name__)

ATTEMPTS = 2
"""A worker that died may have been killed from outside: the job gets one more chance, not endlessly many."""


class WorkerCrashedError(Exception):
    """The process that rendered ended without an answer."""


class Renderer(Protocol):
    """What makes the videos."""

    capacity: int
    """How many jobs it takes at a time."""

    async def render(self, request: RenderRequest, folder: Path, progress: Progress) -> RenderedVideo:
        """Render into `folder`; raises RenderError or WorkerCrashedError. Cancelling it stops the work."""
        ...

    async def close(self) -> None:
        """Stop everything at once."""
        ...


@dataclass(frozen=True, slots=True)
class Stores:
    """What the dispatcher reads and writes."""

    products: ProductStore
    renders: RenderStore
    media: MediaFolder
    endings: Endings


@dataclass(frozen=True, slots=True)
class HouseStyle:
    """What all videos of this studio have in common."""

    voice_models: tuple[VoiceModel, ...] = ()
    voice_cost: VoiceCost = VoiceCost.LIGHT
    brand: Brand = NO_BRAND


class Dispatcher:
    """Runs as many jobs at a time as the renderer takes, oldest first."""

    def __init__(self, stores: Stores, renderer: Renderer, deadline: float, house: HouseStyle) -> None:
        """`deadline` is in seconds a job, over both attempts."""
        self._stores = stores
        self._renderer = renderer
        self._deadline = deadline
        self._house = house
        self._running: set[asyncio.Task[None]] = set()
        self._loop = QueueLoop("renders", self._claim_jobs)

    def start(self) -> None:
        """Requeue what a former process left unfinished, then work the queue."""
        self._stores.renders.requeue_interrupted()
        self._loop.start()

    def wake(self) -> None:
        """Say that a job was queued."""
        self._loop.wake()

    async def stop(self) -> None:
        """Stop at once. Jobs in work stay marked so and are queued again at the next start."""
        await self._loop.stop()
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        await self._renderer.close()

    async def _claim_jobs(self) -> None:
        while len(self._running) < self._renderer.capacity and (job := self._stores.renders.claim()):
            task = asyncio.create_task(self._work(job))
            self._running.add(task)
            task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        self._loop.wake()

    async def _work(self, job: RenderJob) -> None:
        try:
            with self._stores.media.work() as folder:
                async with asyncio.timeout(self._deadline):
                    rendered = await self._render(job, folder)
                self._stores.media.publish(job, rendered)
            self._stores.endings.finish(job.id, rendered.seconds, (*rendered.notes, *account_notes(job.settings)))
            logger.info("Render %d of project %s is finished.", job.id, job.project_id)
        except RenderError as error:
            self._fail(job, f"{error.code}: {error.reason}")
        except WorkerCrashedError:
            self._fail(job, f"worker_crashed: The worker process died {ATTEMPTS} times during this render.")
        except TimeoutError:
            self._fail(job, f"deadline: The render was stopped after {self._deadline:g} s.")
        except Exception:
            logger.exception("Render %d failed with an internal error.", job.id)
            self._fail(job, "internal: The renderer failed with an internal error; see the server's log.")

    async def _render(self, job: RenderJob, folder: Path) -> RenderedVideo:
        request = self._request(job)

        def progress(percent: int, stage: str) -> None:
            self._stores.renders.report(job.id, percent, stage)

        for _ in range(ATTEMPTS - 1):
            with contextlib.suppress(WorkerCrashedError):
                return await self._renderer.render(request, folder, progress)
            logger.warning("The worker process died during render %d; it is tried again in a new one.", job.id)
        return await self._renderer.render(request, folder, progress)

    def _request(self, job: RenderJob) -> RenderRequest:
        stored = self._stores.products.by_id(job.order.product_id)
        if stored is None:
            raise RenderError("no_product", "The product of this render no longer exists.")
        folder = self._stores.media.pictures(stored.id)
        wanted = job.settings
        return RenderRequest(
            product=stored.product,
            pictures=tuple(folder / name for name in stored.pictures),
            aspect_ratio=wanted.aspect_ratio,
            language=wanted.language,
            subtitles=wanted.subtitles,
            avatar_id=wanted.avatar_id,
            template_name=wanted.template_name,
            index_template_name=wanted.index_template_name,
            script_style=wanted.script_style,
            seconds=wanted.seconds,
            voice_id=wanted.voice_id,
            music_id=wanted.music_id,
            override_script=wanted.override_script,
            voice_models=self._house.voice_models,
            voice_cost=self._house.voice_cost,
            brand=self._house.brand,
            additions=wanted.additions,
            draft=job.order.kind is RenderKind.PREVIEW,
        )

    def _fail(self, job: RenderJob, reason: str) -> None:
        self._stores.endings.fail(job.id, reason)
        logger.warning("Render %d of project %s failed: %s", job.id, job.project_id, reason)
