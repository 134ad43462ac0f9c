"""Generation 2 of the contract, today's live API: a product can be rendered any number of times."""

from urllib.parse import quote

from pydantic import BaseModel

from blocks.errors import ParameterError, Stage
from blocks.jogg.corrections import Corrections
from blocks.jogg.http.transport import Call
from blocks.jogg.http.verdict import MAX_MESSAGE_CHARS
from blocks.jogg.http.wire import Nothing, read_media
from blocks.jogg.service import OPEN_GATE, CreatedProduct, RenderProgress, RenderStatus, StartedRender, SubmitGate
from blocks.jogg.settings import RenderSettings
from blocks.jogg.v2.models import AcceptedPreviews, CreatedVideo, ProductInfo, ProductVideo
from blocks.jogg.v2.requests import (
    SETTINGS,
    RenderPreviewRequest,
    correction_request,
    create_video_request,
    preview_request,
)
from blocks.jogg.v2.video_list import RenderList, progress_of


class V2Api(RenderList):
    """`VideoService` over `/v2/…`."""

    list_path = "/v2/product_videos"

    async def create_product(self, url: str) -> CreatedProduct:
        """POST /v2/product with the address of a page."""
        reply = await self._read_page("/v2/product", url, ProductInfo)
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
        reply = await self._order(path, body, CreatedVideo, gate)
        return StartedRender(reply.data.any_id)

    async def render_status(self, render_id: str) -> RenderProgress:
        """GET /v2/product_video/{id}. The service tells no percentage."""
        call = Call("GET", f"/v2/product_video/{quote(render_id, safe='')}", Stage.WAIT_FOR_RENDER)
        reply = await self._transport.send(call, ProductVideo)
        return progress_of(reply.data, render_id, reply.request_id)


class V2Previews(V2Api):
    """`VideoService` whose renders are previews: cheap drafts of a video in several visual styles, to choose from.

    To everything above, a preview is a render like any other: paid (a fraction) when it is accepted, waited for,
    copied, and looked for by its name where an answer was lost. One request asks for one style, so that each preview
    has an acceptance, and an entry in the ledger, of its own. A product serves any number of previews and videos.
    """

    list_path = "/v2/product_previews"

    async def start_render(
        self, product: CreatedProduct, settings: RenderSettings, name: str, *, gate: SubmitGate = OPEN_GATE
    ) -> StartedRender:
        """POST /v2/create_video_from_product/preview_list for the one style of `settings`.

        `name` is the fingerprint of the video that would be made of it: the service keeps it with the preview.
        """
        SETTINGS.refuse_unsupported(settings)
        body = preview_request(product, settings, name)
        reply = await self._order("/v2/create_video_from_product/preview_list", body, AcceptedPreviews, gate)
        preview = reply.data.previews[0]
        if not preview.preview_id:
            reason = preview.err_msg[:MAX_MESSAGE_CHARS]
            raise ParameterError(
                f"The service makes no preview in the style {settings.template_name!r}: {reason!r}.",
                code="preview_refused",
                stage=Stage.START_RENDER,
                request_id=reply.request_id,
                next_step="Choose another style (`url2video options styles`).",
            )
        return StartedRender(preview.preview_id)

    async def render_status(self, render_id: str) -> RenderProgress:
        """Look it up in GET /v2/product_previews; one that is not listed yet counts as queued."""
        return await self._listed(render_id) or RenderProgress(render_id, RenderStatus.QUEUED)
