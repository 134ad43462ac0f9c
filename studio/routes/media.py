"""Pictures, videos and captions under /media, for everybody: clients fetch them without the key."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import FileResponse

from studio.models.envelope import RecordNotFoundError
from studio.services import StudioServices

router = APIRouter(prefix="/media")

CAPTION_TYPES = {".vtt": "text/vtt", ".srt": "application/x-subrip"}
"""W3C's WebVTT, section 6.1; SubRip has no registered type, players and stores know it by this one."""
_CONTENT: dict[str, Any] = {
    kind: {}
    for kind in (
        "video/mp4", "image/png", "image/jpeg", "image/webp", "image/gif", "image/avif", *CAPTION_TYPES.values()
    )
}  # fmt: skip
RANGES: dict[int | str, dict[str, Any]] = {
    200: {"content": _CONTENT},
    206: {"description": "A part", "content": _CONTENT},
    416: {"description": "No such part"},
}


@router.get("/{path:path}", response_class=FileResponse, responses=RANGES)
@router.head("/{path:path}", response_class=FileResponse, responses=RANGES)
async def media(path: str, services: StudioServices) -> FileResponse:
    """One file, with Content-Length, ETag, Last-Modified and byte ranges (RFC 9110, sections 8 and 14)."""
    file = services.media.served(path)
    if file is None:
        raise RecordNotFoundError(f"media {path[:200]!r}", status=404)
    return FileResponse(file, media_type=CAPTION_TYPES.get(file.suffix))
