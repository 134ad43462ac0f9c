"""Previews of generation 2: cheap drafts of a video in several visual styles, to choose from before paying for it.

To everything above, a preview is a render like any other: paid (a fraction) when it is accepted, waited for, copied,
and looked for by its name where an answer was lost. One request asks for one style, so that each preview has an
acceptance, and an entry in the ledger, of its own.
"""

from blocks.errors import ParameterError, Stage
from blocks.jogg.http.transport import Call
from blocks.jogg.http.verdict import MAX_MESSAGE_CHARS
from blocks.jogg.service import OPEN_GATE, CreatedProduct, RenderProgress, RenderStatus, StartedRender, SubmitGate
from blocks.jogg.settings import RenderSettings
from blocks.jogg.v2.api import V2Api
from blocks.jogg.v2.models import AcceptedPreviews
from blocks.jogg.v2.requests import SETTINGS, preview_request


class V2Previews(V2Api):
    """`VideoService` whose renders are previews. A product serves any number of previews and videos."""

    list_path = "/v2/product_previews"

    async def start_render(
        self, product: CreatedProduct, settings: RenderSettings, name: str, *, gate: SubmitGate = OPEN_GATE
    ) -> StartedRender:
        """POST /v2/create_video_from_product/preview_list for the one style of `settings`.

        `name` is the fingerprint of the video that would be made of it: the service keeps it with the preview.
        """
        SETTINGS.refuse_unsupported(settings)
        call = Call(
            "POST",
            "/v2/create_video_from_product/preview_list",
            Stage.START_RENDER,
            body=preview_request(product, settings, name),
            paid=True,
            read_seconds=self._transport.timeouts.render_seconds,
        )
        reply = await self._transport.send(call, AcceptedPreviews, gate)
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
        return StartedRender(preview.preview_id, request_id=reply.request_id)

    async def render_status(self, render_id: str) -> RenderProgress:
        """Look it up in GET /v2/product_previews; one that is not listed yet counts as queued."""
        return await self._listed(render_id) or RenderProgress(render_id, RenderStatus.QUEUED)
