"""Pictures and videos under /media, for everybody: clients fetch them without the key."""

from fastapi import APIRouter
from fastapi.responses import FileResponse

from studio.models.envelope import RecordNotFoundError
from studio.services import StudioServices

router = APIRouter(prefix="/media")


@router.api_route("/{path:path}", methods=["GET", "HEAD"], response_class=FileResponse)
async def media(path: str, services: StudioServices) -> FileResponse:
    """One file, with Content-Length, ETag, Last-Modified and byte ranges (RFC 9110, sections 8 and 14)."""
    file = services.media.served(path)
    if file is None:
        raise RecordNotFoundError(f"media {path[:200]!r}", status=404)
    return FileResponse(file)
