"""The ledger's index: small objects that name the open records and the attempts of each day.

With it a sweep costs what is open and a budget what was attempted that day, whatever the number of records. The
records decide; a marker only says which of them to read. So a marker too many costs one read, and none may be missing:

- `_open/<fingerprint>.<order>` is written before a record is first written with this `order`, and removed after the
  record was written without it. An order is drawn anew each time an item is begun and never used again: the removal of
  an old marker, however late, never takes that of a new order.
- `_attempts/<day>/<fingerprint>.<order>` holds the attempt, is written before `submitting`, and stays.
- `_index/1` says that the markers of all earlier records are there.

The marker of a record without an order (of version 0.1, or one that can't be read) has `SCANNED` in its place.
"""

import contextlib
import json
import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import chain

from pydantic import ValidationError

from blocks.errors import StoreError
from blocks.ledger.record import Attempt, RenderRecord
from blocks.store.store import JSON, VideoStore

OPEN = "_open/"
"""Where the markers of open records lie."""
ATTEMPTS = "_attempts/"
"""Where the markers of attempts lie, in one folder for each UTC day."""
INDEX = "_index/1"
"""There where the index is whole. The number is that of the markers' format."""
SCANNED = "scan"
"""In place of the order, in a marker that a scan wrote."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class MarkedRecord:
    """A fingerprint and the keys of its markers: more than one where some are left over."""

    fingerprint: str
    keys: tuple[str, ...]


class LedgerIndex:
    """Reads and writes the markers. Raises `StoreError`."""

    def __init__(self, store: VideoStore) -> None:
        self._store = store
        self._attempts_from: date | None = None

    def attempts_from(self) -> date | None:
        """Return the first UTC day whose attempts are all marked; None where the index is not whole."""
        if self._attempts_from is None and (stored := self._store.read(INDEX)):
            self._attempts_from = date.fromisoformat(json.loads(stored.body)["attempts_from"])
        return self._attempts_from

    def completed(self, attempts_from: date) -> None:
        """Write down that the index is whole."""
        self.put(INDEX, json.dumps({"attempts_from": attempts_from.isoformat()}).encode())
        self._attempts_from = attempts_from

    def put(self, key: str, body: bytes) -> None:
        """Write a marker."""
        self._store.put(key, body, JSON)

    def opened(self, record: RenderRecord) -> None:
        """Mark an open record. Its marker holds it, in case that the record itself is never written."""
        self.put(open_key(record.fingerprint, record.order), record.to_bytes())

    def closed(self, key: str) -> None:
        """Remove the marker of an order that no record has any more. Where that fails, a sweep does it."""
        try:
            self._store.delete(key)
        except StoreError as error:
            _log.warning("The marker of an ended record is left for the next sweep. %s", error)

    def open_records(self) -> list[MarkedRecord]:
        """Return what is marked as open."""
        return _grouped(self._store.list(OPEN))

    def never_written(self, marked: MarkedRecord) -> RenderRecord | None:
        """Return the record that was to be written after its marker, from the marker. None where there is none."""
        for key in marked.keys:
            stored = self._store.read(key) if order_of(key) != SCANNED else None
            if stored is not None:
                return RenderRecord.from_bytes(stored.body, self._store.address(key))
        return None

    def attempted(self, fingerprint: str, order: str, attempt: Attempt) -> None:
        """Mark an attempt under its day."""
        self.put(attempt_key(fingerprint, order or SCANNED, attempt.submitted_at), attempt.model_dump_json().encode())

    def attempted_records(self, since: datetime, until: datetime) -> list[MarkedRecord]:
        """Return what was attempted on the UTC days from `since` to the one after `until`.

        The day after, because runs on other machines date their attempts by clocks of their own.
        """
        first, last = since.astimezone(UTC).date(), until.astimezone(UTC).date() + timedelta(days=1)
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        return _grouped(chain.from_iterable(self._store.list(_day_folder(day)) for day in days))

    def attempts(self, marked: MarkedRecord) -> Iterator[Attempt]:
        """Yield the attempts that the markers hold, for a record that can't be read; a scan's marker holds none."""
        for key in marked.keys:
            stored = self._store.read(key)
            if stored is not None:
                with contextlib.suppress(ValidationError):
                    yield Attempt.model_validate_json(stored.body)


def open_key(fingerprint: str, order: str) -> str:
    """Return where the marker of an open record lies."""
    return f"{OPEN}{fingerprint}.{order}"


def attempt_key(fingerprint: str, order: str, submitted_at: datetime) -> str:
    """Return where the marker of an attempt lies."""
    return f"{_day_folder(submitted_at.astimezone(UTC).date())}{fingerprint}.{order}"


def order_of(key: str) -> str:
    """Return the order that a marker's key names."""
    return key.rpartition(".")[2]


def _day_folder(day: date) -> str:
    return f"{ATTEMPTS}{day.isoformat()}/"


def _grouped(keys: Iterable[str]) -> list[MarkedRecord]:
    by_fingerprint: defaultdict[str, list[str]] = defaultdict(list)
    for key in keys:
        by_fingerprint[key.rpartition("/")[2].rpartition(".")[0]].append(key)
    return [MarkedRecord(fingerprint, tuple(keys)) for fingerprint, keys in by_fingerprint.items()]
