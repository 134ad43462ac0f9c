"""v1: products, videos and previews under /v1."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from studio.jobs.notes import notes_on
from studio.jobs.render_job import RenderKind, RenderOrder
from studio.models.catalogue_query import PageQuery
from studio.models.choices import refuse_unknown
from studio.models.envelope import Envelope, RecordNotFoundError
from studio.models.product import ProductInfo, product_info
from studio.models.v1 import CreateProductV1Body, ProductPage, Project, ProjectId, project_of
from studio.models.video import V1VideoBody
from studio.orders.products import product_of_page, product_of_parts
from studio.orders.renders import accept, checked_webhook, new_project_id, refuse_without_picture
from studio.routes.guard import admit
from studio.routes.origin import origin_of
from studio.routes.v2_product import known_product
from studio.services import Services, StudioServices

router = APIRouter(prefix="/v1", dependencies=[Depends(admit)])


@router.post("/product")
async def create_product(
    body: CreateProductV1Body, request: Request, services: StudioServices
) -> Envelope[ProductInfo]:
    """Read a product page, or take a product as stated. Free."""
    if body.url:
        stored = await product_of_page(body.url, services)
    else:
        stored = await product_of_parts(body.corrections, services)
    return Envelope(data=product_info(stored, origin_of(request)))


@router.get("/products")
async def products(
    query: Annotated[PageQuery, Query()], request: Request, services: StudioServices
) -> Envelope[ProductPage]:
    """Every product of the account, newest first."""
    found, total = services.products.page(query.page, query.page_size)
    shown = [product_info(stored, origin_of(request)) for stored in found]
    return Envelope(data=ProductPage(products=shown, total=total, page=query.page, page_size=query.page_size))


@router.get("/product/{product_id}")
async def product(product_id: str, request: Request, services: StudioServices) -> Envelope[ProductInfo]:
    """One product."""
    return Envelope(data=product_info(known_product(product_id, services), origin_of(request)))


@router.post("/create_video_from_url")
async def create_video(body: V1VideoBody, request: Request, services: StudioServices) -> Envelope[ProjectId]:
    """Queue a render and charge for it. Each call is a render of its own."""
    return _accepted(body, RenderKind.VIDEO, request, services)


@router.post("/preview")
async def create_preview(body: V1VideoBody, request: Request, services: StudioServices) -> Envelope[ProjectId]:
    """Queue a draft and charge for it."""
    return _accepted(body, RenderKind.PREVIEW, request, services)


def _accepted(body: V1VideoBody, kind: RenderKind, request: Request, services: Services) -> Envelope[ProjectId]:
    refuse_unknown(body.choices, lenient=services.settings.lenient)
    stored = known_product(body.product_id, services)
    refuse_without_picture(stored)
    order = RenderOrder(
        project_id=new_project_id(),
        product_id=stored.id,
        settings=body.settings,
        kind=kind,
        name=body.name,
        webhook_url=checked_webhook(body.webhook_url, services),
        origin=origin_of(request),
    )
    accept(order, services)
    return Envelope(data=ProjectId(project_id=order.project_id, notes=list(notes_on(order.settings))))


@router.get("/project")
async def project(project_id: str, request: Request, services: StudioServices) -> Envelope[Project]:
    """Where a video or preview stands."""
    job = services.renders.latest(project_id)
    stored = services.products.by_id(job.order.product_id) if job else None
    if job is None or stored is None:
        raise RecordNotFoundError(f"project {project_id[:100]}")
    origin = origin_of(request)
    return Envelope(data=project_of(job, stored, origin, services.media.links(job, origin)))
