"""The ledger as a run sees it that may write: it keeps the index whole and free of markers that are left over."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from blocks.errors import StoreError
from blocks.ledger.index import MarkedRecord, order_of
from blocks.ledger.record import RenderRecord
from blocks.ledger.records import StoredRecord, UnreadableRecord
from blocks.ledger.scan import scan_records
from blocks.ledger.view import LedgerView


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
        """Read every record and write the markers that are missing; return how many those were.

        Fills the index of a ledger of version 0.1, and repairs one. Raises `StoreError`.
        """
        return scan_records(self._records, self._index, self._clock())

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
