"""Pictures and samples of the catalogue under /exhibits, for everybody: clients show them without the key."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import FileResponse

from studio.catalogue.exhibits import EXHIBITS
from studio.models.envelope import RecordNotFoundError
from studio.routes.media import RANGES
from studio.services import StudioServices

router = APIRouter(prefix="/exhibits")

CONTENT: dict[str, Any] = {kind: {} for kind in ("image/jpeg", "video/mp4", "audio/mpeg")}


@router.get("/{path:path}", response_class=FileResponse, responses=RANGES | {200: {"content": CONTENT}})
@router.head("/{path:path}", response_class=FileResponse, responses=RANGES | {200: {"content": CONTENT}})
async def exhibit(path: str, services: StudioServices) -> FileResponse:
    """One picture, sample or clip, made when it is first asked for."""
    known = EXHIBITS.get(path)
    file = await services.exhibits.file(known) if known else None
    if file is None:
        raise RecordNotFoundError(f"exhibit {path[:200]!r}", status=404)
    return FileResponse(file, headers={"Cache-Control": "public, max-age=86400"})
