"""What generation 2 answers: products, accepted renders and previews, results and their list.

Sources: the vendor's OpenAPI file v2 and its guides URLtoVideo and GetResult (2025-12 to 2026), and what
integrators saw the live service do where that differs.
"""

import re
from datetime import UTC, datetime
from typing import Annotated, Any, Self

from pydantic import AliasChoices, BeforeValidator, Field, model_validator

from blocks.jogg.http.wire import STATUS_NUMBERS, Answer, Number, Text, WireMediaList, null_is_empty
from blocks.jogg.service import RenderStatus

STATUSES: dict[str, RenderStatus] = {
    "pending": RenderStatus.QUEUED,
    "processing": RenderStatus.RENDERING,
    "completed": RenderStatus.DONE,
    "success": RenderStatus.DONE,  # what the live service says where its documents say `completed`
    "failed": RenderStatus.FAILED,
    "deleted": RenderStatus.DELETED,
    **{str(number): status for number, status in STATUS_NUMBERS.items()},
}


MAX_WORD = 40
"""Characters of a status word that is not known: untrusted text on its way into logs."""


def _word(value: Any) -> str:
    """Read a status word or number; empty where it is neither: one strange video must not hide the others."""
    return str(value).strip()[:MAX_WORD] if isinstance(value, str | int) and not isinstance(value, bool) else ""


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


Reason = Annotated[str, BeforeValidator(_reason)]


class ProductInfo(Answer):
    """Data of POST /v2/product."""

    product_id: Text = Field(min_length=1)
    name: Text = ""
    description: Text = ""
    target_audience: Text = ""
    price: Text = ""
    list_price: Text = ""
    currency: Text = ""
    availability: Text = ""
    media: WireMediaList = ()


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

    word: Annotated[str, BeforeValidator(_word)] = Field(default="", validation_alias="status")
    """Its status, as the service says it."""
    title: Text = ""
    video_url: Text = ""
    cover_url: Text = ""
    caption_url: Text = ""
    srt_url: Text = ""
    video_duration: Number = None
    duration: Number = None
    deducted_credit: Number = None
    error: Reason = ""
    err_msg: Reason = ""
    error_message: Reason = ""

    @property
    def status(self) -> RenderStatus:
        """In our words. One that is not known may be new: it counts as under way, never as an end."""
        return STATUSES.get(self.word.casefold(), RenderStatus.RENDERING)

    @property
    def unknown_word(self) -> str:
        """The service's word for its status if that is none of the known ones, else empty."""
        return "" if self.word.casefold() in STATUSES else self.word


class ProductVideo(VideoFacts):
    """Data of GET /v2/product_video/{id}."""

    word: Annotated[str, BeforeValidator(_word)] = Field(validation_alias="status", min_length=1)


class ListedVideo(VideoFacts):
    """One of `videos` in GET /v2/product_videos, or of `previews` in GET /v2/product_previews."""

    preview_id: Text = ""
    product_id: Text = ""
    """Told by no document; read where it is there."""
    created_at: Annotated[datetime | None, BeforeValidator(_moment)] = None

    @property
    def any_id(self) -> str:
        """The first that is set."""
        return super().any_id or self.preview_id


class VideoPage(Answer):
    """Data of either list. An answer without its videos is no empty list: that would prove too much."""

    videos: Annotated[tuple[ListedVideo, ...], BeforeValidator(null_is_empty)] = Field(
        validation_alias=AliasChoices("videos", "previews")
    )
    total: Number = None


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
