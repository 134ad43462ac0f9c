"""Generation 2: POST /v2/create_video_from_product, GET /v2/product_video/{id} and GET /v2/product_videos."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from studio.jobs.notes import notes_on
from studio.jobs.render_job import JobStatus, RenderJob, RenderKind, RenderOrder
from studio.models.choices import refuse_unknown
from studio.models.envelope import Envelope, RecordNotFoundError
from studio.models.v2 import (
    AcceptedVideo,
    ListQuery,
    ProductVideo,
    Video,
    VideoPage,
    product_video_of,
    video_of,
)
from studio.models.video import VideoBody
from studio.orders.renders import accept, checked_webhook, new_project_id, refuse_without_picture
from studio.routes.guard import admit
from studio.routes.origin import origin_of
from studio.routes.v2_product import known_product
from studio.services import Services, StudioServices

router = APIRouter(dependencies=[Depends(admit)])


@router.post("/create_video_from_product")
async def create_video(body: VideoBody, request: Request, services: StudioServices) -> Envelope[AcceptedVideo]:
    """Queue a render and charge for it. Each call is a render of its own."""
    refuse_unknown(body.choices, lenient=services.settings.lenient)
    stored = known_product(body.product_id, services)
    refuse_without_picture(stored)
    order = RenderOrder(
        project_id=new_project_id(),
        product_id=stored.id,
        settings=body.settings,
        name=body.name,
        webhook_url=checked_webhook(body.webhook_url, services),
        origin=origin_of(request),
    )
    return Envelope(data=AcceptedVideo.of(accept(order, services), notes_on(order.settings)))


def shown_video(job: RenderJob, request: Request, services: Services) -> Video:
    """A video or preview under its own name, or that of its product."""
    stored = services.products.by_id(job.order.product_id)
    title = stored.product.title if stored else ""
    links = services.media.links(job, origin_of(request))
    return video_of(job, title, services.settings.finished_status, links)


@router.get("/product_video/{product_video_id}")
async def product_video(product_video_id: str, request: Request, services: StudioServices) -> Envelope[ProductVideo]:
    """Where a video or preview stands. One that failed is an answer like any other: code 0, status `failed`."""
    job = services.renders.latest(product_video_id)
    if job is None:
        raise RecordNotFoundError(f"product video {product_video_id}")
    notes = job.notes if job.status is JobStatus.SUCCESS else notes_on(job.settings)
    deducted = services.credits.taken_for(job.id)
    return Envelope(data=product_video_of(shown_video(job, request, services), job, deducted, notes))


@router.get("/product_videos")
async def product_videos(
    query: Annotated[ListQuery, Query()], request: Request, services: StudioServices
) -> Envelope[VideoPage]:
    """Every video of the account, whatever generation ordered it."""
    jobs, total = services.renders.page(query.filter(RenderKind.VIDEO))
    videos = [shown_video(job, request, services) for job in jobs]
    return Envelope(data=VideoPage(videos=videos, total=total, page=query.page, page_size=query.page_size))
