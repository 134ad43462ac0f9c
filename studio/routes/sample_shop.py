"""The bundled sample shop under /samples: product pages to make videos of without any network."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel

from studio.models.envelope import RecordNotFoundError
from studio.routes.origin import origin_of
from studio.samples import TYPES, SampleProduct, content_type, sample_file, sample_products

router = APIRouter(prefix="/samples")


class CatalogRow(BaseModel):
    """A line of the shop's catalogue: an address on this server, and how its video shall look."""

    url: str
    language: str
    template_name: str
    avatar_id: int
    script_style: str
    aspect_ratio: str


class JsonLines(PlainTextResponse):
    """JSON Lines (jsonlines.org)."""

    media_type = "application/jsonl"


@router.get("/catalog.jsonl", response_class=JsonLines)
async def catalog(request: Request) -> JsonLines:
    """Every product of the shop, one JSON object a line."""
    rows = (_row(product, f"{origin_of(request)}/samples/") for product in sample_products())
    return JsonLines("".join(f"{row.model_dump_json()}\n" for row in rows))


def _row(product: SampleProduct, shop: str) -> CatalogRow:
    return CatalogRow(
        url=shop + product.page,
        language=product.language,
        template_name=product.template_name,
        avatar_id=product.avatar_id,
        script_style=product.script_style,
        aspect_ratio=product.aspect_ratio,
    )


@router.get(
    "/{path:path}",
    response_class=Response,
    responses={200: {"content": {kind: {} for kind in sorted(set(TYPES.values()))}}},
)
async def sample(path: str) -> Response:
    """A page or picture of the shop; its front page for the empty path."""
    body = sample_file(path)
    if body is None:
        raise RecordNotFoundError(f"sample {path[:200]!r}", status=404)
    return Response(body, media_type=content_type(path))
