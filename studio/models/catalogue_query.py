"""What lists of the catalogue can be asked for. Source: the query parameters of the vendor's OpenAPI file v2."""

from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, Field, WithJsonSchema

from studio.models.fields import RATIOS, ShortText

EntryT = TypeVar("EntryT")

ALL_RATIOS = "-1"
"""v1's word for no filter (seen of clients)."""


def _ratio(value: Any) -> Any:
    text = str(value).strip().lower()
    if text in {"", ALL_RATIOS}:
        return ""
    return RATIOS[int(text)].value if text in {"0", "1", "2"} else text


RatioFilter = Annotated[
    Literal["", "portrait", "landscape", "square"],
    BeforeValidator(_ratio),
    WithJsonSchema({"type": "string", "enum": ["portrait", "landscape", "square", "0", "1", "2", ALL_RATIOS, ""]}),
]
"""A ratio by the name of v2 or the number of v1; empty for all."""


class PageQuery(BaseModel):
    """Which part of a list."""

    page: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    page_size: Annotated[int, Field(ge=1, le=100)] = 10

    def part(self, entries: list[EntryT]) -> list[EntryT]:
        """The entries of the page."""
        first = (self.page - 1) * self.page_size
        return entries[first : first + self.page_size]


class RatioQuery(BaseModel):
    """A list that comes whole."""

    aspect_ratio: RatioFilter = ""


class AvatarQuery(PageQuery, RatioQuery):
    """GET avatars/public; each empty filter takes all."""

    style: Literal["", "professional", "social"] = ""
    gender: Literal["", "female", "male"] = ""
    age: Literal["", "adult", "senior", "young_adult"] = ""
    scene: Literal["", "lifestyle", "outdoors", "business", "studio", "health_fitness", "education", "news"] = ""
    ethnicity: Literal[
        "", "european", "african", "south_asian", "east_asian", "middle_eastern", "south_american", "north_american"
    ] = ""


class OwnAvatarQuery(PageQuery):
    """GET avatars/custom and avatars/photo_avatars. There are none, whatever is asked for."""

    name: ShortText = ""
    status: Literal["", "processing", "completed", "failed"] = ""


class VoiceQuery(PageQuery):
    """GET voices; each empty filter takes all."""

    gender: Literal["", "female", "male"] = ""
    language: ShortText = ""
    age: Literal["", "young", "middle_aged", "old"] = ""
    use_case: ShortText = ""


class OwnVoiceQuery(BaseModel):
    """GET voices/custom. There are none, whatever is asked for."""

    language: ShortText = ""
