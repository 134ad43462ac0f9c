"""Generation 1 of the contract: a product is a project, and a project is rendered once."""

import re
from collections.abc import Collection, Mapping

from pydantic import SecretStr

from blocks.errors import AccountError, BadAnswerError, JoggError, Stage
from blocks.jogg.corrections import Corrections
from blocks.jogg.http.transport import Call, OverHttp
from blocks.jogg.http.wire import Nothing
from blocks.jogg.open.models import SETTINGS, ProductAnswer, ProjectInfo, correction_request, render_request
from blocks.jogg.service import (
    OPEN_GATE,
    Accepted,
    CannotTell,
    CreatedProduct,
    NeverAccepted,
    RenderLookup,
    RenderProgress,
    RenderStatus,
    StartedRender,
    SubmitGate,
    SubmitWindow,
)
from blocks.jogg.settings import RenderSettings


class OpenApi(OverHttp):
    """`VideoService` over `/open/…`. The id of a render is the id of its project."""

    async def create_product(self, url: str) -> CreatedProduct:
        """POST /open/product. The answer holds ids only, no title and no media."""
        reply = await self._read_page("/open/product", url, ProductAnswer)
        return CreatedProduct(reply.data.id, project_id=reply.data.prj_id, request_id=reply.request_id)

    async def update_product(self, product: CreatedProduct, corrections: Corrections) -> None:
        """PUT /open/product with the fields that are set."""
        call = Call("PUT", "/open/product", Stage.UPDATE_PRODUCT, body=correction_request(product, corrections))
        await self._transport.send(call, Nothing)

    async def start_render(
        self,
        product: CreatedProduct,
        settings: RenderSettings,
        name: str,  # generation 1 has no field for it
        *,
        gate: SubmitGate = OPEN_GATE,
    ) -> StartedRender:
        """POST /open/project/render. The answer holds no id: the project is the render."""
        SETTINGS.refuse_unsupported(settings)
        project_id = _project_id(product)
        await self._order("/open/project/render", render_request(project_id, settings), Nothing, gate)
        return StartedRender(project_id)

    async def render_status(self, render_id: str) -> RenderProgress:
        """GET /open/prj_info."""
        info, request_id = await self._project_info(render_id, Stage.WAIT_FOR_RENDER)
        status = info.status or RenderStatus.RENDERING
        return RenderProgress(
            render_id=render_id,
            status=status,
            # 100 of a finished render only, whatever the service says.
            percent=100 if status is RenderStatus.DONE else max(0, min(99, int(info.progress or 0))),
            unknown_status="" if info.status else str(info.number),
            description=info.progress_desc,
            queue_position=_queue_position(info),
            video_url=SecretStr(info.video_url) if info.video_url else None,
            cover_url=SecretStr(info.cover_url) if info.cover_url else None,
            caption_url=SecretStr(info.caption_url) if info.caption_url else None,
            srt_url=SecretStr(info.srt_url) if info.srt_url else None,
            seconds=info.video_duration or None,
            error=info.err_msg,
            title=info.title,
            request_id=request_id,
        )

    async def newest_renders(self) -> Mapping[str, RenderProgress]:
        """Nothing: generation 1 has no list of projects."""
        return {}

    async def find_render(
        self, name: str, product: CreatedProduct, *, window: SubmitWindow, earlier: Collection[str] = ()
    ) -> RenderLookup:
        """Ask the project: anything past "not started" can only come from an accepted render."""
        try:
            info, _ = await self._project_info(_project_id(product), Stage.START_RENDER)
        except AccountError:
            raise
        except JoggError as fault:
            return CannotTell(str(fault))
        match info.status:
            case RenderStatus.NOT_STARTED:
                return NeverAccepted()
            case RenderStatus.DELETED:
                return CannotTell(f"Project {product.project_id} is deleted; whether it was rendered is lost.")
            case None:
                return CannotTell(f"Project {product.project_id} has status {info.number}, which no document names.")
            case _:
                return Accepted(_project_id(product))

    async def named_renders(self, names: Collection[str]) -> Mapping[str, str]:
        """Nothing: generation 1 has no names and no list."""
        return {}

    async def _project_info(self, project_id: str, stage: Stage) -> tuple[ProjectInfo, str]:
        call = Call("GET", "/open/prj_info", stage, query=(("project_id", project_id),))
        reply = await self._transport.send(call, ProjectInfo)
        return reply.data, reply.request_id


def _project_id(product: CreatedProduct) -> str:
    if product.project_id is None:
        raise BadAnswerError(
            f"Product {product.product_id} has no project, so it is not of generation 1.", code="no_project"
        )
    return product.project_id


_IN_QUEUE = re.compile(r"\bqueue\b.*?\bposition\D{0,3}(\d{1,6})\b", re.IGNORECASE)
"""Studio's words; no document of the service names its own. A text that says it in another way tells no place."""


def _queue_position(info: ProjectInfo) -> int | None:
    """Read the place in the queue out of what the service says it is doing."""
    found = _IN_QUEUE.search(info.progress_desc) if info.status is RenderStatus.QUEUED else None
    return int(found[1]) if found else None
