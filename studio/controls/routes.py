"""The control face under /studio/. It takes no key: whoever starts a server with test controls owns it."""

from dataclasses import dataclass

from fastapi import APIRouter, FastAPI
from starlette.types import ASGIApp

from studio.controls.counters import Counters, RequestCounter
from studio.controls.fault_script import Fault, FaultScript, FiredFault
from studio.controls.faulty_sender import FaultySender
from studio.controls.masks import MaskedRenderStore, Masks
from studio.controls.middleware import FaultMiddleware
from studio.jobs.instant import InstantRenderer
from studio.jobs.render_job import RenderJob, RenderKind
from studio.models.envelope import Done, RecordNotFoundError
from studio.services import Services


@dataclass(frozen=True, slots=True)
class _Controls:
    services: Services
    script: FaultScript
    masks: Masks
    counter: RequestCounter

    async def counters(self) -> Counters:
        """What clients did so far."""
        return Counters(
            requests=dict(self.counter.requests),
            accepted=self.services.renders.accepted("project_id"),
            accepted_by_name=self.services.renders.accepted("name"),
            previews=self.services.renders.count(RenderKind.PREVIEW),
            credits=self.services.credits.taken(),
            products=self.services.products.count(),
            webhooks=self.services.webhooks.deliveries.counts(),
            rate_limited=self.counter.rate_limited,
        )

    async def add_faults(self, faults: list[Fault]) -> Done:
        """Add to the script."""
        self.script.extend(faults)
        return Done()

    async def fired_faults(self) -> list[FiredFault]:
        """The script, and what of it has happened."""
        return self.script.fired()

    async def clear_faults(self) -> Done:
        """Forget the script and everything it still covers."""
        self.script.clear()
        self.masks.clear()
        return Done()

    def _open_job(self, project_id: str) -> RenderJob:
        self.masks.drop(project_id)
        job = self.services.renders.latest(project_id)
        if job is None:
            raise RecordNotFoundError(f"a render of project {project_id}")
        return job

    async def finish(self, project_id: str) -> Done:
        """Finish a project's newest render now, with the instant renderer's clip."""
        job = self._open_job(project_id)
        with self.services.media.work() as folder:
            rendered = await InstantRenderer(0).hand_out(job.settings.aspect_ratio, folder)
            self.services.media.publish(job, rendered)
        self.services.endings.finish(job.id, rendered.seconds, ())
        return Done()

    async def fail(self, project_id: str) -> Done:
        """Fail a project's newest render now."""
        self.services.endings.fail(self._open_job(project_id).id, "The render was failed by the test controls.")
        return Done()


def with_controls(app: FastAPI) -> ASGIApp:
    """The application under a fault middleware, with its control face."""
    true: Services = app.state.services
    masks = Masks()
    controls = _Controls(true, FaultScript(), masks, RequestCounter())
    true.webhooks.courier.wrap_sender(lambda sender: FaultySender(sender, controls.script))
    app.state.services = true.with_renders(MaskedRenderStore(true.database, masks))
    router = APIRouter(prefix="/studio", include_in_schema=False)
    router.add_api_route("/counters", controls.counters, methods=["GET"])
    router.add_api_route("/faults", controls.fired_faults, methods=["GET"])
    router.add_api_route("/faults", controls.add_faults, methods=["POST"])
    router.add_api_route("/faults", controls.clear_faults, methods=["DELETE"])
    router.add_api_route("/renders/{project_id}/finish", controls.finish, methods=["POST"])
    router.add_api_route("/renders/{project_id}/fail", controls.fail, methods=["POST"])
    app.include_router(router)
    return FaultMiddleware(app, controls.script, masks, controls.counter)
