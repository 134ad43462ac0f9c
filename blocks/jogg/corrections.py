"""What a person knows better than the product page, in words that fit every contract generation."""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator

from blocks.jogg.settings import refusal
from bounds.addresses import parts_of
from bounds.printable import printable

VIDEO_SUFFIXES = (".mp4", ".mov", ".webm", ".m4v")
"""A correction's media without a stated type is a video when its path ends like this, else an image."""

ADDRESS = "an http or https address without a user name"
"""What is allowed as the address of a picture."""


class MediaType(StrEnum):
    """Kind of a product picture; on the wire 1 is an image and 2 a video."""

    IMAGE = "image"
    VIDEO = "video"


def _web_address(value: str) -> str:
    address = value.strip()
    parts = parts_of(address)
    names_host = parts.scheme in {"http", "https"} and parts.hostname and parts.username is None
    if not names_host or printable(address) != address:
        raise refusal(ADDRESS)
    return address


def _media_from_address(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    path = value.partition("?")[0].partition("#")[0].lower()
    return {"url": value, "type": MediaType.VIDEO if path.endswith(VIDEO_SUFFIXES) else MediaType.IMAGE}


class _Asked(BaseModel, frozen=True, extra="forbid", str_strip_whitespace=True):
    """Frozen, and no misspelt field goes unnoticed."""


class Media(_Asked):
    """A picture or video of the product."""

    url: Annotated[str, AfterValidator(_web_address)]
    type: MediaType = MediaType.IMAGE
    name: str = ""
    description: str = ""


class Corrections(_Asked):
    """What a person knows better than the product page. Empty fields leave the service's own reading as it is."""

    title: str = ""
    intro_text: str = ""
    """The product's description."""
    target_audience: str = ""
    intro_medias: tuple[Annotated[Media, BeforeValidator(_media_from_address)], ...] = ()
    """Replaces all media that the service found on the page; a plain address is enough for an item."""

    @property
    def is_empty(self) -> bool:
        """Nothing to correct, so no PUT is needed."""
        return not (self.title or self.intro_text or self.target_audience or self.intro_medias)
