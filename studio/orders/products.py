"""Products: created from a page or from what the client states, corrected later."""

from pathlib import Path

from studio.jobs.product_store import StoredProduct
from studio.orders.corrections import Corrections
from studio.product import Product
from studio.services import Services


async def product_of_page(url: str, services: Services) -> StoredProduct:
    """Read a product page and store the product. Each call makes a product of its own.

    Raises:
        RefusalError: the page gives no product, or none of the pictures can be used.
    """
    with services.media.work() as folder:
        product, pictures = await services.intake().read(url, folder)
        return _stored(product, pictures, services)


async def product_of_parts(parts: Corrections, services: Services) -> StoredProduct:
    """Store a product that has no page: a title at least, and pictures for a video to show.

    Raises:
        RefusalError: pictures are given and none of them can be used.
    """
    product = parts.apply(Product(url="", title=parts.title))
    with services.media.work() as folder:
        pictures = await services.intake().pictures(parts.pictures, folder) if parts.pictures else ()
        return _stored(product, pictures, services)


async def corrected(stored: StoredProduct, corrections: Corrections, services: Services) -> StoredProduct:
    """Store a product's corrected form.

    Raises:
        RefusalError: pictures are given and none of them can be used.
    """
    names = stored.pictures
    if corrections.replaces_pictures:
        with services.media.work() as folder:
            names = await services.intake().correct(stored, corrections.pictures, folder)
    return services.products.replace(stored, corrections.apply(stored.product), names)


def _stored(product: Product, pictures: tuple[Path, ...], services: Services) -> StoredProduct:
    with services.database.transaction():
        stored = services.products.add(product)
        return services.products.replace(stored, product, services.media.keep_pictures(stored.id, pictures))
