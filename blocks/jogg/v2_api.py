"""Generation 2 of the contract, today's live API: a product can be rendered any number of times."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import quote

from pydantic import BaseModel

from blocks.errors import ConfigurationError, Stage
from blocks.jogg.service import (
    CreatedProduct,
    OnTurn,
    RenderLookup,
    RenderProgress,
    StartedRender,
    no_preparation,
)
from blocks.jogg.settings import ApiGeneration, Corrections, RenderSettings, refuse_inexpressible
from blocks.jogg.transport import PRODUCT_SECONDS, RENDER_SECONDS, Call, Transport
from blocks.jogg.v2_list import RenderList, progress_of
from blocks.jogg.v2_models import CreatedVideo, ProductInfo, ProductVideo
from blocks.jogg.v2_requests import (
    ProductRequest,
    RenderPreviewRequest,
    correction_request,
    create_video_request,
    described_product_request,
)
from blocks.jogg.wire import Nothing, read_media

BASE_URL = "https://api.jogg.ai"
"""Of the OpenAPI file v2; its paths begin with /v2."""


class V2Api:
    """`VideoService` over `/v2/…`."""

    def __init__(self, transport: Transport) -> None:
        """Speak over `transport`, which the caller opens and closes."""
        self._transport = transport
        self._list = RenderList(transport, "/v2/product_videos")

    async def create_product(self, url: str) -> CreatedProduct:
        """POST /v2/product with the address of a page."""
        return await self._create_product(ProductRequest(url=url))

    async def create_described_product(self, description: Corrections) -> CreatedProduct:
        """POST /v2/product for a product without a page: a title at least, and the pictures the video is to show.

        Raises:
            ConfigurationError: no title; nothing was sent.
            JoggError: as `create_product`.
        """
        if not description.title:
            raise ConfigurationError(
                'title: ""; allowed: any text, a product without a page needs a name.', code="product_without_name"
            )
        return await self._create_product(described_product_request(description))

    async def _create_product(self, body: ProductRequest) -> CreatedProduct:
        call = Call("POST", "/v2/product", Stage.CREATE_PRODUCT, body=body, read_seconds=PRODUCT_SECONDS)
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
        """POST /v2/create_video_from_product, with `name` as the video's name; or of the product's approved preview,
        which has the name already."""
        refuse_inexpressible(settings, ApiGeneration.V2)
        path = "/v2/create_video_from_product"
        body: BaseModel = create_video_request(product, settings, name)
        if product.preview_id:
            path = f"{path}/render_single_preview"
            body = RenderPreviewRequest(preview_id=product.preview_id)
        call = Call("POST", path, Stage.START_RENDER, body=body, read_seconds=RENDER_SECONDS)
        reply = await self._transport.send(call, CreatedVideo, on_turn)
        return StartedRender(reply.data.any_id, request_id=reply.request_id)

    async def render_status(self, render_id: str) -> RenderProgress:
        """GET /v2/product_video/{id}. The service tells no percentage."""
        call = Call("GET", f"/v2/product_video/{quote(render_id, safe='')}", Stage.WAIT_FOR_RENDER)
        reply = await self._transport.send(call, ProductVideo)
        return progress_of(reply.data, render_id, reply.data.status, reply.request_id)

    async def newest_renders(self) -> Mapping[str, RenderProgress]:
        """GET /v2/product_videos, its first page."""
        return await self._list.newest()

    async def find_render(self, name: str, product: CreatedProduct, *, submitted_at: datetime) -> RenderLookup:
        """Look for `name` in GET /v2/product_videos, back to `submitted_at`."""
        return await self._list.look_up(name, submitted_at)
