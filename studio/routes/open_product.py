"""Generation 1: POST and PUT /open/product."""

from dataclasses import replace

from fastapi import APIRouter, Depends

from studio.jobs.product_store import StoredProduct
from studio.models.envelope import Done, Envelope, RecordNotFoundError
from studio.models.open import CreatedProduct, CreateProductBody, UpdateProductBody
from studio.product import Product, Source
from studio.routes.guard import admit
from studio.services import Services, StudioServices

router = APIRouter(prefix="/open", dependencies=[Depends(admit)])


@router.post("/product")
async def create_product(body: CreateProductBody, services: StudioServices) -> Envelope[CreatedProduct]:
    """Read a product page. Free; each call makes a product of its own."""
    with services.media.work() as folder:
        product, pictures = await services.intake().read(body.url, folder)
        with services.database.transaction():
            stored = services.products.add(product)
            names = services.media.keep_pictures(stored.id, pictures)
            services.products.replace(stored.id, product, names)
    return Envelope(data=CreatedProduct(id=stored.id, prj_id=stored.project_id))


@router.put("/product")
async def update_product(body: UpdateProductBody, services: StudioServices) -> Done:
    """Correct a product. `intro_medias` replaces its media; empty fields stay as they were."""
    stored = services.products.by_id(body.product_id)
    if stored is None:
        raise RecordNotFoundError(f"product {body.product_id}")
    names = await _corrected_pictures(stored, body, services) if body.intro_medias else stored.pictures
    services.products.replace(stored.id, _corrected(stored.product, body), names)
    return Done()


async def _corrected_pictures(stored: StoredProduct, body: UpdateProductBody, services: Services) -> tuple[str, ...]:
    with services.media.work() as folder:
        return await services.intake().correct(stored, body.picture_urls, folder)


def _corrected(product: Product, body: UpdateProductBody) -> Product:
    """The product with the filled fields of `body` in place of what was read."""
    given = {
        "title": body.title,
        "description": body.intro_text,
        "target_audience": body.target_audience,
        "pictures": body.picture_urls,
    }
    filled = {name: value for name, value in given.items() if value}
    sources = product.sources | dict.fromkeys(filled, Source.CORRECTION)
    return replace(product, sources=sources, **filled)  # type: ignore[arg-type] # each value fits its field above
