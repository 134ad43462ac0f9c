"""S3 as the store: Amazon's own or any server that speaks its protocol and honours conditional writes.

Addresses and credentials come by the SDK's own chain (`AWS_*` variables, profiles, roles; `AWS_ENDPOINT_URL` for
other servers), or with a session or client that somebody else built, such as a prefect-aws credentials block. The
bucket should expire unfinished uploads by a lifecycle rule (AbortIncompleteMultipartUpload); `reap_uploads` does it
too.
"""

import base64
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import Any, Self
from urllib.parse import quote, unquote

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from blocks.errors import ConflictError
from blocks.store.keys import checked_folder, checked_key
from blocks.store.s3_errors import is_absent, sdk_errors
from blocks.store.s3_signing import sign_with_checksum
from blocks.store.s3_upload import S3Object, S3Upload, as_checksum
from blocks.store.store import ObjectFacts, StoredObject, Upload, VideoStore

LINK_SECONDS = 7 * 24 * 3600
"""The longest life S3 gives a signed link (API reference, "X-Amz-Expires")."""
METADATA_BYTES = 500
"""Of one value; S3 allows 2 KB for all names and values together (user guide, "user-defined object metadata")."""
_HEADER_SAFE = " !#$&'()*+,/:;=?@[]-._~"
"""Left as they are in metadata: all that a header carries unchanged but "%" itself."""


class ChecksumMode(StrEnum):
    """When the SDK adds checksums of its own. Every body this module sends carries a SHA-256 in either mode."""

    WHEN_REQUIRED = "when_required"
    """Works with older servers too, which break on checksums they don't know."""
    WHEN_SUPPORTED = "when_supported"


@dataclass(frozen=True, slots=True)
class S3StoreSettings:
    """What differs between destinations. Empty values leave the choice to the SDK's own chain."""

    endpoint_url: str = ""
    region_name: str = ""
    checksum: ChecksumMode = ChecksumMode.WHEN_REQUIRED
    single_writer: bool = False
    """Only one run at a time ever writes here: do without conditional writes."""
    max_attempts: int = 5
    """Of one request, by the SDK's "standard" retry mode: 5xx, SlowDown, throttling, broken connections."""

    def client_options(self) -> dict[str, Any]:
        """Return what `session.client("s3", ...)` is called with."""
        config = Config(
            # The default for links in us-east-1 is still version 2, which most other servers refuse.
            signature_version="s3v4",
            request_checksum_calculation=self.checksum.value,
            response_checksum_validation=self.checksum.value,
            retries={"mode": "standard", "total_max_attempts": self.max_attempts},
            connect_timeout=10,
            read_timeout=60,
            max_pool_connections=50,
        )
        return {
            "config": config,
            "endpoint_url": self.endpoint_url or None,
            "region_name": self.region_name or None,
        }


class S3Store(VideoStore):
    """A bucket, or a prefix in one."""

    def __init__(self, client: Any, bucket: str, prefix: str = "", *, single_writer: bool = False) -> None:
        """`client` is a boto3 S3 client; boto3 clients may be shared by threads."""
        self._client = client
        self._bucket = bucket
        self._prefix = f"{prefix.strip('/')}/" if prefix.strip("/") else ""
        self.single_writer = single_writer

    @classmethod
    def from_session(
        cls, session: boto3.Session, bucket: str, prefix: str = "", settings: S3StoreSettings | None = None
    ) -> Self:
        """Build the client from a boto3 session, such as `AwsCredentials.get_boto3_session()` of prefect-aws."""
        settings = settings or S3StoreSettings()
        with sdk_errors(f"s3://{bucket}"):
            client = session.client("s3", **settings.client_options())
        sign_with_checksum(client)
        return cls(client, bucket, prefix, single_writer=settings.single_writer)

    def read(self, key: str) -> StoredObject | None:
        """One GET. Where the credentials lack `s3:ListBucket`, S3 answers 403 for an absent object."""
        target = self._object(key)
        with sdk_errors(target.where):
            try:
                answer = self._client.get_object(**target.address)
            except ClientError as error:
                if is_absent(error):
                    return None
                raise
            return StoredObject(answer["Body"].read(), answer["ETag"])

    def create(self, key: str, body: bytes, content_type: str) -> str:
        """One PUT with `If-None-Match: *`."""
        target = self._object(key, content_type)
        if self.single_writer:
            if self.head(key):
                raise _conflict(target)
            return self._put(target, body)
        return self._put(target, body, IfNoneMatch="*")

    def replace(self, key: str, body: bytes, version: str) -> str:
        """One PUT with `If-Match`; only JSON records are written this way."""
        target = self._object(key, "application/json")
        if self.single_writer:
            stored = self.read(key)
            if stored is None or stored.version != version:
                raise _conflict(target)
            return self._put(target, body)
        return self._put(target, body, IfMatch=version)

    def put(self, key: str, body: bytes, content_type: str, metadata: Mapping[str, str] | None = None) -> str:
        """One PUT."""
        return self._put(self._object(key, content_type, metadata), body)

    def head(self, key: str) -> ObjectFacts | None:
        """One HEAD; the age is the server's `Date` less its `Last-Modified`."""
        target = self._object(key)
        with sdk_errors(target.where):
            try:
                answer = self._client.head_object(**target.address, ChecksumMode="ENABLED")
            except ClientError as error:
                if is_absent(error):
                    return None
                raise
        return ObjectFacts(
            size=answer["ContentLength"],
            content_type=answer.get("ContentType", ""),
            age_seconds=max(0.0, (_server_time(answer) - answer["LastModified"]).total_seconds()),
            sha256=_hex_digest(answer.get("ChecksumSHA256", "")),
            metadata={name.lower(): unquote(value) for name, value in answer.get("Metadata", {}).items()},
        )

    def list(self, prefix: str, *, changed_since: datetime | None = None) -> Iterator[str]:
        """One LIST for each thousand objects."""
        folder = f"{self._prefix}{checked_folder(prefix)}"
        with sdk_errors(self.address("") + prefix):
            for page in self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=folder):
                for each in page.get("Contents", []):
                    if changed_since is None or each["LastModified"] >= changed_since:
                        yield each["Key"].removeprefix(self._prefix)

    def delete(self, key: str) -> None:
        """One DELETE."""
        target = self._object(key)
        with sdk_errors(target.where):
            self._client.delete_object(**target.address)

    def open_upload(self, key: str, content_type: str, metadata: Mapping[str, str] | None = None) -> Upload:
        """Begin in memory; the first full part opens a multipart upload."""
        return S3Upload(self._client, self._object(key, content_type, metadata))

    def reap_uploads(self, older_than_seconds: float) -> int:
        """Abort multipart uploads of this prefix that were begun longer ago."""
        reaped = 0
        with sdk_errors(self.address("")):
            pages = self._client.get_paginator("list_multipart_uploads")
            for page in pages.paginate(Bucket=self._bucket, Prefix=self._prefix):
                for upload in page.get("Uploads", []):
                    if (_server_time(page) - upload["Initiated"]).total_seconds() > older_than_seconds:
                        self._client.abort_multipart_upload(
                            Bucket=self._bucket, Key=upload["Key"], UploadId=upload["UploadId"]
                        )
                        reaped += 1
        return reaped

    def address(self, key: str) -> str:
        """Return `s3://bucket/prefix/key`."""
        return f"s3://{self._bucket}/{self._prefix}{key}"

    def link(self, key: str) -> str:
        """Return a signed link that opens the object for a week, or as long as its credentials live."""
        target = self._object(key)
        with sdk_errors(target.where):
            return str(self._client.generate_presigned_url("get_object", Params=target.address, ExpiresIn=LINK_SECONDS))

    def _object(self, key: str, content_type: str = "", metadata: Mapping[str, str] | None = None) -> S3Object:
        encoded = {name: _header_value(value) for name, value in (metadata or {}).items()}
        return S3Object(self._bucket, self._prefix + checked_key(key), self.address(key), content_type, encoded)

    def _put(self, target: S3Object, body: bytes, **condition: str) -> str:
        with sdk_errors(target.where):
            try:
                answer = self._client.put_object(
                    **target.address,
                    **target.description,
                    **condition,
                    Body=bytearray(body),
                    ChecksumSHA256=as_checksum(hashlib.sha256(body).digest()),
                )
            except ClientError as error:
                # `If-Match` on an object that is gone: S3 answers 404.
                if condition and is_absent(error):
                    raise _conflict(target) from error
                raise
        return str(answer["ETag"])


def _conflict(target: S3Object) -> ConflictError:
    return ConflictError(f"{target.where} has changed meanwhile", code="object_changed")


def _header_value(text: str) -> str:
    """Percent-encode a metadata value, as headers are ASCII, and cut it to size."""
    kept = text
    # Cut between characters: the escape of a character cut in two would decode to rubbish.
    while len(encoded := quote(kept, safe=_HEADER_SAFE)) > METADATA_BYTES:
        kept = kept[: min(len(kept) - 1, METADATA_BYTES)]
    return encoded


def _server_time(answer: Mapping[str, Any]) -> datetime:
    date = answer["ResponseMetadata"]["HTTPHeaders"].get("date")
    return parsedate_to_datetime(date) if date else datetime.now(UTC)


def _hex_digest(checksum: str) -> str:
    """Turn a whole-body checksum into hex; that of a multipart upload ("...-3") is one of its parts' checksums."""
    return "" if not checksum or "-" in checksum else base64.b64decode(checksum).hex()
