"""The page's addresses. Plain HTML from the server; one small script keeps what is being made up to date."""

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from studio.console import orders
from studio.console.access import admit_viewer, same_page
from studio.console.display import product_sheet
from studio.console.order_form import CHOICES, FIRST, FormError, OrderForm, read_form
from studio.jobs.product_store import StoredProduct
from studio.models.envelope import RecordNotFoundError, RefusalError
from studio.models.fields import RowId
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
async def front(request: Request, services: StudioServices) -> HTMLResponse:
    """The form, and the newest videos."""
    return _front(request, FIRST, services)


@router.get("/console/products/{product_id}")
async def product(product_id: RowId, services: StudioServices) -> HTMLResponse:
    """One product: facts, and its videos side by side."""
    stored = _found(product_id, services)
    return _product(stored, orders.form_like(stored, services), services)


@router.post("/console/order", dependencies=[Depends(same_page)])
async def order(request: Request, services: StudioServices) -> Response:
    """Take the form of the front page."""
    form = FIRST
    try:
        form = read_form(await _body(request))
        stored = await orders.order(form, origin_of(request), services)
    except (FormError, RefusalError) as error:
        return _front(request, form, services, problem=str(error))
    return RedirectResponse(f"/console/products/{stored.id}", 303)


@router.post("/console/products/{product_id}/order", dependencies=[Depends(same_page)])
async def order_again(product_id: RowId, request: Request, services: StudioServices) -> Response:
    """Take the form of a product's page."""
    stored = _found(product_id, services)
    form = orders.form_like(stored, services)
    try:
        form = read_form(await _body(request))
        orders.order_again(stored, form, origin_of(request), services)
    except (FormError, RefusalError) as error:
        return _product(stored, form, services, problem=str(error))
    return RedirectResponse(f"/console/products/{stored.id}", 303)


@router.get("/console/{name}")
async def static(name: str) -> Response:
    """The style sheet or the script."""
    if name not in STATIC:
        raise RecordNotFoundError(f"console {name[:200]!r}", status=404)
    body = files("studio.console").joinpath("static", name).read_bytes()
    return Response(body, media_type=STATIC[name], headers={"X-Content-Type-Options": "nosniff"})


def _front(request: Request, form: OrderForm, services: Services, problem: str = "") -> HTMLResponse:
    return _page(
        "front.html",
        400 if problem else 200,
        form=form,
        problem=problem,
        jobs=orders.newest(services),
        samples=[f"{origin_of(request)}/samples/{sample.page}" for sample in sample_products()],
    )


def _product(stored: StoredProduct, form: OrderForm, services: Services, problem: str = "") -> HTMLResponse:
    return _page(
        "product.html",
        400 if problem else 200,
        form=form,
        problem=problem,
        jobs=orders.of_product(stored, services),
        product=product_sheet(stored),
    )


def _found(product_id: RowId, services: Services) -> StoredProduct:
    stored = services.products.by_id(product_id)
    if stored is None:
        raise RecordNotFoundError(f"product {product_id}", status=404)
    return stored


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
