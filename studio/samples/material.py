"""The sample shop's products as a renderer takes them, without any server."""

from functools import cache
from pathlib import Path

from studio.page.reader import read_product
from studio.pictures import prepare_picture
from studio.product import Product
from studio.samples.shop import content_type, sample_file

SHOP = "https://wrenhollow.example/"
"""Where the sample shop's pages would stand."""


def sample_product(page: str) -> Product:
    """The product of a page of the shop."""
    return read_product(_file(page), SHOP + page, content_type(page))


def sample_pictures(product: Product, folder: Path) -> tuple[Path, ...]:
    """A product's pictures, prepared, in a folder."""
    paths = []
    for url in product.pictures:
        path = folder / f"{Path(url).name}.png"
        if not path.exists():
            prepare_picture(_file(url.removeprefix(SHOP)), path)
        paths.append(path)
    return tuple(paths)


@cache
def _file(path: str) -> bytes:
    body = sample_file(path)
    if body is None:
        raise FileNotFoundError(f"the sample shop has no {path}")
    return body
