"""Signing a body by the checksum it carries, instead of reading all of it a second time.

Signature version 4 covers a body by its SHA-256 in hex; a checksum header holds the same SHA-256 in base64 (S3 user
guide, "Checking object integrity"). The SDK computes the former itself, even where the latter is at hand. The server
verifies both, so it is as sure of what arrived as before.
"""

import base64
from typing import Any

from botocore.auth import AUTH_TYPE_MAPS, S3SigV4Auth
from botocore.awsrequest import AWSRequest

SIGNATURE = "s3v4-by-checksum"
"""Our name among the SDK's signature versions."""

BODIES = ("PutObject", "UploadPart")
"""Calls whose checksum header is that of their whole body."""


class ChecksumSigner(S3SigV4Auth):  # type: ignore[misc]  # botocore has no types
    """The SDK's own signer of S3, with another source for the hash of a body."""

    def payload(self, request: AWSRequest) -> str:
        """Return the body's SHA-256 in hex."""
        checksum = request.headers.get("x-amz-checksum-sha256")
        return base64.b64decode(checksum).hex() if checksum else super().payload(request)


AUTH_TYPE_MAPS[SIGNATURE] = ChecksumSigner


def sign_with_checksum(client: Any) -> None:
    """Have a boto3 S3 client sign the bodies it sends by their checksums."""
    for call in BODIES:
        client.meta.events.register(f"choose-signer.s3.{call}", _choose)


def _choose(signature_version: object, **_: object) -> str | None:
    """Leave presigned links, unsigned requests and directory buckets as they are."""
    return SIGNATURE if signature_version == "s3v4" else None
