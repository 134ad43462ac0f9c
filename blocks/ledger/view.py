"""The ledger as a reader sees it: one entry and what it means, what is open, and what was spent."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import islice

from blocks.errors import LedgerRecordError
from blocks.ledger.decision import EntryDecision, decide_entry
from blocks.ledger.index import LedgerIndex, MarkedRecord
from blocks.ledger.lease import LEASE_SECONDS
from blocks.ledger.owner import OWNERS, Owner, ProcessState, is_alive, owner_key, process_state
from blocks.ledger.record import RECORDS, Attempt, RenderRecord
from blocks.ledger.records import Records, StoredRecord, UnreadableRecord, mapped
from blocks.ledger.state import ItemState
from blocks.store.store import VideoStore

CLOCK_MARGIN = timedelta(hours=1)
"""How far the store's clock may differ from ours when old records are left out by their date."""
MIN_LISTED_FOR = 100
"""Items to look up for which the names of all records are listed instead: a thousand of them come in one response."""
MAX_LISTED = 10
"""Records listed for each item that is to be looked up."""

Clock = Callable[[], datetime]
"""Returns the time, with its zone."""


def utc_now() -> datetime:
    """Return the time in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """What the ledger holds for one video and what a run would do with it. `record` is None for a new one."""

    record: RenderRecord | None
    version: str
    decision: EntryDecision
    age_seconds: float = 0
    """Of the record since its last write, by the store's own clock."""


NO_ENTRY = LedgerEntry(None, "", EntryDecision.START)
"""Of a video that nobody has begun."""


class LedgerView:
    """Reads the ledger. Changes nothing, needs no lease: for dry runs, reports and budgets."""

    def __init__(self, store: VideoStore, *, lease_seconds: float = LEASE_SECONDS, clock: Clock = utc_now) -> None:
        self._store = store
        self._lease_seconds = lease_seconds
        self._clock = clock
        self._records = Records(store)
        self._index = LedgerIndex(store)

    def find(self, fingerprint: str) -> RenderRecord | None:
        """Return the record of a video. Raises `LedgerRecordError` where it can't be read."""
        found = self._records.read(fingerprint)
        return found.record if found else None

    def find_any(self, fingerprint: str) -> RenderRecord | UnreadableRecord | None:
        """Return the record of a video, also where it can't be read."""
        found = self._records.read_any(fingerprint)
        return found.record if isinstance(found, StoredRecord) else found

    def look(self, fingerprint: str, *, pay_again: bool = False) -> LedgerEntry:
        """Return the entry of a video and what follows from it: one read, and a HEAD where needed.

        Raises `LedgerRecordError` where the record can't be read.
        """
        found = self._records.read(fingerprint)
        if found is None:
            return NO_ENTRY
        decision = decide_entry(
            found.record,
            owner_alive=found.record.owner is not None and self._is_alive(found.record.owner),
            object_present=self._object_present(found.record),
            pay_again=pay_again,
        )
        return LedgerEntry(found.record, found.version, decision, found.age_seconds)

    def known(self, looked_up: int) -> frozenset[str] | None:
        """Return the fingerprints of all records, or None where it costs less to look up so many of them.

        What the list does not show yet, the conditional write finds.
        """
        if not self._store.lists_fast or looked_up < MIN_LISTED_FOR:
            return None
        max_listed = looked_up * MAX_LISTED
        names = islice(self._store.list(RECORDS), max_listed + 1)
        known = frozenset(name.removeprefix(RECORDS).removesuffix(".json") for name in names)
        return known if len(known) <= max_listed else None

    def records(self, *, written_since: datetime | None = None) -> Iterator[RenderRecord | UnreadableRecord]:
        """Yield every record there is, as many reads as videos were ever made; or those written since a moment."""
        return self._records.read_all(changed_since=written_since and written_since - CLOCK_MARGIN)

    def open_records(self) -> Iterator[RenderRecord | UnreadableRecord]:
        """Yield what has no end yet: begun, submitted, rendering or ambiguous; also what can't be read.

        One read for each, whatever the number of records; without the index (see `Ledger.scan`) all are read.
        """
        if self._index.attempts_from() is None:
            return (found for found in self.records() if isinstance(found, UnreadableRecord) or found.is_open)
        marked = self._index.open_records()
        return (found for found in mapped(self._open_record, iter(marked)) if found is not None)

    def credits_spent(self, since: datetime, batch: str | None = None) -> Decimal:
        """Return the credits taken, or maybe taken, since a moment (a day: its first in UTC), by one batch or all.

        Counts what may still turn out not to have been accepted, so that a budget is never passed. A record that can't
        be read counts by its marker; where that tells no price, like the dearest attempt of the period (1 if none).
        """
        prices: list[Decimal] = []
        unknown = 0
        for attempts in self._attempted(since):
            if attempts is None:
                unknown += 1
            else:
                counted = (each for each in attempts if each.submitted_at >= since and batch in {None, each.batch})
                prices += (each.credits for each in counted)
        return sum(prices, Decimal(0)) + unknown * max(prices, default=Decimal(1))

    def _attempted(self, since: datetime) -> Iterator[Iterable[Attempt] | None]:
        """Yield the attempts of each record that may have one since then; None for a record that does not tell."""
        attempts_from = self._index.attempts_from()
        if attempts_from is None or since.astimezone(UTC).date() < attempts_from:
            for found in self._records.read_all(changed_since=since - CLOCK_MARGIN):
                yield None if isinstance(found, UnreadableRecord) else found.attempts
        else:
            marked = self._index.attempted_records(since, self._clock())
            yield from mapped(self._attempts_of, iter(marked))

    def _attempts_of(self, marked: MarkedRecord) -> Iterable[Attempt] | None:
        found = self._records.read_any(marked.fingerprint)
        if isinstance(found, UnreadableRecord):
            return tuple(self._index.attempts(marked)) or None
        return found.record.attempts if found else ()

    def _open_record(self, marked: MarkedRecord) -> RenderRecord | UnreadableRecord | None:
        found = self._records.read_any(marked.fingerprint)
        if isinstance(found, UnreadableRecord):
            return found
        if found is None:
            return self._never_written(marked)
        self._met(marked, found)
        return found.record if found.record.is_open else None

    def _met(self, marked: MarkedRecord, found: StoredRecord) -> None:
        """Take note of a marked record: a reader changes nothing."""

    def _never_written(self, marked: MarkedRecord) -> RenderRecord | UnreadableRecord | None:
        try:
            return self._index.never_written(marked)
        except LedgerRecordError as error:
            return UnreadableRecord(marked.fingerprint, marked.keys[0], error, age_seconds=0)

    def is_batch_alive(self, batch: str) -> bool:
        """Tell whether the run that makes a batch gives signs of life: one small read for each run there is."""
        leases = (self._store.read(key) for key in self._store.list(OWNERS))
        return any(lease is not None and self._makes(lease.body, batch) for lease in leases)

    def _makes(self, lease: bytes, batch: str) -> bool:
        try:
            fields = json.loads(lease)
            made, owner = fields.pop("batch", ""), Owner(**fields)
        except (ValueError, AttributeError, TypeError):
            # A lease that can't be read is nobody's sign of life.
            return False
        return made == batch and self._is_alive(owner)

    def _object_present(self, record: RenderRecord) -> bool:
        if record.state is not ItemState.PUBLISHED or record.video is None:
            return False
        facts = self._store.head(record.video.key)
        return facts is not None and facts.size == record.video.size

    def _is_alive(self, owner: Owner) -> bool:
        process = process_state(owner)
        if process is ProcessState.GONE:
            return False
        lease = self._store.head(owner_key(owner.id))
        return is_alive(
            None if lease is None else lease.age_seconds,
            process,
            own_process=owner.pid == Owner.of_this_process().pid,
            lease_seconds=self._lease_seconds,
        )
