"""Uploads of product pictures: a signed address for the key, one PUT without it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from studio.account.upload import ASSET_NAME, MAX_STORED_BYTES, SUFFIXES, UploadTickets, new_asset_name
from studio.models.envelope import Code, Done, Envelope, RecordNotFoundError, RefusalError
from studio.models.upload import SignedUpload, UploadBody
from studio.routes.guard import admit
from studio.routes.origin import origin_of
from studio.services import StudioServices

signing = APIRouter(dependencies=[Depends(admit)])
receiving = APIRouter()


@signing.post("/upload/asset")
async def sign_upload(body: UploadBody, request: Request, services: StudioServices) -> Envelope[SignedUpload]:
    """Sign an address for one picture."""
    if services.media.asset_bytes() >= MAX_STORED_BYTES:
        raise RefusalError(Code.PARAMETER_ERROR, f"Uploads take {MAX_STORED_BYTES:,} bytes, as many as may be kept.")
    name = new_asset_name(body.filename)
    if name is None:
        raise RefusalError(
            Code.PARAMETER_ERROR, f"Parameter error: filename: must be a picture, one of {', '.join(SUFFIXES)}"
        )
    asset = f"{origin_of(request)}/media/assets/{name}"
    query = UploadTickets(services.settings.api_key).query(name)
    return Envelope(
        data=SignedUpload(sign_url=f"{origin_of(request)}/uploads/{name}?{query}", asset_url=asset, asset_id=asset)
    )


@receiving.put("/uploads/{name}")
async def receive_upload(
    name: str,
    request: Request,
    services: StudioServices,
    expires: Annotated[int, Query(ge=0, le=2**40)],
    signature: Annotated[str, Query(max_length=64)],
) -> Done:
    """Take the file, whatever its Content-Type says. A second PUT replaces it."""
    if not ASSET_NAME.fullmatch(name) or not UploadTickets(services.settings.api_key).is_valid(
        name, expires, signature
    ):
        raise RecordNotFoundError("upload: this URL is not signed, or its signature has expired")
    with services.media.work() as folder:
        file = folder / name
        with file.open("wb") as received:
            async for chunk in request.stream():
                received.write(chunk)
        services.media.keep_asset(file)
    return Done()
