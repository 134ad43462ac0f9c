"""Generation 1 on the wire: /open/product, /open/project/render, /open/prj_info.

Source: the vendor's OpenAPI file and "Create Video from URL" guide of October and November 2024. Unknown fields
are ignored, numbers may come as text, and an empty string or null means "not given".
"""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from studio.models.additions import AdditionFields
from studio.models.fields import IMAGE, MAX_MEDIA, Address, AvatarId, LongText, MediaType, RowId, ShortText, given_or
from studio.orders.corrections import Corrections

# fmt: off
LANGUAGES = frozenset((
    "english", "filipino", "french", "german", "hindi", "indonesian", "italian", "japanese", "korean", "malay",
    "portuguese", "russian", "spanish", "thai", "vietnamese", "arabic", "greek", "turkish", "slovenian",
    "croatian", "romanian", "chinese", "bengali", "urdu", "hungarian", "traditional-chinese", "polish",
))
# fmt: on
"""The 27 values of `lang` in generation 1."""


def _known_language(value: str) -> str:
    if value.lower() not in LANGUAGES:
        raise ValueError(f"must be one of {', '.join(sorted(LANGUAGES))}")
    return value.lower()


Language = Annotated[
    str, given_or("english"), StringConstraints(strip_whitespace=True), AfterValidator(_known_language)
]


class CreateProductBody(BaseModel):
    """POST /open/product."""

    url: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4_000)]


class CreatedProduct(BaseModel):
    """What names the product from now on: `id` for corrections, `prj_id` for rendering."""

    id: int
    prj_id: str


class IntroMedia(BaseModel):
    """A picture or clip that replaces what the page showed. Of the published fields these two decide something."""

    type: MediaType = IMAGE
    url: Address = ""


class UpdateProductBody(BaseModel):
    """PUT /open/product. What is empty stays as it was: the guide's own example sends every field empty."""

    product_id: RowId
    title: ShortText = ""
    intro_text: LongText = ""
    target_audience: ShortText = ""
    intro_medias: Annotated[list[IntroMedia], given_or([]), Field(max_length=MAX_MEDIA)] = []

    @property
    def corrections(self) -> Corrections:
        """What of the product changes. Of the media only pictures can be shown."""
        pictures = tuple(media.url for media in self.intro_medias if media.type == IMAGE and media.url)
        return Corrections(
            self.title, self.intro_text, self.target_audience, pictures, replaces_pictures=bool(self.intro_medias)
        )


class RenderBody(AdditionFields):
    """POST /open/project/render. Defaults are the guide's example values."""

    project_id: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]
    aspect_ratio: Annotated[int, given_or(0), Field(ge=0, le=2)] = 0
    """0 is 9:16, 1 is 16:9, 2 is 1:1."""
    lang: Language = "english"
    render_subtitle: Annotated[int, given_or(1), Field(ge=0, le=1)] = 1
    avatar_id: Annotated[AvatarId, given_or(1)] = 1
    template_name: Annotated[ShortText, given_or("Card Stacking")] = "Card Stacking"
    template_type: Annotated[ShortText, given_or("common")] = "common"
    index_template_name: ShortText = ""
    script_style: Annotated[ShortText, given_or("Discovery_stage")] = "Discovery_stage"


class RenderNotes(BaseModel):
    """The data of a render of a project that was rendered before; a first render has none (guide)."""

    notes: list[str]
    """An addition of studio's."""


class ProjectInfo(BaseModel):
    """The data of GET /open/prj_info, every documented field; what does not apply is 0 or empty."""

    id: str
    title: str
    progress: int = 0
    """Percent."""
    progress_desc: str
    aspect_ratio: int = 0
    step: int
    status: int
    """1 not started, 2 in queue, 3 in progress, 4 success, 5 failure, 99 deleted."""
    err_msg: str = ""
    video_path: str = ""
    video_duration: int = 0
    """Whole seconds."""
    video_url: str = ""
    cover_path: str = ""
    cover_url: str = ""
    caption_url: str = ""
    """WebVTT. An addition of studio's, like `srt_url`."""
    srt_url: str = ""
    workspace_index: int = 0
    template_id: int = 0
    template_type: str = "common"
    index_template_id: int = 0
    person_id: int = 0
    placeholder_cover_url: str = ""
    created_at: int
    """Unix time in seconds."""
    updated_at: int
