"""A scan of the whole ledger: reads every record and writes the markers that the index lacks."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from blocks.ledger.index import SCANNED, LedgerIndex, attempt_key, open_key
from blocks.ledger.record import RenderRecord
from blocks.ledger.records import Records, UnreadableRecord, mapped

SCANNED_DAYS = 2
"""Days before the scan whose attempts it marks, for budgets of today and of yesterday. For the sum of an earlier day
every record is read."""

NO_FACTS = b"{}"
"""Body of a marker whose record can be read, or of which nothing is known."""


def scan_records(records: Records, index: LedgerIndex, now: datetime) -> int:
    """Write the markers that are missing, then write down that the index is whole; return how many were missing.

    Several scans may run at once, and beside runs that write: those mark what they write themselves. A scan that is
    killed leaves the index as not whole. Raises `StoreError`.
    """
    day = now.astimezone(UTC).date() - timedelta(days=SCANNED_DAYS)
    since = datetime(day.year, day.month, day.day, tzinfo=UTC)
    present = {key for marked in index.open_records() for key in marked.keys}
    days_present = {_without_order(key) for marked in index.attempted_records(since, now) for key in marked.keys}

    def mark(found: RenderRecord | UnreadableRecord) -> int:
        missing = {key: body for key, body in _open_marker(found).items() if key not in present}
        attempts = _attempt_markers(found, since, now).items()
        missing |= {key: body for key, body in attempts if _without_order(key) not in days_present}
        for key, body in missing.items():
            index.put(key, body)
        return len(missing)

    written = sum(mapped(mark, records.read_all()))
    index.completed(day)
    return written


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
