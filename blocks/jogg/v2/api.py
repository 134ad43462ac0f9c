"""Generation 2 of the contract, today's live API: a product can be rendered any number of times."""

from urllib.parse import quote

from pydantic import BaseModel

from blocks.errors import Stage
from blocks.jogg.corrections import Corrections
from blocks.jogg.http.transport import Call
from blocks.jogg.http.wire import Nothing, ProductRequest, read_media
from blocks.jogg.service import OPEN_GATE, CreatedProduct, RenderProgress, StartedRender, SubmitGate
from blocks.jogg.settings import RenderSettings
from blocks.jogg.v2.models import CreatedVideo, ProductInfo, ProductVideo
from blocks.jogg.v2.requests import SETTINGS, RenderPreviewRequest, correction_request, create_video_request
from blocks.jogg.v2.video_list import RenderList, progress_of


class V2Api(RenderList):
    """`VideoService` over `/v2/…`."""

    list_path = "/v2/product_videos"

    async def create_product(self, url: str) -> CreatedProduct:
        """POST /v2/product with the address of a page."""
        body = ProductRequest(url=url)
        call = Call(
            "POST",
            "/v2/product",
            Stage.CREATE_PRODUCT,
            body=body,
            read_seconds=self._transport.timeouts.product_seconds,
        )
        reply = await self._transport.send(call, ProductInfo)
        return CreatedProduct(
            product_id=reply.data.product_id,
            title=reply.data.name,
            description=reply.data.description,
            target_audience=reply.data.target_audience,
            media=read_media(reply.data.media),
            price=reply.data.price,
            list_price=reply.data.list_price,
            currency=reply.data.currency,
            availability=reply.data.availability,
            request_id=reply.request_id,
        )

    async def update_product(self, product: CreatedProduct, corrections: Corrections) -> None:
        """PUT /v2/product with the fields that are set."""
        call = Call("PUT", "/v2/product", Stage.UPDATE_PRODUCT, body=correction_request(product, corrections))
        await self._transport.send(call, Nothing)

    async def start_render(
        self, product: CreatedProduct, settings: RenderSettings, name: str, *, gate: SubmitGate = OPEN_GATE
    ) -> StartedRender:
        """POST /v2/create_video_from_product, with `name` as the video's name; or of the product's approved preview,
        which has the name already."""
        SETTINGS.refuse_unsupported(settings)
        path = "/v2/create_video_from_product"
        body: BaseModel = create_video_request(product, settings, name)
        if product.preview_id:
            path = f"{path}/render_single_preview"
            body = RenderPreviewRequest(preview_id=product.preview_id)
        call = Call(
            "POST", path, Stage.START_RENDER, body=body, paid=True, read_seconds=self._transport.timeouts.render_seconds
        )
        reply = await self._transport.send(call, CreatedVideo, gate)
        return StartedRender(reply.data.any_id, request_id=reply.request_id)

    async def render_status(self, render_id: str) -> RenderProgress:
        """GET /v2/product_video/{id}. The service tells no percentage."""
        call = Call("GET", f"/v2/product_video/{quote(render_id, safe='')}", Stage.WAIT_FOR_RENDER)
        reply = await self._transport.send(call, ProductVideo)
        return progress_of(reply.data, render_id, reply.request_id)
