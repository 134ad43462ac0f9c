"""What the service does and studio does not: refused in words, so that nobody looks for a mistake of their own."""

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Depends

from studio.models.envelope import Code, RefusalError
from studio.routes.guard import admit

OPERATIONS: dict[str, tuple[tuple[str, str], ...]] = {
    "avatar videos": (("POST", "/create_video_from_avatar"), ("GET", "/avatar_video/{id}")),
    "videos from templates": (
        ("POST", "/create_video_with_template"),
        ("GET", "/template_video/{video_id}"),
        ("GET", "/template_videos"),
        ("GET", "/template/custom/{id}"),
    ),
    "translations": (
        ("POST", "/video_translate"),
        ("POST", "/video_translate/"),
        ("GET", "/video_translate/target_languages"),
        ("GET", "/video_translate/{video_translate_id}"),
    ),
    "lip sync": (("POST", "/create_lip_sync_video"), ("GET", "/lip_sync_video/{task_id}")),
    "photo avatars": (
        ("GET", "/photo_avatar"),
        ("POST", "/photo_avatar/add_motion"),
        ("GET", "/photo_avatar/photo"),
        ("POST", "/photo_avatar/photo/generate"),
    ),
    "product avatars": (
        ("GET", "/product_avatar"),
        ("POST", "/product_avatar/add_motion"),
        ("POST", "/product_avatar/generation"),
        ("GET", "/product_avatar/generation/{batch_id}"),
    ),
    "images of other providers": (
        ("POST", "/{provider}/images/generations"),
        ("GET", "/images/tasks/{task_id}"),
    ),
    "videos of other providers": (
        ("POST", "/{provider}/videos/generations"),
        ("GET", "/videos/tasks/{task_id}"),
    ),
}
"""By what they make: methods and paths of the vendor's OpenAPI files v2 (2025 and 2026) that studio does not serve."""


def unsupported_routes() -> APIRouter:
    """A route for each; none is in studio's own OpenAPI document, since none is served."""
    router = APIRouter(dependencies=[Depends(admit)], include_in_schema=False)
    for what, operations in OPERATIONS.items():
        for method, path in operations:
            router.add_api_route(path, _refusing(what), methods=[method])
    return router


def _refusing(what: str) -> Callable[[], Awaitable[None]]:
    async def refuse() -> None:
        raise RefusalError(
            Code.NO_PERMISSION, f"studio does not make {what}: it makes videos of products (create_video_from_product)."
        )

    return refuse
