"""Generation 1 on the wire: the bodies of `/open/product`, `/open/project/render` and `/open/prj_info`.

Source: the guide "Create Video from URL" and the OpenAPI file of 2024-10 to 2024-11.
"""

from typing import Literal

from pydantic import Field

from blocks.jogg.corrections import Corrections
from blocks.jogg.generation import SettingSupport
from blocks.jogg.http.wire import (
    STATUS_NUMBERS,
    Answer,
    Number,
    Order,
    Request,
    SentMedia,
    Text,
    sent_additions,
    sent_line,
    sent_media,
    sent_text,
)
from blocks.jogg.service import CreatedProduct, RenderStatus
from blocks.jogg.settings import ApiGeneration, AspectRatio, RenderSettings, TemplateType
from blocks.jogg.vocabulary import OPEN_LANGUAGES, STAGE_SUFFIX

RATIO_NUMBERS: dict[AspectRatio, Literal[0, 1, 2]] = {
    AspectRatio.PORTRAIT: 0,
    AspectRatio.LANDSCAPE: 1,
    AspectRatio.SQUARE: 2,
}
"""`aspect_ratio`: 0 is 9:16, 1 is 16:9, 2 is 1:1 (guide)."""

SETTINGS = SettingSupport(
    ApiGeneration.OPEN,
    unsupported=frozenset({"length", "voice_id", "music_id", "custom_avatar", "override_script"}),
    languages=OPEN_LANGUAGES,
    alternative="generation v2 (`--api v2`)",
)
"""The settings that generation 1 has fields for (guide, "Render project")."""


class ProductAnswer(Answer):
    """Data of POST /open/product: the product's number and its project's 32 hex digits."""

    id: Text = Field(min_length=1)
    prj_id: Text = Field(min_length=1)


class CorrectionRequest(Request):
    """Body of PUT /open/product. What is None is left out, so that the service keeps its own reading."""

    product_id: int | str
    title: str | None
    intro_text: str | None
    target_audience: str | None
    intro_medias: tuple[SentMedia, ...] | None


class RenderRequest(Order):
    """Body of POST /open/project/render."""

    project_id: str
    aspect_ratio: Literal[0, 1, 2]
    lang: str
    render_subtitle: Literal[0, 1]
    avatar_id: int
    template_name: str
    template_type: TemplateType
    index_template_name: str
    script_style: str


class ProjectInfo(Answer):
    """Data of GET /open/prj_info, as far as it concerns us."""

    number: int = Field(validation_alias="status")
    title: Text = ""
    progress: Number = None
    progress_desc: Text = ""
    err_msg: Text = ""
    video_url: Text = ""
    video_duration: Number = None
    cover_url: Text = ""
    caption_url: Text = ""
    srt_url: Text = ""

    @property
    def status(self) -> RenderStatus | None:
        """In our words; None where no document names the number."""
        return STATUS_NUMBERS.get(self.number)


def correction_request(product: CreatedProduct, corrections: Corrections) -> CorrectionRequest:
    """Put corrections into the contract's words."""
    number = product.product_id
    return CorrectionRequest(
        product_id=int(number) if number.isdecimal() else number,
        title=sent_line(corrections.title),
        intro_text=sent_text(corrections.intro_text),
        target_audience=sent_line(corrections.target_audience),
        intro_medias=tuple(map(sent_media, corrections.intro_medias)) or None,
    )


def render_request(project_id: str, settings: RenderSettings) -> RenderRequest:
    """Put settings into the contract's words."""
    return RenderRequest(
        project_id=project_id,
        aspect_ratio=RATIO_NUMBERS[settings.aspect_ratio],
        lang=settings.language,
        render_subtitle=1 if settings.subtitles else 0,
        avatar_id=settings.presenter,
        template_name=settings.template_name,
        template_type=settings.template_type,
        index_template_name=settings.index_template_name,
        script_style=settings.script_style + STAGE_SUFFIX,
        additions=sent_additions(settings),
    )
