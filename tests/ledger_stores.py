"""Stores for tests of the ledger: one in memory that has any number of past videos, and wrappers that count or fail."""

import hashlib
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import TypeVar

from blocks.errors import ConflictError
from blocks.ledger.record import RECORDS, Attempt, PublishedVideo, RenderRecord
from blocks.ledger.records import UnreadableRecord
from blocks.ledger.state import ItemState
from blocks.ledger.view import LedgerView
from blocks.store.store import JSON, ObjectFacts, StoredObject, Upload, VideoStore

R = TypeVar("R")

KEYS_IN_A_LISTING = 1000
"""Keys that one request of S3 lists (API reference, "ListObjectsV2")."""
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
CONDITIONAL = {"create", "replace"}


def past_fingerprint(number: int) -> str:
    """The fingerprint of a video that was published long ago."""
    return f"{number:016x}"


def past_record(fingerprint: str) -> RenderRecord:
    """Its record."""
    return RenderRecord(
        fingerprint=fingerprint,
        state=ItemState.PUBLISHED,
        url=f"https://shop.example/{fingerprint}",
        generation="open",
        attempts=(
            Attempt(submitted_at=LONG_AGO, credits=1, batch="past", accepted_at=LONG_AGO, render_id=fingerprint),
        ),
        entered={ItemState.PUBLISHED: LONG_AGO},
        video=PublishedVideo(key=f"videos/shop.example/p-{fingerprint}.mp4", size=0, sha256="", seconds=1),
    )


def readable_records(store: VideoStore) -> list[RenderRecord]:
    """All records of the ledger, each of which has to be readable."""
    records = list(LedgerView(store).records())
    assert not [each for each in records if isinstance(each, UnreadableRecord)]
    return [each for each in records if isinstance(each, RenderRecord)]


class MemoryStore(VideoStore):
    """A store in memory, for tests that take thousands of steps. The records of `past` videos are made when read."""

    def __init__(self, past: int = 0) -> None:
        self._past = past
        self._folders: defaultdict[str, dict[str, tuple[bytes, float]]] = defaultdict(dict)
        self._lock = threading.Lock()

    def read(self, key: str) -> StoredObject | None:
        with self._lock:
            found = self._found(key)
        return found and StoredObject(found[0], _version(found[0]), time.monotonic() - found[1])

    def create(self, key: str, body: bytes, content_type: str) -> str:
        with self._lock:
            if self._found(key) is not None:
                raise ConflictError(f"{key} exists", code="object_exists")
            return self._write(key, body)

    def replace(self, key: str, body: bytes, version: str, content_type: str = JSON) -> str:
        with self._lock:
            found = self._found(key)
            if found is None or _version(found[0]) != version:
                raise ConflictError(f"{key} has changed", code="object_changed")
            return self._write(key, body)

    def put(self, key: str, body: bytes, content_type: str, metadata: Mapping[str, str] | None = None) -> str:
        with self._lock:
            return self._write(key, body)

    def head(self, key: str) -> ObjectFacts | None:
        found = self.read(key)
        return ObjectFacts(len(found.body), "", found.age_seconds) if found else None

    def list(self, prefix: str, *, changed_since: datetime | None = None) -> Iterator[str]:
        if prefix == RECORDS:
            yield from (f"{RECORDS}{past_fingerprint(number)}.json" for number in range(self._past))
        with self._lock:
            folders = sorted(folder for folder in self._folders if folder.startswith(prefix))
            keys = [f"{folder}{name}" for folder in folders for name in sorted(self._folders[folder])]
        yield from keys

    def delete(self, key: str) -> None:
        folder, name = _split(key)
        with self._lock:
            self._folders[folder].pop(name, None)

    def open_upload(self, key: str, content_type: str, metadata: Mapping[str, str] | None = None) -> Upload:
        raise NotImplementedError

    def reap_uploads(self, older_than_seconds: float) -> int:
        return 0

    def address(self, key: str) -> str:
        return f"memory:{key}"

    def _found(self, key: str) -> tuple[bytes, float] | None:
        folder, name = _split(key)
        found = self._folders[folder].get(name)
        fingerprint = name.removesuffix(".json")
        if found is None and folder == RECORDS and self._is_past(fingerprint):
            return past_record(fingerprint).to_bytes(), 0.0
        return found

    def _is_past(self, fingerprint: str) -> bool:
        return len(fingerprint) == 16 and int(fingerprint, 16) < self._past

    def _write(self, key: str, body: bytes) -> str:
        folder, name = _split(key)
        self._folders[folder][name] = (body, time.monotonic())
        return _version(body)


class WatchedStore(VideoStore):
    """Passes every call on to another store through `on_call(method, key, call)`."""

    def __init__(self, store: VideoStore) -> None:
        self.store = store
        self.lists_fast = store.lists_fast

    def on_call(self, method: str, key: str, call: Callable[[], R]) -> R:
        return call()

    def read(self, key: str) -> StoredObject | None:
        return self.on_call("read", key, lambda: self.store.read(key))

    def create(self, key: str, body: bytes, content_type: str) -> str:
        return self.on_call("create", key, lambda: self.store.create(key, body, content_type))

    def replace(self, key: str, body: bytes, version: str, content_type: str = JSON) -> str:
        return self.on_call("replace", key, lambda: self.store.replace(key, body, version, content_type))

    def put(self, key: str, body: bytes, content_type: str, metadata: Mapping[str, str] | None = None) -> str:
        return self.on_call("put", key, lambda: self.store.put(key, body, content_type, metadata or {}))

    def head(self, key: str) -> ObjectFacts | None:
        return self.on_call("head", key, lambda: self.store.head(key))

    def list(self, prefix: str, *, changed_since: datetime | None = None) -> Iterator[str]:
        return self.on_call("list", prefix, lambda: self.store.list(prefix, changed_since=changed_since))

    def delete(self, key: str) -> None:
        self.on_call("delete", key, lambda: self.store.delete(key))

    def open_upload(self, key: str, content_type: str, metadata: Mapping[str, str] | None = None) -> Upload:
        return self.on_call("upload", key, lambda: self.store.open_upload(key, content_type, metadata or {}))

    def reap_uploads(self, older_than_seconds: float) -> int:
        return self.on_call("reap", "", lambda: self.store.reap_uploads(older_than_seconds))

    def address(self, key: str) -> str:
        return self.store.address(key)


class CountingStore(WatchedStore):
    """Counts calls but those of the heartbeat; a listing counts for each thousand keys that are taken from it."""

    def __init__(self, store: VideoStore) -> None:
        super().__init__(store)
        self.calls: Counter[str] = Counter()

    def on_call(self, method: str, key: str, call: Callable[[], R]) -> R:
        if method != "put" or not key.startswith("_owners/"):
            self.calls[method] += 1
        return call()

    def list(self, prefix: str, *, changed_since: datetime | None = None) -> Iterator[str]:
        for number, key in enumerate(super().list(prefix, changed_since=changed_since)):
            if number and number % KEYS_IN_A_LISTING == 0:
                self.calls["list"] += 1
            yield key


class Killed(BaseException):
    """Stands for SIGKILL: nothing that is written to handle errors sees it."""


class KilledStore(WatchedStore):
    """A store whose process is killed at its call number `at`, before it reaches the store, and all after it."""

    def __init__(self, store: VideoStore, at: int) -> None:
        super().__init__(store)
        self.calls_left = at
        self._lock = threading.Lock()

    def on_call(self, method: str, key: str, call: Callable[[], R]) -> R:
        with self._lock:
            self.calls_left -= 1
            if self.calls_left < 0:
                raise Killed
        return call()


def _split(key: str) -> tuple[str, str]:
    folder, slash, name = key.rpartition("/")
    return folder + slash, name


def _version(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
