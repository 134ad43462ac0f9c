"""What every place for videos can do: the one interface behind which S3 and a local folder stand.

Keys are relative to the store's prefix, separated by "/", and validated by `blocks.store.keys.checked_key`: no key
leads outside the prefix. A version is an opaque tag of one state of an object (the ETag on S3, a content hash in a
folder). Every method raises only `StoreError`s and `ConfigurationError`, and may be called from several threads.

Both make a call again after the same faults (`REPEATED_CODES`) and pauses (`PAUSES`): `repeated`.
"""

import functools
import time
import uuid
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import ParamSpec, TypeVar

from blocks.errors import ConfigurationError, ConflictError, StoreUnavailableError

P = ParamSpec("P")
R = TypeVar("R")

JSON = "application/json"
"""Content type of all that is not for people to look at."""

PAUSES = (0.2, 0.5, 1.0)
"""Seconds before the second, third and last try: together shorter than a person waits after Ctrl-C."""
REPEATED_CODES = frozenset({"store_answer_broken", "store_contended", "folder_unavailable"})
"""Faults that nobody has repeated yet. Busy and unreachable servers are not among them: the SDK has repeated those."""

_NO_METADATA: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class StoredObject:
    """The whole body of a small object, and the version it was read at."""

    body: bytes
    version: str
    age_seconds: float = field(compare=False)
    """Since the last write, by the store's own clock."""


@dataclass(frozen=True, slots=True)
class ObjectFacts:
    """What the store tells about an object without sending its body."""

    size: int
    """Bytes."""
    content_type: str
    age_seconds: float
    """Since the last write, by the store's own clock."""
    sha256: str = ""
    """Hex digest of the whole body, empty where the store keeps none (S3 keeps none for a multipart upload)."""
    metadata: Mapping[str, str] = field(default_factory=dict)


class Upload(AbstractContextManager["Upload"]):
    """One object on its way. Nothing is visible under its key before `complete`; leaving the block aborts."""

    @abstractmethod
    def write(self, data: bytes) -> None:
        """Append bytes. Holds a bounded number of them, whatever the size of the whole."""

    @abstractmethod
    def complete(self, sha256: str) -> str:
        """Make the object visible in one step, replacing what was there; return its version.

        `sha256` is the hex digest of all that was written: whoever writes has looked at every byte already.
        """

    @abstractmethod
    def abort(self) -> None:
        """Drop what was written. Does nothing after `complete` or a first `abort`; never raises."""

    def __exit__(self, *exc_info: object) -> None:
        self.abort()


class VideoStore(ABC):
    """A place for videos and their records."""

    lists_fast: bool = False
    """Listing a thousand keys costs no more than reading one object."""

    @abstractmethod
    def read(self, key: str) -> StoredObject | None:
        """Return a small object's body and version, or None where there is none."""

    @abstractmethod
    def create(self, key: str, body: bytes, content_type: str) -> str:
        """Write an object that must not exist yet; return its version. Raises `ConflictError` where it does."""

    @abstractmethod
    def replace(self, key: str, body: bytes, version: str, content_type: str = JSON) -> str:
        """Write an object anew that must still be at `version`; return the new one. Raises `ConflictError`."""

    @abstractmethod
    def put(self, key: str, body: bytes, content_type: str, metadata: Mapping[str, str] = _NO_METADATA) -> str:
        """Write a small object whether or not it exists; return its version."""

    @abstractmethod
    def head(self, key: str) -> ObjectFacts | None:
        """Return the facts of an object, or None where there is none."""

    @abstractmethod
    def list(self, prefix: str, *, changed_since: datetime | None = None) -> Iterator[str]:
        """Yield the keys below `prefix` (a whole folder, "videos/"), or those of them written since a moment."""

    @abstractmethod
    def delete(self, key: str) -> None:
        """Remove an object; one that is not there is no error."""

    @abstractmethod
    def open_upload(self, key: str, content_type: str, metadata: Mapping[str, str] = _NO_METADATA) -> Upload:
        """Begin an object of any size."""

    @abstractmethod
    def reap_uploads(self, older_than_seconds: float) -> int:
        """Drop what killed runs left of unfinished uploads; return how many there were."""

    @abstractmethod
    def address(self, key: str) -> str:
        """Name an object for people: `s3://bucket/prefix/key` or a file path."""

    def check(self) -> None:
        """Prove that the store can be written, read and deleted, and that it honours conditional writes.

        Raises `StoreDeniedError`, `StoreUnavailableError`, or `ConfigurationError` where conditions are ignored:
        two runs would then both win one claim and pay twice.
        """
        key = f"_check/{uuid.uuid4().hex}.json"
        # Also proves the right to be told that an object is absent, which S3 gives with s3:ListBucket only.
        self.read(key)
        version = self.create(key, b"{}", JSON)
        try:
            stored = self.read(key)
            if stored is None or stored.body != b"{}":
                raise StoreUnavailableError("What was just written could not be read back", code="store_not_consistent")
            self._check_conditions(key, version)
        finally:
            self.delete(key)

    def _check_conditions(self, key: str, version: str) -> None:
        if _wins(lambda: self.create(key, b"[]", JSON)):
            raise _ignores_conditions("If-None-Match")
        self.replace(key, b"[1]", version)
        if _wins(lambda: self.replace(key, b"[2]", version)):
            raise _ignores_conditions("If-Match")


def repeated(call: Callable[P, R]) -> Callable[P, R]:
    """Decorate an idempotent call: it is made again after the faults of `REPEATED_CODES`, four times in all.

    Raises what the last try raised.
    """

    @functools.wraps(call)
    def repeating(*args: P.args, **kwargs: P.kwargs) -> R:
        for pause in PAUSES:
            try:
                return call(*args, **kwargs)
            except StoreUnavailableError as error:
                if error.code not in REPEATED_CODES:
                    raise
            time.sleep(pause)
        return call(*args, **kwargs)

    return repeating


def _wins(write: Callable[[], str]) -> bool:
    with suppress(ConflictError):
        write()
        return True
    return False


def _ignores_conditions(condition: str) -> ConfigurationError:
    return ConfigurationError(
        f"This store ignores conditional writes ({condition}): two runs could pay for the same video",
        code="store_without_conditions",
        next_step="Use a store that honours them: Amazon S3, MinIO, Ceph, Cloudflare R2, or a folder.",
    )
