"""The ledger as a run sees it that may write: it keeps the index whole and free of markers that are left over."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from blocks.errors import StoreError
from blocks.ledger.index import SCANNED, MarkedRecord, attempt_key, open_key, order_of
from blocks.ledger.record import RenderRecord
from blocks.ledger.records import StoredRecord, UnreadableRecord, mapped
from blocks.ledger.view import LedgerView

SCANNED_DAYS = 2
"""Days before a scan whose attempts it marks, for budgets of today and of yesterday. For the sum of an earlier day
every record is read."""

NO_FACTS = b"{}"
"""Body of a marker whose record can be read, or of which nothing is known."""


class IndexedLedger(LedgerView):
    """Reads through the index and repairs it. Changes no record but its revision."""

    def open_records(self) -> Iterator[RenderRecord | UnreadableRecord]:
        """Yield what has no end yet, and remove markers of what has. A ledger without the index is scanned first."""
        self._have_index()
        return super().open_records()

    def credits_spent(self, since: datetime, batch: str | None = None) -> Decimal:
        """Return the credits since a moment, as a view does. A ledger without the index is scanned first."""
        self._have_index()
        return super().credits_spent(since, batch)

    def scan(self) -> int:
        """Read every record, write the missing markers, then that the index is whole; return how many were missing.

        Fills the index of a ledger of version 0.1, and repairs one. Several scans may run at once, and beside runs that
        write: those mark what they write themselves. A scan that is killed leaves the index as not whole. Raises
        `StoreError`.
        """
        now = self._clock()
        day = now.astimezone(UTC).date() - timedelta(days=SCANNED_DAYS)
        since = datetime(day.year, day.month, day.day, tzinfo=UTC)
        present = {key for marked in self._index.open_records() for key in marked.keys}
        attempted = self._index.attempted_records(since, now)
        days_present = {_without_order(key) for marked in attempted for key in marked.keys}

        def mark(found: RenderRecord | UnreadableRecord) -> int:
            missing = {key: body for key, body in _open_marker(found).items() if key not in present}
            attempts = _attempt_markers(found, since, now).items()
            missing |= {key: body for key, body in attempts if _without_order(key) not in days_present}
            for key, body in missing.items():
                self._index.put(key, body)
            return len(missing)

        written = sum(mapped(mark, self._records.read_all()))
        self._index.completed(day)
        return written

    def _have_index(self) -> None:
        if self._index.attempts_from() is None:
            self.scan()

    def _met(self, marked: MarkedRecord, found: StoredRecord) -> None:
        """Remove the markers of orders that the record does not have and never will have again.

        A run that is about to claim may have written its marker and not yet the record. It read a record without an
        order. If that is what was found here, a new revision is written first, on which such a claim fails.
        """
        record = found.record
        left = [key for key in marked.keys if order_of(key) != record.order]
        if not left or (record.is_open and not record.order):
            return
        if not record.order:
            try:
                self._records.write(record, found.version)
            except StoreError:
                return
        for key in left:
            self._index.closed(key)


def _open_marker(found: RenderRecord | UnreadableRecord) -> Mapping[str, bytes]:
    if isinstance(found, UnreadableRecord):
        return {open_key(found.fingerprint, SCANNED): NO_FACTS}
    return {open_key(found.fingerprint, found.order or SCANNED): found.to_bytes()} if found.is_open else {}


def _attempt_markers(found: RenderRecord | UnreadableRecord, since: datetime, now: datetime) -> Mapping[str, bytes]:
    if isinstance(found, UnreadableRecord):
        # Nobody knows what it paid. Its last attempt can't be later than its last write.
        written_at = now - timedelta(seconds=found.age_seconds)
        return {attempt_key(found.fingerprint, SCANNED, written_at): NO_FACTS} if written_at >= since else {}
    return {
        attempt_key(found.fingerprint, f"{SCANNED}{number}", attempt.submitted_at): attempt.model_dump_json().encode()
        for number, attempt in enumerate(found.attempts)
        if attempt.submitted_at >= since
    }


def _without_order(key: str) -> str:
    return key.rpartition(".")[0]
