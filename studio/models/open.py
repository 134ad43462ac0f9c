"""Generation 1 on the wire: /open/product, /open/project/render, /open/prj_info.

Source: the vendor's OpenAPI file and "Create Video from URL" guide of October and November 2024. Unknown fields
are ignored, numbers may come as text, and an empty string or null means "not given".
"""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, StringConstraints

# fmt: off
LANGUAGES = frozenset((
    "english", "filipino", "french", "german", "hindi", "indonesian", "italian", "japanese", "korean", "malay",
    "portuguese", "russian", "spanish", "thai", "vietnamese", "arabic", "greek", "turkish", "slovenian",
    "croatian", "romanian", "chinese", "bengali", "urdu", "hungarian", "traditional-chinese", "polish",
))
# fmt: on
"""The 27 values of `lang` in generation 1."""


def _given_or(default: Any) -> BeforeValidator:
    """Read an empty string or null as `default`."""

    def read(value: Any) -> Any:
        absent = value is None or (isinstance(value, str) and not value.strip())
        return default if absent else value

    return BeforeValidator(read)


def _known_language(value: str) -> str:
    if value.lower() not in LANGUAGES:
        raise ValueError(f"must be one of {', '.join(sorted(LANGUAGES))}")
    return value.lower()


ShortText = Annotated[str, _given_or(""), StringConstraints(strip_whitespace=True, max_length=500)]
LongText = Annotated[str, _given_or(""), StringConstraints(strip_whitespace=True, max_length=20_000)]
Language = Annotated[
    str, _given_or("english"), StringConstraints(strip_whitespace=True), AfterValidator(_known_language)
]
Address = Annotated[str, _given_or(""), StringConstraints(strip_whitespace=True, max_length=4_000)]


class CreateProductBody(BaseModel):
    """POST /open/product."""

    url: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4_000)]


class CreatedProduct(BaseModel):
    """What names the product from now on: `id` for corrections, `prj_id` for rendering."""

    id: int
    prj_id: str


IMAGE, VIDEO = 1, 2
"""`type` of a media."""


class IntroMedia(BaseModel):
    """A picture or clip that replaces what the page showed. Of the published fields these two decide something."""

    type: Annotated[int, _given_or(IMAGE), Field(ge=IMAGE, le=VIDEO)] = IMAGE
    url: Address = ""


class UpdateProductBody(BaseModel):
    """PUT /open/product. What is empty stays as it was: the guide's own example sends every field empty."""

    product_id: int
    title: ShortText = ""
    intro_text: LongText = ""
    target_audience: ShortText = ""
    intro_medias: Annotated[list[IntroMedia], _given_or([]), Field(max_length=50)] = []

    @property
    def picture_urls(self) -> tuple[str, ...]:
        """The addresses of the pictures among `intro_medias`, in the client's order."""
        return tuple(media.url for media in self.intro_medias if media.type == IMAGE and media.url)


class RenderBody(BaseModel):
    """POST /open/project/render. Defaults are the guide's example values."""

    project_id: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]
    aspect_ratio: Annotated[int, _given_or(0), Field(ge=0, le=2)] = 0
    """0 is 9:16, 1 is 16:9, 2 is 1:1."""
    lang: Language = "english"
    render_subtitle: Annotated[int, _given_or(1), Field(ge=0, le=1)] = 1
    avatar_id: Annotated[int, _given_or(1)] = 1
    template_name: Annotated[ShortText, _given_or("Card Stacking")] = "Card Stacking"
    template_type: Annotated[ShortText, _given_or("common")] = "common"
    index_template_name: ShortText = ""
    script_style: Annotated[ShortText, _given_or("Discovery_stage")] = "Discovery_stage"


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
    workspace_index: int = 0
    template_id: int = 0
    template_type: str = "common"
    index_template_id: int = 0
    person_id: int = 0
    placeholder_cover_url: str = ""
    created_at: int
    """Unix time in seconds."""
    updated_at: int
