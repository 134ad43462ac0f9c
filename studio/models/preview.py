"""Previews on the wire of generation 2."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from studio.models.fields import Id, ShortText
from studio.models.video import NestedWishes

MAX_STYLES = 20
"""Of one list: as many as POST requests in a minute, since each is a render of its own."""


class PreviewListBody(NestedWishes):
    """POST /v2/create_video_from_product/preview_list: one preview for each style."""

    visual_styles: Annotated[list[ShortText], Field(min_length=1, max_length=MAX_STYLES)]


class ListedPreview(BaseModel):
    """One style: `preview_id`, or why there is none."""

    visual_style: str
    preview_id: str = ""
    status: Literal["processing", "failed"] = "processing"
    err_msg: str = ""


class PreviewList(BaseModel):
    """The styles in the order they were asked for."""

    preview_list_id: str
    previews: list[ListedPreview]


class RenderPreviewBody(BaseModel):
    """POST /v2/create_video_from_product/render_single_preview."""

    preview_id: Id
