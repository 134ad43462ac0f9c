"""Generation 2: POST and PUT /v2/product."""

from fastapi import APIRouter, Depends, Request

from studio.jobs.product_store import StoredProduct
from studio.models.envelope import Done, Envelope, RecordNotFoundError
from studio.models.product import CreateProductBody, ProductInfo, UpdateProductBody, product_info, stored_product_id
from studio.orders.products import corrected, product_of_page, product_of_parts
from studio.routes.guard import admit
from studio.routes.origin import origin_of
from studio.services import Services, StudioServices

router = APIRouter(dependencies=[Depends(admit)])
corrections = APIRouter(dependencies=[Depends(admit)])
"""The same in v1."""


def known_product(product_id: str, services: Services) -> StoredProduct:
    """The product of a public id.

    Raises:
        RecordNotFoundError: there is none.
    """
    number = stored_product_id(product_id)
    stored = None if number is None else services.products.by_id(number)
    if stored is None:
        raise RecordNotFoundError(f"product {product_id}")
    return stored


@router.post("/product")
async def create_product(body: CreateProductBody, request: Request, services: StudioServices) -> Envelope[ProductInfo]:
    """Read a product page, or take a product as stated; with both, what is stated corrects the page. Free."""
    if body.url:
        stored = await corrected(await product_of_page(body.url, services), body.corrections, services)
    else:
        stored = await product_of_parts(body.corrections, services)
    return Envelope(data=product_info(stored, origin_of(request)))


@corrections.put("/product")
async def update_product(body: UpdateProductBody, services: StudioServices) -> Done:
    """Correct a product. `media` replaces its media; empty fields stay as they were."""
    await corrected(known_product(body.product_id, services), body.corrections, services)
    return Done()
