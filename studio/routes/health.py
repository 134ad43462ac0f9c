"""GET /healthz for whoever supervises the process."""

from fastapi import APIRouter
from pydantic import BaseModel

from studio.services import StudioServices

router = APIRouter()


class Health(BaseModel):
    """The server answers and its database does."""

    status: str = "ok"
    products: int


@router.get("/healthz")
async def health(services: StudioServices) -> Health:
    """Answer with a count that the database had to make."""
    return Health(products=services.products.count())
