"""The ledger as a reader sees it: one entry and what it means, all records, and what was spent."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice

from blocks.store.decision import EntryDecision, decide_entry
from blocks.store.lease import LEASE_SECONDS
from blocks.store.owner import OWNERS, Owner, ProcessState, is_alive, owner_key, process_state
from blocks.store.record import RECORDS, Attempt, RenderRecord, RenderState, record_key
from blocks.store.store import VideoStore

READERS = 16
"""Records read at a time: a record is one small GET, and 5,000 of them one after another would take minutes."""
CLOCK_MARGIN = timedelta(hours=1)
"""How far the store's clock may differ from ours when old records are left out by their date."""

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


NO_ENTRY = LedgerEntry(None, "", EntryDecision.START)
"""Of a video that nobody has begun."""


class LedgerView:
    """Reads the ledger. Changes nothing, needs no lease: for dry runs, reports and budgets."""

    def __init__(self, store: VideoStore, *, lease_seconds: float = LEASE_SECONDS) -> None:
        self._store = store
        self._lease_seconds = lease_seconds

    def find(self, fingerprint: str) -> RenderRecord | None:
        """Return the record of a video. Raises `StoreDeniedError` where it can't be understood."""
        found = self.look_up(fingerprint)
        return found[0] if found else None

    def look(self, fingerprint: str, *, pay_again: bool = False) -> LedgerEntry:
        """Return the entry of a video and what follows from it: one read, and a HEAD where needed."""
        found = self.look_up(fingerprint)
        record, version = found or (None, "")
        decision = decide_entry(
            record,
            owner_alive=record is not None and self._owner_alive(record),
            object_present=record is not None and self._object_present(record),
            pay_again=pay_again,
        )
        return LedgerEntry(record, version, decision)

    def known(self, most: int) -> frozenset[str] | None:
        """Return the fingerprints of all records, or None where there are more than `most` of them."""
        names = islice(self._store.list(RECORDS), most + 1)
        known = frozenset(name.removeprefix(RECORDS).removesuffix(".json") for name in names)
        return known if len(known) <= most else None

    def look_up(self, fingerprint: str) -> tuple[RenderRecord, str] | None:
        """Return the record of a video and the version to write it from."""
        key = record_key(fingerprint)
        stored = self._store.read(key)
        if stored is None:
            return None
        return RenderRecord.from_bytes(stored.body, self._store.address(key)), stored.version

    def records(self, *, changed_since: datetime | None = None) -> Iterator[RenderRecord]:
        """Yield every record, or those written since a moment; a bounded number is held at a time."""
        names = self._store.list(RECORDS, changed_since=changed_since)
        fingerprints = (name.removeprefix(RECORDS).removesuffix(".json") for name in names)
        with ThreadPoolExecutor(READERS, thread_name_prefix="ledger") as pool:
            while chunk := list(islice(fingerprints, READERS * 4)):
                yield from (record for record in pool.map(self.find, chunk) if record is not None)

    def credits_spent(self, since: datetime, batch: str | None = None) -> float:
        """Return the credits taken, or maybe taken, since a moment (a day: its first in UTC), by one batch or all.

        Counts what may still turn out not to have been accepted, so that a budget is never passed.
        """

        def counts(attempt: Attempt) -> bool:
            return attempt.submitted_at >= since and batch in {None, attempt.batch}

        records = self.records(changed_since=since - CLOCK_MARGIN)
        return sum(attempt.credits for record in records for attempt in record.attempts if counts(attempt))

    def is_batch_alive(self, batch: str) -> bool:
        """Tell whether the run that makes a batch gives signs of life: one small read for each run there is."""
        leases = (self._store.read(key) for key in self._store.list(OWNERS))
        return any(lease is not None and self._makes(lease.body, batch) for lease in leases)

    def _makes(self, lease: bytes, batch: str) -> bool:
        fields = json.loads(lease)
        return fields.pop("batch", "") == batch and self._is_alive(Owner(**fields))

    def _object_present(self, record: RenderRecord) -> bool:
        if record.state is not RenderState.PUBLISHED or record.video is None:
            return False
        facts = self._store.head(record.video.key)
        return facts is not None and facts.size == record.video.size

    def _owner_alive(self, record: RenderRecord) -> bool:
        return record.owner is not None and self._is_alive(record.owner)

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
