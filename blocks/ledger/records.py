"""Ledger records in the store: read with their age, and written by conditional writes that settle conflicts.

What a person or a check says of a published video (`decide_video`, `mark_stale`) is written without lease or claim.
"""

import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from blocks.errors import ConfigurationError, ConflictError, LedgerRecordError, Stage, StoreUnavailableError
from blocks.ledger.record import RECORDS, RenderRecord, VideoDecision, record_key
from blocks.ledger.state import ItemState
from blocks.store.store import JSON, VideoStore

T = TypeVar("T")
R = TypeVar("R")

MAX_READERS = 16
"""Records read at a time: a record is one small GET, and 5,000 of them one after another would take minutes."""
CONFLICT_WAITS = (0.1, 0.3, 1.0, 3.0)
"""Seconds before a write is repeated whose conflict nobody caused. S3 answers 409 ConditionalRequestConflict when
another request to the key is under way, and asks to repeat it (S3 user guide, "Conditional requests")."""

CLAIM_LOST = "claim_lost"
"""Code of the error of a run whose claim another run has taken over."""

Change = Callable[[RenderRecord], RenderRecord]
"""Returns what is to be written in place of a record of this run."""


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """A record as it was read."""

    record: RenderRecord
    version: str
    """To write it from."""
    age_seconds: float = 0
    """Since its last write, by the store's own clock."""


@dataclass(frozen=True, slots=True)
class UnreadableRecord:
    """A record that can't be read: whether and what was paid for its video, nobody knows."""

    fingerprint: str
    key: str
    """Of the record, or of its marker where that is what can't be read."""
    error: LedgerRecordError
    age_seconds: float
    """Since its last write, by the store's own clock."""


class Records:
    """Reads and writes records, each by its fingerprint. Raises `StoreError`."""

    def __init__(self, store: VideoStore) -> None:
        self._store = store

    def read(self, fingerprint: str) -> StoredRecord | None:
        """Return a record, None where there is none. Raises `LedgerRecordError` where it can't be read."""
        found = self.read_any(fingerprint)
        if isinstance(found, UnreadableRecord):
            raise found.error
        return found

    def read_any(self, fingerprint: str) -> StoredRecord | UnreadableRecord | None:
        """Return a record also where it can't be read: for those who read many, of which none may stop the others."""
        key = record_key(fingerprint)
        stored = self._store.read(key)
        if stored is None:
            return None
        try:
            record = RenderRecord.from_bytes(stored.body, self._store.address(key))
        except LedgerRecordError as error:
            return UnreadableRecord(fingerprint, key, error, stored.age_seconds)
        return StoredRecord(record, stored.version, stored.age_seconds)

    def read_all(self, *, changed_since: datetime | None = None) -> Iterator[RenderRecord | UnreadableRecord]:
        """Yield every record, or those written since a moment."""
        names = self._store.list(RECORDS, changed_since=changed_since)
        fingerprints = (name.removeprefix(RECORDS).removesuffix(".json") for name in names)
        for found in mapped(self.read_any, fingerprints):
            if found is not None:
                yield found if isinstance(found, UnreadableRecord) else found.record

    def write(
        self, record: RenderRecord, version: str, *, owner_id: str = "", onto: Change | None = None
    ) -> StoredRecord:
        """Write a record in place of the version it was made from, anew where `version` is empty.

        A conflict is a question, which the record in the store answers. It holds this very write (whose first response
        was lost): done. It is still at `version`: the write is repeated. It is claimed by `owner_id`, the run that
        writes (whose write before this one was stored and its response lost): what `onto` makes of it is written.

        Raises:
            ConflictError: another run has taken over (code `claim_lost`).
            StoreUnavailableError: the store refuses the write although nobody has written in between.
        """
        record = _with_revision(record)
        for wait in (*CONFLICT_WAITS, 0):
            try:
                return StoredRecord(record, self._put(record, version))
            except ConflictError as conflict:
                refused = conflict
            found = self.read(record.fingerprint)
            if found and found.record.revision == record.revision:
                return found
            if (found.version if found else "") == version:
                time.sleep(wait)
            elif found and onto and found.record.owner and found.record.owner.id == owner_id:
                record, version = _with_revision(onto(found.record)), found.version
            else:
                raise claim_lost(record.fingerprint)
        raise StoreUnavailableError(
            f"The store refuses to write the ledger record {record.fingerprint}, which nobody else has written",
            code="store_conflict",
            stage=Stage.LEDGER,
        ) from refused

    def _put(self, record: RenderRecord, version: str) -> str:
        key, body = record_key(record.fingerprint), record.to_bytes()
        if version:
            return self._store.replace(key, body, version)
        return self._store.create(key, body, JSON)


def mapped(read: Callable[[T], R], names: Iterator[T]) -> Iterator[R]:
    """Yield what `read` returns for each name, in order, several at a time; a bounded number is held."""
    with ThreadPoolExecutor(MAX_READERS, thread_name_prefix="ledger") as pool:
        while chunk := list(islice(names, MAX_READERS * 4)):
            yield from pool.map(read, chunk)


def _with_revision(record: RenderRecord) -> RenderRecord:
    return record.model_copy(update={"revision": uuid.uuid4().hex})


def claim_lost(fingerprint: str) -> ConflictError:
    """Return the error for a record that another run has claimed."""
    return ConflictError(
        f"Another run has taken over the render {fingerprint}",
        code=CLAIM_LOST,
        stage=Stage.LEDGER,
        next_step="Nothing is lost: the other run goes on with it.",
    )


def decide_video(store: VideoStore, fingerprint: str, decision: VideoDecision) -> RenderRecord:
    """Write down what a person has decided about a published video, which may replace an earlier decision.

    Returns the record. Raises `ConfigurationError` where there is none or its video is not held back, and `StoreError`
    where the store can't be used or another run has written the record meanwhile.
    """
    return _changed(store, fingerprint, {"decision": decision}, needs_hold=True)


def mark_stale(store: VideoStore, fingerprint: str, reason: str) -> RenderRecord:
    """Write down what the page says otherwise than its video, empty for nothing; return the record.

    Raises as `decide_video`, but for a video that is not held back.
    """
    return _changed(store, fingerprint, {"stale": reason}, needs_hold=False)


def _changed(store: VideoStore, fingerprint: str, changes: Mapping[str, Any], *, needs_hold: bool) -> RenderRecord:
    records = Records(store)
    found = records.read(fingerprint)
    record = found.record if found else None
    if found is None or record is None or record.video is None or (needs_hold and not record.video.held):
        raise _nothing_to_decide(fingerprint, "is held back by its checks" if needs_hold else "is published")
    if record.state is not ItemState.PUBLISHED:
        raise _nothing_to_decide(fingerprint, f"is published; it is {record.state}")
    video = record.video.model_copy(update=dict(changes))
    return records.write(record.model_copy(update={"video": video}), found.version).record


def _nothing_to_decide(fingerprint: str, what: str) -> ConfigurationError:
    return ConfigurationError(
        f"fingerprint: {fingerprint[:40]!r}; allowed: that of a video of this store that {what}.",
        code="nothing_to_decide",
    )
