"""One object on its way into S3: a single PUT while it is small, else parts, one under way while the next is filled.

Each body and part carries its SHA-256, which the server compares with what arrived. Bodies are bytearrays, which the
SDK sends in one go: `bytes` it would wrap into a file and send 16 KiB at a time, each after a question whether they
are welcome (botocore's `convert_body_to_file_like_object` and `add_expect_header`). That is worth its time neither for
what is small nor for a part, whose upload the server has just agreed to.
"""

import base64
import hashlib
import logging
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from blocks.errors import StoreUnavailableError, Url2VideoError
from blocks.store.s3.errors import sdk_errors, unless_absent
from blocks.store.store import Upload, repeated

PART_BYTES = 24 * 1024**2
"""Thrice the SDK's default: a request costs it 2 ms of CPU whatever its size, a tenth of the whole with parts of 8 MiB.
A promo is mostly one PUT instead of six requests. S3 takes 5 MiB to 5 GiB, and 10,000 parts (user guide, "multipart
upload limits"); Cloudflare R2 wants all but the last of one size. Two are held."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class S3Object:
    """Where an object goes and what it is called for people (`where`); metadata is already encoded."""

    bucket: str
    key: str
    where: str
    content_type: str = "application/octet-stream"
    metadata: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> dict[str, str]:
        """The parameters that name it in every call."""
        return {"Bucket": self.bucket, "Key": self.key}

    @property
    def description(self) -> dict[str, Any]:
        """The parameters that describe it where it is begun."""
        return {"ContentType": self.content_type, "Metadata": self.metadata}


@dataclass(frozen=True, slots=True)
class _Part:
    """A part the server has."""

    number: int
    etag: str
    sha256: bytes
    size: int


class S3Upload(Upload):
    """See `Upload`. A failed part fails the next `write` or `complete`; `abort` waits for the part under way."""

    def __init__(self, client: Any, target: S3Object) -> None:
        self._client = client
        self._target = target
        self._part = bytearray()
        self._filled = 0
        self._upload_id = ""
        self._sender = ThreadPoolExecutor(1, thread_name_prefix="upload-part")
        self._under_way: tuple[bytearray, Future[_Part]] | None = None
        """A part that is being sent, whose body must stay as it is until then."""
        self._parts: list[_Part] = []
        self._ended = False

    def write(self, data: bytes) -> None:
        """Fill one part, send it once it is full; blocks while the one before it is under way."""
        rest = memoryview(data)
        while rest:
            end = min(self._filled + len(rest), PART_BYTES)
            taken = end - self._filled
            if len(self._part) < end:
                self._part += rest[:taken]
            else:
                # Through a view: assigned to itself, a bytearray copies what it is given first.
                memoryview(self._part)[self._filled : end] = rest[:taken]
            self._filled, rest = end, rest[taken:]
            if end == PART_BYTES:
                self._part, self._filled = self._send(self._part), 0

    def complete(self, sha256: str) -> str:
        """Send the rest and make the whole visible; the version is its ETag. A single PUT is checked by `sha256`."""
        etag = self._complete_parts() if self._upload_id else self._put_whole(bytes.fromhex(sha256))
        self._ended = True
        self._sender.shutdown()
        return etag

    def abort(self) -> None:
        """Give the parts back. A part that arrives after the abort would stay, so the one under way is awaited."""
        if self._ended:
            return
        self._ended = True
        self._sender.shutdown(cancel_futures=True)
        if not self._upload_id:
            return
        try:
            with sdk_errors(self._target.where):
                self._client.abort_multipart_upload(**self._target.address, UploadId=self._upload_id)
        except Url2VideoError as error:
            _log.warning("An unfinished upload to %s stays until it is reaped: %s", self._target.where, error)

    @repeated
    def _put_whole(self, sha256: bytes) -> str:
        with sdk_errors(self._target.where):
            return put_object(self._client, self._target, self._part, sha256)

    def _send(self, body: bytearray) -> bytearray:
        """Send a part as soon as the one before it has arrived, whose memory is returned to be filled anew."""
        self._upload_id = self._upload_id or self._open_multipart()
        free = self._await_part()
        self._under_way = body, self._sender.submit(self._upload_part, len(self._parts) + 1, body)
        return free

    @repeated
    def _open_multipart(self) -> str:
        """Begin the upload. One whose answer was lost has no part and is left to `reap_uploads`."""
        with sdk_errors(self._target.where):
            answer = self._client.create_multipart_upload(
                **self._target.address, **self._target.description, ChecksumAlgorithm="SHA256"
            )
            return str(answer["UploadId"])

    @repeated
    def _upload_part(self, number: int, body: bytearray) -> _Part:
        digest = hashlib.sha256(body).digest()
        with sdk_errors(f"{self._target.where} part {number}"):
            answer = self._client.upload_part(
                **self._target.address,
                UploadId=self._upload_id,
                PartNumber=number,
                Body=body,
                ChecksumSHA256=as_checksum(digest),
            )
            return _Part(number, answer["ETag"], digest, len(body))

    def _await_part(self) -> bytearray:
        """Wait until no part is under way and return the memory of the last; raises what its upload raised."""
        if self._under_way is None:
            return bytearray()
        free, part = self._under_way
        self._parts.append(part.result())
        self._under_way = None
        return free

    def _complete_parts(self) -> str:
        if self._filled:
            del self._part[self._filled :]
            self._send(self._part)
        self._await_part()
        failure = self._put_together()
        etag = self._etag_of_whole(sure=failure is None)
        if etag is None:
            damaged = f"{self._target.where}: the server put the parts together wrongly"
            raise failure or StoreUnavailableError(damaged, code="upload_damaged")
        return etag

    def _put_together(self) -> StoreUnavailableError | None:
        """Ask the server to make one object of the parts; return the failure that leaves open whether it did.

        The answer may be lost after the parts were put together, and the SDK's own repetition is then told that there
        is no such upload. Raises the errors that say for sure that it did not.
        """
        named = [
            {"PartNumber": part.number, "ETag": part.etag, "ChecksumSHA256": as_checksum(part.sha256)}
            for part in self._parts
        ]
        try:
            with sdk_errors(self._target.where):
                self._client.complete_multipart_upload(
                    **self._target.address, UploadId=self._upload_id, MultipartUpload={"Parts": named}
                )
        except StoreUnavailableError as error:
            return error
        return None

    @repeated
    def _etag_of_whole(self, *, sure: bool) -> str | None:
        """Return the ETag of the object if its size and the checksum of its parts' checksums are right, else None.

        A server that keeps no checksums is believed if it is `sure` that it has put the parts together.
        """
        digest = hashlib.sha256(b"".join(part.sha256 for part in self._parts)).digest()
        expected = f"{as_checksum(digest)}-{len(self._parts)}"
        believed = {expected, ""} if sure else {expected}
        size = sum(part.size for part in self._parts)
        with sdk_errors(self._target.where):
            whole = unless_absent(self._client.head_object, **self._target.address, ChecksumMode="ENABLED")
            if whole is None or whole.get("ChecksumSHA256", "") not in believed or whole["ContentLength"] != size:
                return None
            # Ceph RGW 16 names no ETag in its answer to the completion, but here.
            return str(whole["ETag"])


def put_object(client: Any, target: S3Object, body: bytearray, sha256: bytes, **condition: str) -> str:
    """Write an object in one request; return its ETag. Raises the SDK's errors."""
    described = {**target.address, **target.description, **condition}
    return str(client.put_object(**described, Body=body, ChecksumSHA256=as_checksum(sha256))["ETag"])


def as_checksum(sha256: bytes) -> str:
    """Write a digest as S3 wants it."""
    return base64.b64encode(sha256).decode()
