"""What one place of a page states about its product."""

from dataclasses import dataclass

from studio.page.identity import NO_IDENTITY, Identity
from studio.page.price import Quote
from studio.product import Rating, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The fields that one syntax fills; empty where it says nothing. Texts are plain, addresses absolute."""

    source: Source
    title: str = ""
    description: str = ""
    features: tuple[str, ...] = ()
    brand: str = ""
    quote: Quote | None = None
    pictures: tuple[str, ...] = ()
    availability: str = ""
    rating: Rating | None = None
    identity: Identity = NO_IDENTITY
