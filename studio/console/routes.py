"""The page's addresses. Plain HTML from the server; one small script keeps what is being made up to date."""

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from studio.console import orders
from studio.console.access import admit_viewer, same_page
from studio.console.display import product_sheet
from studio.console.listing import ListQuery, cards_of, job_list
from studio.console.order_form import CHOICES, FIRST, FormError, OrderForm, read_form
from studio.console.remedies import Problem, problem_of
from studio.jobs.product_store import StoredProduct
from studio.jobs.render_job import RenderJob
from studio.models.envelope import RecordNotFoundError, RefusalError
from studio.models.fields import RowId
from studio.orders.deletions import delete as delete_job
from studio.render_request import RenderError
from studio.routes.origin import origin_of
from studio.samples import sample_products
from studio.services import Services, StudioServices

if TYPE_CHECKING:
    from jinja2 import Environment

router = APIRouter(dependencies=[Depends(admit_viewer)], include_in_schema=False)

STATIC = {"console.css": "text/css; charset=utf-8", "console.js": "text/javascript; charset=utf-8"}

MAX_FORM_BYTES = 64_000
"""The longest texts the form takes are a few thousand characters each."""

HEADERS = {
    # Nothing but this server's own files, no inline script: what a page's title says can never run.
    "Content-Security-Policy": "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'self'; "
    "script-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


@cache
def _templates() -> "Environment":
    """Loaded with the first page: the server starts without a template engine."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - see above

    return Environment(
        loader=PackageLoader("studio.console"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _page(template: str, status: int = 200, **values: object) -> HTMLResponse:
    return HTMLResponse(_templates().get_template(template).render(choices=CHOICES, **values), status, HEADERS)


@router.get("/")
async def front(query: Annotated[ListQuery, Query()], request: Request, services: StudioServices) -> HTMLResponse:
    """The form, and the videos."""
    return _front(request, FIRST, services, query)


@router.get("/console/products/{product_id}")
async def product(product_id: RowId, services: StudioServices, like: Annotated[RowId, Query()] = 0) -> HTMLResponse:
    """One product: facts, and its videos side by side. The form is filled as the job `like` was ordered."""
    stored = _found(product_id, services)
    return _product(stored, orders.form_like(stored, services.renders.of_product(stored.id), like), services)


@router.post("/console/read", dependencies=[Depends(same_page)])
async def read(request: Request, services: StudioServices) -> Response:
    """Take the form of the front page, and show what the product's page says before anything is made."""
    form = FIRST
    try:
        form = read_form(await _body(request))
        stored = await orders.read(form, services)
    except (FormError, RefusalError) as error:
        return _front(request, form, services, problem=problem_of(error))
    filled = form.model_copy(update=_facts(stored))
    return _product(stored, filled, services)


@router.post("/console/order", dependencies=[Depends(same_page)])
async def order(request: Request, services: StudioServices) -> Response:
    """Take the form of the front page."""
    form = FIRST
    try:
        form = read_form(await _body(request))
        stored = await orders.order(form, origin_of(request), services)
    except (FormError, RefusalError) as error:
        return _front(request, form, services, problem=problem_of(error))
    return RedirectResponse(f"/console/products/{stored.id}", 303)


@router.post("/console/products/{product_id}/order", dependencies=[Depends(same_page)])
async def order_again(product_id: RowId, request: Request, services: StudioServices) -> Response:
    """Take the form of a product's page."""
    stored = _found(product_id, services)
    form = orders.form_like(stored, services.renders.of_product(stored.id))
    try:
        form = read_form(await _body(request))
        orders.order_styles(await orders.with_facts(stored, form, services), form, origin_of(request), services)
    except (FormError, RefusalError) as error:
        return _product(stored, form, services, problem=problem_of(error))
    return RedirectResponse(f"/console/products/{stored.id}", 303)


@router.post("/console/products/{product_id}/script", dependencies=[Depends(same_page)])
async def write_script(product_id: RowId, request: Request, services: StudioServices) -> Response:
    """Fill the form of a product's page with the script that would be spoken."""
    stored = _found(product_id, services)
    form = orders.form_like(stored, services.renders.of_product(stored.id))
    try:
        form = read_form(await _body(request))
        stored = await orders.with_facts(stored, form, services)
        form = orders.with_script(form, stored)
    except (FormError, RefusalError, RenderError) as error:
        return _product(stored, form, services, problem=problem_of(error))
    return _product(stored, form, services)


@router.post("/console/jobs/{job_id}/use", dependencies=[Depends(same_page)])
async def use(job_id: RowId, request: Request, services: StudioServices) -> Response:
    """Make the video of a draft, or a video once more."""
    job, stored = _job(job_id, services)
    try:
        orders.order_like(job, origin_of(request), services)
    except RefusalError as error:
        form = orders.form_like(stored, services.renders.of_product(stored.id))
        return _product(stored, form, services, problem=problem_of(error))
    return RedirectResponse(f"/console/products/{stored.id}", 303)


@router.post("/console/jobs/{job_id}/delete", dependencies=[Depends(same_page)])
async def delete(job_id: RowId, services: StudioServices, back: Literal["list", "product"] = "list") -> Response:
    """Delete a video; one that is being rendered stays."""
    job, stored = _job(job_id, services)
    delete_job(job, services)
    return RedirectResponse("/" if back == "list" else f"/console/products/{stored.id}", 303)


@router.get("/console/{name}")
async def static(name: str) -> Response:
    """The style sheet or the script."""
    if name not in STATIC:
        raise RecordNotFoundError(f"console {name[:200]!r}", status=404)
    body = files("studio.console").joinpath("static", name).read_bytes()
    return Response(body, media_type=STATIC[name], headers={"X-Content-Type-Options": "nosniff"})


def _front(
    request: Request,
    form: OrderForm,
    services: Services,
    query: ListQuery | None = None,
    problem: Problem | None = None,
) -> HTMLResponse:
    return _page(
        "front.html",
        400 if problem else 200,
        form=form,
        problem=problem,
        jobs=job_list(query or ListQuery(), services),
        samples=[f"{origin_of(request)}/samples/{sample.page}" for sample in sample_products()],
    )


def _product(
    stored: StoredProduct, form: OrderForm, services: Services, problem: Problem | None = None
) -> HTMLResponse:
    return _page(
        "product.html",
        400 if problem else 200,
        form=form,
        problem=problem,
        cards=cards_of(stored, services.renders.of_product(stored.id), services),
        product=product_sheet(stored),
    )


def _facts(stored: StoredProduct) -> dict[str, str]:
    told = orders.form_like(stored, [])
    return {"title": told.title, "intro_text": told.intro_text, "target_audience": told.target_audience}


def _found(product_id: int, services: Services) -> StoredProduct:
    stored = services.products.by_id(product_id)
    if stored is None:
        raise RecordNotFoundError(f"product {product_id}", status=404)
    return stored


def _job(job_id: int, services: Services) -> tuple[RenderJob, StoredProduct]:
    job = services.renders.by_id(job_id)
    if job is None:
        raise RecordNotFoundError(f"video {job_id}", status=404)
    return job, _found(job.order.product_id, services)


async def _body(request: Request) -> bytes:
    """The form as sent.

    Raises:
        FormError: it is longer than any that the page sends.
    """
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MAX_FORM_BYTES:
            raise FormError("The form is too long.")
    return bytes(body)
