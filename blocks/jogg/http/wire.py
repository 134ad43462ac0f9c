"""How the service writes numbers, texts and envelopes, read with tolerance.

The documented forms and the live ones differ: numbers come as text, unset values as null or "", unknown fields
appear. Nothing of that is an error; a value that can't mean what the contract says is.
"""

from collections.abc import Mapping
from contextlib import suppress
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    FiniteFloat,
    JsonValue,
    SerializerFunctionWrapHandler,
    ValidationError,
    model_serializer,
)

from blocks.jogg.corrections import Media, MediaType
from blocks.jogg.service import RenderStatus
from blocks.jogg.settings import RenderSettings
from bounds.printable import printable, printable_lines

IMAGE, VIDEO = 1, 2
"""`type` of a media item (generation 1 guide; the same in v2)."""

STATUS_NUMBERS: Mapping[int, RenderStatus] = {
    1: RenderStatus.NOT_STARTED,
    2: RenderStatus.QUEUED,
    3: RenderStatus.RENDERING,
    4: RenderStatus.DONE,
    5: RenderStatus.FAILED,
    99: RenderStatus.DELETED,
}
"""`status` of a render in generation 1 (OpenAPI file), and in the filter of generation 2's list."""


def _text(value: Any) -> Any:
    """Take null for empty and a number for its digits: ids are numbers in some answers and text in others."""
    if value is None:
        return ""
    if isinstance(value, str):
        return printable(value)
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _empty_is_none(value: Any) -> Any:
    return None if value == "" else value


def null_is_empty(value: Any) -> Any:
    """Take null for the list without entries that it stands for."""
    return () if value is None else value


Text = Annotated[str, BeforeValidator(_text)]
Number = Annotated[FiniteFloat | None, BeforeValidator(_empty_is_none)]


class Request(BaseModel, frozen=True):
    """A body that we send."""


class ProductRequest(Request):
    """Body of the POST that has a page read."""

    url: str


class Order(Request):
    """A body that orders a video: the contract's fields, and beside them studio's own (`blocks.jogg.additions`)."""

    additions: Mapping[str, JsonValue]
    """Those that are asked for, by name."""

    @model_serializer(mode="wrap")
    def _beside(self, fields_of: SerializerFunctionWrapHandler) -> dict[str, Any]:
        fields = dict(fields_of(self))
        additions = fields.pop("additions")
        return {**fields, **additions}


class Answer(BaseModel, frozen=True, extra="ignore"):
    """The `data` of an answer: unknown fields are left aside."""


class Nothing(Answer):
    """An answer whose `data` is null, absent or of no interest."""


class WireMedia(Answer):
    """A media item as the service writes it."""

    type: Annotated[int | None, BeforeValidator(_empty_is_none)] = IMAGE
    name: Text = ""
    url: Text = ""
    description: Text = ""


WireMediaList = Annotated[tuple[WireMedia, ...], BeforeValidator(null_is_empty)]


class SentMedia(Request):
    """A media item as we write it."""

    type: Literal[1, 2]
    name: str
    url: str
    description: str


def sent_line(text: str) -> str | None:
    """A title or a name in its printable form; None for none, which leaves what the service has."""
    return printable(text) or None


def sent_text(text: str) -> str | None:
    """The same for a text of several lines."""
    return printable_lines(text) or None


def sent_additions(settings: RenderSettings) -> Mapping[str, JsonValue]:
    """Studio's own settings, those that are asked for."""
    return {name: getattr(settings, name) for name in settings.additions}


def sent_media(media: Media) -> SentMedia:
    """Put a media item into the contract's words."""
    kind: Literal[1, 2] = 2 if media.type is MediaType.VIDEO else 1
    return SentMedia(type=kind, name=media.name, url=media.url, description=media.description)


def read_media(items: tuple[WireMedia, ...]) -> tuple[Media, ...]:
    """Keep the items that have an address; the service sends empty ones for what it could not fetch."""
    found: list[Media] = []
    for item in items:
        kind = MediaType.VIDEO if item.type == VIDEO else MediaType.IMAGE
        with suppress(ValidationError):
            found.append(Media(url=item.url, type=kind, name=item.name, description=item.description))
    return tuple(found)
