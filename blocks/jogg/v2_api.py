"""Generation 2 of the contract, today's live API: a product can be rendered any number of times."""

from datetime import datetime
from urllib.parse import quote

from pydantic import SecretStr

from blocks.errors import AccountError, JoggError, Stage
from blocks.jogg.lookup import NamedVideo, is_past, settle
from blocks.jogg.service import (
    CannotTell,
    CreatedProduct,
    OnTurn,
    RenderLookup,
    RenderProgress,
    RenderStatus,
    StartedRender,
    no_preparation,
)
from blocks.jogg.settings import ApiGeneration, Corrections, RenderSettings, refuse_inexpressible
from blocks.jogg.transport import PRODUCT_SECONDS, RENDER_SECONDS, Call, Transport
from blocks.jogg.v2_models import (
    CreatedVideo,
    ListedVideo,
    ProductInfo,
    ProductRequest,
    ProductVideo,
    VideoPage,
    correction_request,
    create_video_request,
)
from blocks.jogg.wire import Nothing, read_media

BASE_URL = "https://api.jogg.ai"
"""Of the OpenAPI file v2; its paths begin with /v2."""

PAGE_SIZE = 100
"""The most that a list gives at once (OpenAPI v2)."""

MOST_PAGES = 100
"""10,000 videos, weeks of rendering at the full rate: a list that goes on does not page at all."""


class V2Api:
    """`VideoService` over `/v2/…`."""

    def __init__(self, transport: Transport) -> None:
        """Speak over `transport`, which the caller opens and closes."""
        self._transport = transport

    async def create_product(self, url: str) -> CreatedProduct:
        """POST /v2/product."""
        call = Call(
            "POST", "/v2/product", Stage.CREATE_PRODUCT, body=ProductRequest(url=url), read_seconds=PRODUCT_SECONDS
        )
        reply = await self._transport.send(call, ProductInfo)
        return CreatedProduct(
            product_id=reply.data.product_id,
            title=reply.data.name,
            description=reply.data.description,
            target_audience=reply.data.target_audience,
            media=read_media(reply.data.media),
            request_id=reply.request_id,
        )

    async def update_product(self, product: CreatedProduct, corrections: Corrections) -> None:
        """PUT /v2/product with the fields that are set."""
        call = Call("PUT", "/v2/product", Stage.UPDATE_PRODUCT, body=correction_request(product, corrections))
        await self._transport.send(call, Nothing)

    async def start_render(
        self, product: CreatedProduct, settings: RenderSettings, name: str, *, on_turn: OnTurn = no_preparation
    ) -> StartedRender:
        """POST /v2/create_video_from_product, with `name` as the video's name."""
        refuse_inexpressible(settings, ApiGeneration.V2)
        call = Call(
            "POST",
            "/v2/create_video_from_product",
            Stage.START_RENDER,
            body=create_video_request(product, settings, name),
            read_seconds=RENDER_SECONDS,
        )
        reply = await self._transport.send(call, CreatedVideo, on_turn)
        return StartedRender(reply.data.any_id, request_id=reply.request_id)

    async def render_status(self, render_id: str) -> RenderProgress:
        """GET /v2/product_video/{id}. The service tells no percentage."""
        call = Call("GET", f"/v2/product_video/{quote(render_id, safe='')}", Stage.WAIT_FOR_RENDER)
        reply = await self._transport.send(call, ProductVideo)
        video = reply.data
        return RenderProgress(
            render_id=render_id,
            status=video.status,
            percent=100 if video.status is RenderStatus.DONE else 0,
            video_url=SecretStr(video.video_url) if video.video_url else None,
            cover_url=SecretStr(video.cover_url) if video.cover_url else None,
            seconds=video.video_duration or video.duration or None,
            credits=video.deducted_credit,
            error=video.error or video.error_message or video.err_msg,
            title=video.title,
            request_id=reply.request_id,
        )

    async def find_render(self, name: str, product: CreatedProduct, *, submitted_at: datetime) -> RenderLookup:
        """Look for `name` in GET /v2/product_videos, back to `submitted_at`."""
        try:
            videos = await self._videos_since(submitted_at)
        except AccountError:
            raise
        except JoggError as fault:
            return CannotTell(str(fault))
        if videos is None:
            return CannotTell("The service's list of videos does not come to its end.")
        return settle(name, videos, submitted_at)

    async def _videos_since(self, submitted_at: datetime) -> list[NamedVideo] | None:
        """Read the list until it gives nothing new or only older videos; None where it does not come to an end.

        A page's size proves nothing: lists have been seen to ignore the paging they were asked for.
        """
        found: dict[NamedVideo, None] = {}
        for number in range(1, MOST_PAGES + 1):
            page = await self._page(number)
            listed = dict.fromkeys(map(_named, page.videos))
            if listed.keys() <= found.keys():
                return list(found) if len(found) >= (page.total or 0) else None
            found |= listed
            if is_past(list(listed), submitted_at):
                return list(found)
        return None

    async def _page(self, page: int) -> VideoPage:
        query = (
            ("page", str(page)),
            ("page_size", str(PAGE_SIZE)),
            ("sort_by", "created_at"),
            ("sort_order", "desc"),
        )
        call = Call("GET", "/v2/product_videos", Stage.START_RENDER, query=query)
        return (await self._transport.send(call, VideoPage)).data


def _named(video: ListedVideo) -> NamedVideo:
    return NamedVideo(video.any_id, video.title, video.created_at)
