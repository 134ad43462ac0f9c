"""Generation 1: POST and PUT /open/product."""

from fastapi import APIRouter, Depends

from studio.models.envelope import Done, Envelope, RecordNotFoundError
from studio.models.open import CreatedProduct, CreateProductBody, UpdateProductBody
from studio.orders.products import corrected, product_of_page
from studio.routes.guard import admit
from studio.services import StudioServices

router = APIRouter(prefix="/open", dependencies=[Depends(admit)])


@router.post("/product")
async def create_product(body: CreateProductBody, services: StudioServices) -> Envelope[CreatedProduct]:
    """Read a product page. Free; each call makes a product of its own."""
    stored = await product_of_page(body.url, services)
    return Envelope(data=CreatedProduct(id=stored.id, prj_id=stored.project_id))


@router.put("/product")
async def update_product(body: UpdateProductBody, services: StudioServices) -> Done:
    """Correct a product. `intro_medias` replaces its media; empty fields stay as they were."""
    stored = services.products.by_id(body.product_id)
    if stored is None:
        raise RecordNotFoundError(f"product {body.product_id}")
    await corrected(stored, body.corrections, services)
    return Done()
