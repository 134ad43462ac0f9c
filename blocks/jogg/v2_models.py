"""Generation 2 on the wire: products, `create_video_from_product`, results and their list.

Sources: the vendor's OpenAPI file v2 and its guides URLtoVideo and GetResult (2025-12 to 2026), and what
integrators saw the live service do where that differs.
"""

import re
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import AliasChoices, BeforeValidator, Field, model_validator

from blocks.jogg.service import CreatedProduct, RenderStatus
from blocks.jogg.settings import AspectRatio, Corrections, RenderSettings
from blocks.jogg.wire import Answer, Number, Request, SentMedia, Text, WireMediaList, sent_media

DEFAULT_LENGTH = 15
"""Seconds, where the settings leave the length open: generation 2 demands one (OpenAPI v2). Generation 1 has no field
for it, and studio's videos of it are this long: a catalogue makes the same ones in both."""

STATUSES: dict[str, RenderStatus] = {
    "pending": RenderStatus.QUEUED,
    "processing": RenderStatus.RENDERING,
    "completed": RenderStatus.DONE,
    "success": RenderStatus.DONE,  # what the live service says where its documents say `completed`
    "failed": RenderStatus.FAILED,
    "deleted": RenderStatus.DELETED,
    # The numbers of v1, which the list of videos uses in its filter.
    "1": RenderStatus.NOT_STARTED,
    "2": RenderStatus.QUEUED,
    "3": RenderStatus.RENDERING,
    "4": RenderStatus.DONE,
    "5": RenderStatus.FAILED,
    "99": RenderStatus.DELETED,
}


def _status(value: Any) -> Any:
    return STATUSES.get(str(value).casefold(), value)


def _status_if_known(value: Any) -> RenderStatus | None:
    return STATUSES.get(str(value).casefold())


def _moment(value: Any) -> datetime | None:
    """Read a Unix time (seconds or milliseconds) or ISO 8601 with its zone; None where it is neither."""
    text = str(value)
    try:
        if re.fullmatch(r"\d{10,13}", text):
            return datetime.fromtimestamp(int(text) / (1000 if len(text) > 11 else 1), UTC)
        moment = datetime.fromisoformat(text)
    except (ValueError, OverflowError, OSError):
        return None
    return moment if moment.tzinfo else None  # some clock's local time says nothing about age


def _reason(value: Any) -> str:
    """Read an error that is an object in the guide and text in some live answers."""
    if isinstance(value, dict):
        value = value.get("message") or value.get("msg") or value.get("err_msg")
    return value if isinstance(value, str) else ""


Status = Annotated[RenderStatus, BeforeValidator(_status)]
Reason = Annotated[str, BeforeValidator(_reason)]


class ProductRequest(Request):
    """Body of POST /v2/product: the page's address, or a name at least. What is None is left out."""

    url: str | None = None
    name: str | None = None
    description: str | None = None
    target_audience: str | None = None
    media: tuple[SentMedia, ...] | None = None


class ProductInfo(Answer):
    """Data of POST /v2/product."""

    product_id: Text = Field(min_length=1)
    name: Text = ""
    description: Text = ""
    target_audience: Text = ""
    media: WireMediaList = ()


class CorrectionRequest(Request):
    """Body of PUT /v2/product. What is None is left out."""

    product_id: str
    name: str | None
    description: str | None
    target_audience: str | None
    media: tuple[SentMedia, ...] | None


class VideoSpec(Request):
    """`video_spec`: `name` is how a lost answer is found again."""

    length: Literal["15", "30", "60"]
    aspect_ratio: AspectRatio
    caption: bool
    name: str


class Avatar(Request):
    """`avatar`: type 0 is public, 1 the account's own."""

    id: int
    type: Literal[0, 1]


class Voice(Request):
    """`voice`."""

    id: str


class Audio(Request):
    """`audio`."""

    music_id: int


class Script(Request):
    """`script`: both are demanded by the live service."""

    style: str
    language: str


class CreateVideoRequest(Request):
    """Body of POST /v2/create_video_from_product, in the nested form that is valid since 2025-12-16."""

    product_id: str
    video_spec: VideoSpec
    avatar: Avatar
    script: Script
    visual_style: str
    voice: Voice | None
    audio: Audio | None


class WithVideoId(Answer):
    """An answer that names a video by any of the ids that documents and live service use; all mean the same."""

    video_id: Text = ""
    product_video_id: Text = ""
    project_id: Text = ""
    id: Text = ""

    @property
    def any_id(self) -> str:
        """The first that is set."""
        return self.video_id or self.product_video_id or self.project_id or self.id


class CreatedVideo(WithVideoId):
    """Data of POST /v2/create_video_from_product."""

    @model_validator(mode="after")
    def _has_an_id(self) -> Self:
        if not self.any_id:
            raise ValueError("no id of the video")
        return self


class VideoFacts(WithVideoId):
    """What the service tells of a video or preview, alone or in a list."""

    title: Text = ""
    video_url: Text = ""
    cover_url: Text = ""
    video_duration: Number = None
    duration: Number = None
    deducted_credit: Number = None
    error: Reason = ""
    err_msg: Reason = ""
    error_message: Reason = ""


class ProductVideo(VideoFacts):
    """Data of GET /v2/product_video/{id}."""

    status: Status


class ListedVideo(VideoFacts):
    """One of `videos` in GET /v2/product_videos, or of `previews` in GET /v2/product_previews."""

    preview_id: Text = ""
    status: Annotated[RenderStatus | None, BeforeValidator(_status_if_known)] = None
    """None where it is unknown: one strange video must not hide the others."""
    created_at: Annotated[datetime | None, BeforeValidator(_moment)] = None

    @property
    def any_id(self) -> str:
        """The first that is set."""
        return super().any_id or self.preview_id


class VideoPage(Answer):
    """Data of either list. An answer without its videos is no empty list: that would prove too much."""

    videos: Annotated[tuple[ListedVideo, ...], BeforeValidator(lambda value: () if value is None else value)] = Field(
        validation_alias=AliasChoices("videos", "previews")
    )
    total: Number = None


class PreviewRequest(Request):
    """Body of POST /v2/create_video_from_product/preview_list."""

    product_id: str
    visual_styles: tuple[str, ...]
    video_spec: VideoSpec
    avatar: Avatar
    script: Script
    voice: Voice | None
    audio: Audio | None


class AcceptedPreview(Answer):
    """One of `previews`: an id, or why there is none for this style."""

    preview_id: Text = ""
    err_msg: Reason = ""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.preview_id and not self.err_msg:
            raise ValueError("neither the id of the preview nor an error")
        return self


class AcceptedPreviews(Answer):
    """Data of POST /v2/create_video_from_product/preview_list."""

    previews: tuple[AcceptedPreview, ...] = Field(min_length=1)


class RenderPreviewRequest(Request):
    """Body of POST /v2/create_video_from_product/render_single_preview."""

    preview_id: str


def correction_request(product: CreatedProduct, corrections: Corrections) -> CorrectionRequest:
    """Put corrections into the contract's words."""
    return CorrectionRequest(
        product_id=product.product_id,
        name=corrections.title or None,
        description=corrections.intro_text or None,
        target_audience=corrections.target_audience or None,
        media=tuple(map(sent_media, corrections.intro_medias)) or None,
    )


def described_product_request(corrections: Corrections) -> ProductRequest:
    """Put a product that has no page into the contract's words."""
    return ProductRequest(
        name=corrections.title,
        description=corrections.intro_text or None,
        target_audience=corrections.target_audience or None,
        media=tuple(map(sent_media, corrections.intro_medias)) or None,
    )


def preview_request(product: CreatedProduct, settings: RenderSettings, name: str) -> PreviewRequest:
    """Put the settings of the video that is to be previewed into the contract's words."""
    asked = create_video_request(product, settings, name)
    return PreviewRequest(
        product_id=asked.product_id,
        visual_styles=(asked.visual_style,),
        video_spec=asked.video_spec,
        avatar=asked.avatar,
        script=asked.script,
        voice=asked.voice,
        audio=asked.audio,
    )


def create_video_request(product: CreatedProduct, settings: RenderSettings, name: str) -> CreateVideoRequest:
    """Put settings into the contract's words."""
    length = settings.length or DEFAULT_LENGTH
    return CreateVideoRequest(
        product_id=product.product_id,
        video_spec=VideoSpec.model_validate(
            {
                "length": str(length),
                "aspect_ratio": settings.aspect_ratio,
                "caption": settings.subtitles,
                "name": name,
            }
        ),
        avatar=Avatar(id=settings.avatar_id, type=1 if settings.custom_avatar else 0),
        script=Script(style=settings.script_style, language=settings.language),
        visual_style=settings.template_name,
        voice=Voice(id=settings.voice_id) if settings.voice_id else None,
        audio=Audio(music_id=settings.music_id) if settings.music_id is not None else None,
    )
