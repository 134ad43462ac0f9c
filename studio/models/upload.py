"""Uploads on the wire."""

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from studio.account.upload import MAX_UPLOAD_BYTES
from studio.models.fields import ShortText, given_or


class UploadBody(BaseModel):
    """POST upload/asset."""

    filename: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
    content_type: ShortText = ""
    file_size: Annotated[int, given_or(0), Field(ge=0, le=MAX_UPLOAD_BYTES)] = 0
    """Bytes; 0 where unknown."""


class SignedUpload(BaseModel):
    """Where to PUT the file, and where it is afterwards: `asset_url` in v2, `asset_id` in v1."""

    sign_url: str
    asset_url: str
    asset_id: str
