"""Generation 2: previews of a product in several visual styles, and the video of the one that was chosen."""

from dataclasses import replace
from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Depends, Query, Request

from studio.catalogue import find_style
from studio.jobs.notes import notes_on
from studio.jobs.product_store import StoredProduct
from studio.jobs.render_job import RenderKind, RenderOrder
from studio.models.choices import refuse_unknown
from studio.models.envelope import Envelope, RecordNotFoundError, RefusalError
from studio.models.preview import ListedPreview, PreviewList, PreviewListBody, RenderPreviewBody
from studio.models.v2 import AcceptedVideo, ListQuery, PreviewPage
from studio.orders.renders import accept, checked_webhook, new_project_id, refuse_without_picture
from studio.routes.guard import admit
from studio.routes.origin import origin_of
from studio.routes.v2_product import known_product
from studio.routes.v2_video import shown_video
from studio.services import Services, StudioServices

router = APIRouter(dependencies=[Depends(admit)])


@router.post("/create_video_from_product/preview_list")
async def preview_list(body: PreviewListBody, request: Request, services: StudioServices) -> Envelope[PreviewList]:
    """Queue a draft in each style. A style that cannot be drawn or paid for says so in its place."""
    refuse_unknown(body.choices, lenient=services.settings.lenient)
    stored = known_product(body.product_id, services)
    refuse_without_picture(stored)
    checked_webhook(body.webhook_url, services)
    previews = [_preview(style, body, stored, origin_of(request), services) for style in body.visual_styles]
    return Envelope(data=PreviewList(preview_list_id=f"pl_{uuid4().hex}", previews=previews))


def _preview(
    style: str, body: PreviewListBody, stored: StoredProduct, origin: str, services: Services
) -> ListedPreview:
    choice = find_style(style)
    if choice.note or not style:
        return ListedPreview(visual_style=style, status="failed", err_msg=f"There is no visual style {style[:100]!r}.")
    order = RenderOrder(
        project_id=new_project_id(),
        product_id=stored.id,
        settings=body.settings_in(choice.name),
        kind=RenderKind.PREVIEW,
        name=body.name,
        webhook_url=body.webhook_url,
        origin=origin,
    )
    try:
        accept(order, services)
    except RefusalError as refused:
        return ListedPreview(visual_style=style, status="failed", err_msg=refused.msg)
    return ListedPreview(visual_style=style, preview_id=order.project_id)


@router.post("/create_video_from_product/render_single_preview")
async def render_single_preview(
    body: RenderPreviewBody, request: Request, services: StudioServices
) -> Envelope[AcceptedVideo]:
    """Render a preview's video in full and charge for it. The preview need not be finished; each call is a render."""
    preview = services.renders.latest(body.preview_id)
    if preview is None or preview.order.kind is not RenderKind.PREVIEW:
        raise RecordNotFoundError(f"preview {body.preview_id}")
    order = replace(preview.order, project_id=new_project_id(), kind=RenderKind.VIDEO, origin=origin_of(request))
    return Envelope(data=AcceptedVideo.of(accept(order, services), notes_on(order.settings)))


@router.get("/product_previews")
async def product_previews(
    query: Annotated[ListQuery, Query()], request: Request, services: StudioServices
) -> Envelope[PreviewPage]:
    """Every preview of the account."""
    jobs, total = services.renders.page(query.filter(RenderKind.PREVIEW))
    previews = [shown_video(job, request, services) for job in jobs]
    return Envelope(data=PreviewPage(previews=previews, total=total, page=query.page, page_size=query.page_size))
