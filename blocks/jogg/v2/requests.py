"""What generation 2 is asked: products, corrections, renders and previews, in the contract's words.

Sources: the vendor's OpenAPI file v2 and its guide URLtoVideo (2025-12 to 2026).
"""

from typing import Literal

from blocks.jogg.corrections import Corrections
from blocks.jogg.generation import SettingSupport
from blocks.jogg.http.wire import Order, Request, SentMedia, sent_additions, sent_line, sent_media, sent_text
from blocks.jogg.service import CreatedProduct
from blocks.jogg.settings import ApiGeneration, AspectRatio, RenderSettings

DEFAULT_LENGTH = 15
"""Seconds, where the settings leave the length open: generation 2 demands one (OpenAPI v2). Generation 1 has no field
for it, and studio's videos of it are this long: a catalogue makes the same ones in both."""

SETTINGS = SettingSupport(
    ApiGeneration.V2,
    unsupported=frozenset({"index_template_name"}),
    alternative="generation open (`--api open`)",
)
"""The settings that generation 2 has fields for (OpenAPI v2)."""


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
    """`voice`: demanded by OpenAPI v2, so that it is sent without an id where the service is to choose."""

    id: str | None


class Audio(Request):
    """`audio`: demanded by OpenAPI v2, like `voice`."""

    music_id: int | None


class Script(Request):
    """`script`: both are demanded by the live service."""

    style: str
    language: str


class VideoOrder(Order):
    """What a video and a preview are alike asked with."""

    product_id: str
    video_spec: VideoSpec
    avatar: Avatar
    script: Script
    voice: Voice
    audio: Audio
    override_script: str | None


class CreateVideoRequest(VideoOrder):
    """Body of POST /v2/create_video_from_product, in the nested form that is valid since 2025-12-16."""

    visual_style: str


class PreviewRequest(VideoOrder):
    """Body of POST /v2/create_video_from_product/preview_list.

    OpenAPI v2 has the language at the top, the vendor's guide inside of `script`, its Postman collection in both.
    """

    visual_styles: tuple[str, ...]
    language: str


class RenderPreviewRequest(Request):
    """Body of POST /v2/create_video_from_product/render_single_preview."""

    preview_id: str


def correction_request(product: CreatedProduct, corrections: Corrections) -> CorrectionRequest:
    """Put corrections into the contract's words."""
    return CorrectionRequest(
        product_id=product.product_id,
        name=sent_line(corrections.title),
        description=sent_text(corrections.intro_text),
        target_audience=sent_line(corrections.target_audience),
        media=tuple(map(sent_media, corrections.intro_medias)) or None,
    )


def preview_request(product: CreatedProduct, settings: RenderSettings, name: str) -> PreviewRequest:
    """Put the settings of the video that is to be previewed into the contract's words."""
    asked = create_video_request(product, settings, name)
    return PreviewRequest(**dict(asked), visual_styles=(asked.visual_style,), language=asked.script.language)


def create_video_request(product: CreatedProduct, settings: RenderSettings, name: str) -> CreateVideoRequest:
    """Put settings into the contract's words."""
    return CreateVideoRequest(
        product_id=product.product_id,
        video_spec=VideoSpec.model_validate(
            {
                "length": str(settings.length or DEFAULT_LENGTH),
                "aspect_ratio": settings.aspect_ratio,
                "caption": settings.subtitles,
                "name": name,
            }
        ),
        avatar=Avatar(id=settings.presenter, type=1 if settings.custom_avatar else 0),
        script=Script(style=settings.script_style, language=settings.language),
        visual_style=settings.template_name,
        voice=Voice(id=settings.voice_id or None),
        audio=Audio(music_id=settings.music_id),
        override_script=settings.override_script or None,
        additions=sent_additions(settings),
    )
