"""GET /additions: which fields of its own this server understands. No service but studio has this path."""

from fastapi import APIRouter, Depends

from studio.models.additions import AdditionList
from studio.models.envelope import Envelope
from studio.routes.guard import admit

router = APIRouter(dependencies=[Depends(admit)])


@router.get("/additions")
async def additions() -> Envelope[AdditionList]:
    """The names of the fields that an order may have beyond the vendor's contract."""
    return Envelope(data=AdditionList())
