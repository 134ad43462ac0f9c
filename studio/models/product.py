"""Products on the wire of v1 and v2, which share every field.

Sources: the vendor's OpenAPI files v1 and v2. A product id is the unpadded base64 of a decimal number, as recorded.
"""

import base64
from typing import Annotated, Self

from pydantic import BaseModel, Field, model_validator

from studio.jobs.product_store import StoredProduct
from studio.models.fields import IMAGE, MAX_MEDIA, Address, Id, LongText, MediaType, ShortText, given_or
from studio.orders.corrections import Corrections


def public_product_id(product_id: int) -> str:
    """54419368 as `NTQ0MTkzNjg`."""
    return base64.b64encode(str(product_id).encode()).rstrip(b"=").decode()


def stored_product_id(public_id: str) -> int | None:
    """The number behind a product id, None for text that is none."""
    try:
        number = base64.b64decode(public_id + "=" * (-len(public_id) % 4), validate=True).decode("ascii")
    except ValueError:  # of base64 and of ASCII
        return None
    # SQLite counts to 2**63; no product has as many digits.
    return int(number) if number.isdecimal() and len(number) < 19 else None


class Media(BaseModel):
    """A picture or clip of the product."""

    type: MediaType = IMAGE
    name: ShortText = ""
    url: Address = ""
    description: LongText = ""


class ProductFields(BaseModel):
    """What a client states about a product itself."""

    name: ShortText = ""
    description: LongText = ""
    target_audience: ShortText = ""
    media: Annotated[list[Media], given_or([]), Field(max_length=MAX_MEDIA)] = []

    @property
    def corrections(self) -> Corrections:
        """The neutral form."""
        pictures = tuple(media.url for media in self.media if media.type == IMAGE and media.url)
        return Corrections(
            self.name, self.description, self.target_audience, pictures, replaces_pictures=bool(self.media)
        )


class CreateProductBody(ProductFields):
    """POST product: a page to read, or a product that has none; both may be given."""

    url: Address = ""

    @model_validator(mode="after")
    def _names_a_product(self) -> Self:
        if not self.url and not self.name:
            raise ValueError("url or name is required")
        return self


class UpdateProductBody(ProductFields):
    """PUT product. What is empty stays as it was; `media` replaces all media."""

    product_id: Id


class ProductInfo(BaseModel):
    """A product as answered. Its pictures are re-hosted here, named by position as in recorded answers."""

    product_id: str
    url: str
    name: str
    description: str
    target_audience: str
    price: str = ""
    list_price: str = ""
    """The former or recommended price, where it is above `price`."""
    currency: str = ""
    availability: str = ""
    """What the page states of them, empty where it states nothing: the service tells none of the four."""
    media: list[Media]


def product_info(stored: StoredProduct, origin: str) -> ProductInfo:
    """The answer for a product; `origin` is the address of this server."""
    kept = [f"{origin}/media/{stored.id}/{name}" for name in stored.pictures]
    price, list_price = stored.product.price, stored.product.list_price
    return ProductInfo(
        product_id=public_product_id(stored.id),
        url=stored.product.url,
        name=stored.product.title,
        description=stored.product.description,
        target_audience=stored.product.target_audience,
        price=f"{price.amount:f}" if price else "",
        list_price=f"{list_price.amount:f}" if list_price else "",
        currency=price.currency if price else "",
        availability=stored.product.availability,
        media=[Media(name=f"Image{number}", url=url) for number, url in enumerate(kept or stored.product.pictures, 1)],
    )
