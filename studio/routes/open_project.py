"""Generation 1: POST /open/project/render and GET /open/prj_info."""

from dataclasses import asdict

from fastapi import APIRouter, Depends, Request

from studio.jobs.media_folder import MediaFolder, MediaLinks
from studio.jobs.product_store import StoredProduct
from studio.jobs.render_job import JobStatus, RenderJob, RenderOrder, RenderSettings
from studio.models.envelope import Done, Envelope, RecordNotFoundError
from studio.models.fields import RATIOS
from studio.models.open import ProjectInfo, RenderBody, RenderNotes
from studio.orders.renders import accept
from studio.routes.guard import admit
from studio.routes.origin import origin_of
from studio.services import Services, StudioServices

router = APIRouter(prefix="/open", dependencies=[Depends(admit)])

PRODUCT_STEP, VIDEO_STEP = 1, 2
"""`step` is published without its values: 1 while there is only a product, 2 from the first render on."""


@router.post("/project/render")
async def start_render(body: RenderBody, request: Request, services: StudioServices) -> Done | Envelope[RenderNotes]:
    """Queue a render and charge for it. A second call for the same project is a second, paid render, and is told so."""
    stored = services.products.by_project(body.project_id)
    if stored is None:
        raise RecordNotFoundError(f"project {body.project_id}")
    settings = _settings(body, services.settings.video_length)
    accept(RenderOrder(stored.project_id, stored.id, settings, origin=origin_of(request)), services)
    repeated = _repetition(stored.project_id, services)
    return Envelope(data=RenderNotes(notes=[repeated])) if repeated else Done()


def _repetition(project_id: str, services: Services) -> str:
    """What is said of a project that was rendered more than once."""
    renders = services.renders.count_of_project(project_id)
    return f"Render {renders} of this project: each is charged, and only the newest is shown." if renders > 1 else ""


def _settings(body: RenderBody, seconds: int) -> RenderSettings:
    return RenderSettings(
        aspect_ratio=RATIOS[body.aspect_ratio],
        language=body.lang,
        subtitles=bool(body.render_subtitle),
        avatar_id=body.avatar_id,
        template_name=body.template_name,
        template_type=body.template_type,
        index_template_name=body.index_template_name,
        script_style=body.script_style,
        seconds=seconds,
        additions=body.additions,
    )


@router.get("/prj_info")
async def project_info(project_id: str, request: Request, services: StudioServices) -> Envelope[ProjectInfo]:
    """Where a project's newest render stands."""
    stored = services.products.by_project(project_id)
    if stored is None:
        raise RecordNotFoundError(f"project {project_id}")
    media = f"{origin_of(request)}/media"
    info = _product_info(stored, media)
    job = services.renders.latest(project_id)
    if job is not None:
        info = info.model_copy(update=_render_info(job, services))
        if job.status is JobStatus.SUCCESS:
            info = info.model_copy(update=_video_info(job, services.media.links(job, origin_of(request))))
    return Envelope(data=info)


def _product_info(stored: StoredProduct, media: str) -> ProjectInfo:
    cover = f"{media}/{stored.id}/{stored.pictures[0]}" if stored.pictures else ""
    return ProjectInfo(
        id=stored.project_id,
        title=stored.product.title,
        progress_desc="Not started",
        step=PRODUCT_STEP,
        status=JobStatus.NOT_STARTED,
        placeholder_cover_url=cover,
        created_at=int(stored.created_at),
        updated_at=int(stored.created_at),
    )


def _render_info(job: RenderJob, services: Services) -> dict[str, object]:
    return {
        "progress": job.progress,
        "progress_desc": _description(job, services),
        "aspect_ratio": RATIOS.index(job.settings.aspect_ratio),
        "step": VIDEO_STEP,
        "status": job.status.value,
        "err_msg": job.error,
        "template_type": job.settings.template_type,
        "person_id": job.settings.avatar_id,
        "updated_at": int(job.updated_at),
    }


def _video_info(job: RenderJob, links: MediaLinks) -> dict[str, object]:
    return {
        **asdict(links),
        "video_path": MediaFolder.video_path(job),
        "video_duration": round(job.seconds),
        "cover_path": MediaFolder.cover_path(job),
    }


def _description(job: RenderJob, services: Services) -> str:
    """What people read beside the progress bar."""
    match job.status:
        case JobStatus.QUEUED:
            return f"In queue, position {services.renders.queue_position(job)}"
        case JobStatus.IN_PROGRESS:
            return f"In progress: {job.stage or 'starting'}"
        case JobStatus.SUCCESS:
            repeated = _repetition(job.project_id, services)
            return " ".join(filter(None, ("Finished.", *job.notes, repeated)))
        case JobStatus.FAILURE:
            return "Failed"
        case _:
            return "Not started"
