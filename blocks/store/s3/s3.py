"""S3 as the store: Amazon's own or any server that speaks its protocol and honours conditional writes.

Addresses and credentials come by the SDK's own chain (`AWS_*` variables, profiles, roles; `AWS_ENDPOINT_URL` for
other servers). The bucket should expire unfinished uploads by a lifecycle rule (AbortIncompleteMultipartUpload);
`reap_uploads` does it too.
"""

import base64
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Self
from urllib.parse import quote, unquote

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from urllib3.exceptions import HTTPError

from blocks.errors import ConfigurationError, ConflictError
from blocks.store.keys import checked_folder, checked_key
from blocks.store.s3.errors import broken_answer, is_absent, sdk_errors, unless_absent
from blocks.store.s3.upload import S3Object, S3Upload, put_object
from blocks.store.store import JSON, ObjectFacts, StoredObject, Upload, VideoStore, repeated

METADATA_BYTES = 500
"""Of one value; S3 allows 2 KB for all names and values together (user guide, "user-defined object metadata")."""
_NEXT_OBJECTS = {"NextContinuationToken": "ContinuationToken"}
_NEXT_UPLOADS = {"NextKeyMarker": "KeyMarker", "NextUploadIdMarker": "UploadIdMarker"}
_HEADER_SAFE = " !#$&'()*+,/:;=?@[]-._~"
"""Left as they are in metadata: all that a header carries unchanged but "%" itself."""
OWN_CHECKSUMS = "when_required"
"""When the SDK adds checksums of its own: older servers break on those they don't know. Every body that this module
sends carries a SHA-256 anyway, and the bodies that it reads are compared with it."""


@dataclass(frozen=True, slots=True)
class S3StoreSettings:
    """What differs between destinations. Empty values leave the choice to the SDK's own chain."""

    endpoint_url: str = ""
    region_name: str = ""
    max_attempts: int = 5
    """Of one request, by the SDK's "standard" retry mode: 5xx, SlowDown, throttling, broken connections."""

    def open_client(self, session: boto3.Session, where: str) -> Any:
        """Return a boto3 S3 client; `where` names for people what it is for. Raises `ConfigurationError`."""
        config = Config(
            signature_version="s3v4",
            request_checksum_calculation=OWN_CHECKSUMS,
            response_checksum_validation=OWN_CHECKSUMS,
            retries={"mode": "standard", "total_max_attempts": self.max_attempts},
            connect_timeout=10,
            read_timeout=60,
            max_pool_connections=50,
        )
        places = {"endpoint_url": self.endpoint_url or None, "region_name": self.region_name or None}
        with sdk_errors(where):
            try:
                return session.client("s3", config=config, **places)
            except ValueError as error:
                raise ConfigurationError(f"{where}: {error}", code="store_misconfigured") from error


class S3Store(VideoStore):
    """A bucket, or a prefix in one."""

    lists_fast = True

    def __init__(self, client: Any, bucket: str, prefix: str = "") -> None:
        """`client` is a boto3 S3 client; boto3 clients may be shared by threads."""
        self._client = client
        self._bucket = bucket
        self._prefix = f"{prefix.strip('/')}/" if prefix.strip("/") else ""

    @classmethod
    def from_session(
        cls, session: boto3.Session, bucket: str, prefix: str = "", settings: S3StoreSettings | None = None
    ) -> Self:
        """Build the client from a boto3 session."""
        client = (settings or S3StoreSettings()).open_client(session, f"s3://{bucket}")
        return cls(client, bucket, prefix)

    @repeated
    def read(self, key: str) -> StoredObject | None:
        """One GET, its body compared with its SHA-256 where the server keeps one, and repeated if it came damaged.

        Where the credentials lack `s3:ListBucket`, S3 answers 403 for an absent object.
        """
        target = self._object(key)
        with sdk_errors(target.where):
            answer = unless_absent(self._client.get_object, **target.address, ChecksumMode="ENABLED")
            if answer is None:
                return None
            try:
                body = bytes(answer["Body"].read())
            except (BotoCoreError, HTTPError, OSError, ValueError) as error:
                # Whatever breaks it off, the request was answered: asked again, it arrives whole.
                raise broken_answer(error, target.where) from error
            return StoredObject(body, answer["ETag"], _age_seconds(answer))

    def create(self, key: str, body: bytes, content_type: str) -> str:
        """One PUT with `If-None-Match: *`."""
        return self._put(self._object(key, content_type), body, IfNoneMatch="*")

    def replace(self, key: str, body: bytes, version: str, content_type: str = JSON) -> str:
        """One PUT with `If-Match`."""
        return self._put(self._object(key, content_type), body, IfMatch=version)

    @repeated
    def put(self, key: str, body: bytes, content_type: str, metadata: Mapping[str, str] | None = None) -> str:
        """One PUT."""
        return self._put(self._object(key, content_type, metadata), body)

    @repeated
    def head(self, key: str) -> ObjectFacts | None:
        """One HEAD; the age is the server's `Date` less its `Last-Modified`."""
        target = self._object(key)
        with sdk_errors(target.where):
            answer = unless_absent(self._client.head_object, **target.address, ChecksumMode="ENABLED")
            if answer is None:
                return None
            checksum = answer.get("ChecksumSHA256", "")
            return ObjectFacts(
                size=answer["ContentLength"],
                content_type=answer.get("ContentType", ""),
                age_seconds=_age_seconds(answer),
                # Of a multipart upload ("...-3") it is a checksum of its parts' checksums.
                sha256="" if "-" in checksum else base64.b64decode(checksum).hex(),
                metadata={name.lower(): unquote(value) for name, value in answer.get("Metadata", {}).items()},
            )

    def list(self, prefix: str, *, changed_since: datetime | None = None) -> Iterator[str]:
        """One LIST for each thousand objects; a page that came damaged is asked for again before its keys go out."""
        folder = f"{self._prefix}{checked_folder(prefix)}"
        for page in self._pages("list_objects_v2", _NEXT_OBJECTS, folder):
            for each in page.get("Contents", []):
                if changed_since is None or each["LastModified"] >= changed_since:
                    yield each["Key"].removeprefix(self._prefix)

    @repeated
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
        for page in self._pages("list_multipart_uploads", _NEXT_UPLOADS, self._prefix):
            for upload in page.get("Uploads", []):
                if (_server_time(page) - upload["Initiated"]).total_seconds() > older_than_seconds:
                    reaped += self._abort(upload["Key"], upload["UploadId"])
        return reaped

    def address(self, key: str) -> str:
        """Return `s3://bucket/prefix/key`."""
        return f"s3://{self._bucket}/{self._prefix}{key}"

    def _object(self, key: str, content_type: str = "", metadata: Mapping[str, str] | None = None) -> S3Object:
        encoded = {name: _header_value(value) for name, value in (metadata or {}).items()}
        return S3Object(self._bucket, self._prefix + checked_key(key), self.address(key), content_type, encoded)

    def _pages(self, operation: str, markers: Mapping[str, str], prefix: str) -> Iterator[Mapping[str, Any]]:
        """Yield the pages of a listing; `markers` maps fields of a page to parameters of the request for the next."""
        parameters: dict[str, str] = {}
        while True:
            page = self._page(operation, prefix, tuple(markers), parameters)
            yield page
            if not page["IsTruncated"]:
                return
            parameters = {parameter: page[field] for field, parameter in markers.items()}

    @repeated
    def _page(
        self, operation: str, prefix: str, markers: tuple[str, ...], parameters: Mapping[str, str]
    ) -> Mapping[str, Any]:
        with sdk_errors(f"s3://{self._bucket}/{prefix}"):
            page: Mapping[str, Any] = getattr(self._client, operation)(Bucket=self._bucket, Prefix=prefix, **parameters)
            # Asked for here, where the request is repeated: an empty or foreign document has none of these.
            if page["IsTruncated"]:
                for field in markers:
                    page[field]
            return page

    @repeated
    def _abort(self, key: str, upload_id: str) -> bool:
        """Drop an upload; False where somebody else has."""
        with sdk_errors(f"s3://{self._bucket}/{key}"):
            abort = self._client.abort_multipart_upload
            return unless_absent(abort, Bucket=self._bucket, Key=key, UploadId=upload_id) is not None

    def _put(self, target: S3Object, body: bytes, **condition: str) -> str:
        with sdk_errors(target.where, conditional=bool(condition)):
            try:
                return put_object(self._client, target, bytearray(body), hashlib.sha256(body).digest(), **condition)
            except ClientError as error:
                # `If-Match` on an object that is gone: S3 answers 404.
                if condition and is_absent(error):
                    message = f"{target.where} has changed meanwhile"
                    raise ConflictError(message, code="object_changed") from error
                raise


def _header_value(text: str) -> str:
    """Percent-encode a metadata value, as headers are ASCII, and cut it to size."""
    kept = text
    # Cut between characters: the escape of a character cut in two would decode to rubbish.
    while len(encoded := quote(kept, safe=_HEADER_SAFE)) > METADATA_BYTES:
        kept = kept[: min(len(kept) - 1, METADATA_BYTES)]
    return encoded


def _age_seconds(answer: Mapping[str, Any]) -> float:
    """Seconds since the last write, by the server's clock: its `Date` less the object's `Last-Modified`."""
    written_at: datetime = answer["LastModified"]
    return max(0.0, (_server_time(answer) - written_at).total_seconds())


def _server_time(answer: Mapping[str, Any]) -> datetime:
    date = answer["ResponseMetadata"]["HTTPHeaders"].get("date")
    return parsedate_to_datetime(date) if date else datetime.now(UTC)
