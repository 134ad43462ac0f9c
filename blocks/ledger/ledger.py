"""The render ledger: who is at which video, what was paid for it, and how far it came.

Two runs over one catalogue meet here and nowhere else. Every change is a conditional write from the version that
was read, so of two runs exactly one wins; the loser reads again and decides anew. The order that keeps the promise
never to pay twice: `submitting` is written before the paid request, `accepted` right after its answer.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pydantic import JsonValue

from blocks.errors import ConflictError, Stage, Url2VideoError
from blocks.ledger.decision import EntryDecision, allowed
from blocks.ledger.index import open_key
from blocks.ledger.indexed import IndexedLedger
from blocks.ledger.lease import OwnerLease
from blocks.ledger.record import (
    NOTHING_TOLD,
    Attempt,
    DroppedRequest,
    PageFacts,
    PublishedVideo,
    RecordedError,
    RenderRecord,
)
from blocks.ledger.records import Change, claim_lost
from blocks.ledger.state import OPEN_STATES, ItemState
from blocks.ledger.takeover import Busy, Claim, Claimed, Settled, taken_over
from blocks.ledger.view import NO_ENTRY, Clock, LedgerEntry, utc_now
from blocks.store.store import VideoStore

MAX_CLAIM_ROUNDS = 10
"""Lost races before a claim gives up. Each lost one means that another run moved on, so few are ever needed."""


class Ledger(IndexedLedger):
    """Claims renders for one run and records what happens to them.

    Each method that takes a `Claimed` writes once and gives back the next one (`product_created` leaves the writing
    to the one after it); those that end the claim give back the record. All raise `ConflictError` (code `claim_lost`)
    when another run has taken over: drop the item then, and send nothing for it. Any other `StoreError` means that the
    write may or may not have happened: send nothing, and let the next entry sort it out.
    """

    def __init__(self, store: VideoStore, lease: OwnerLease, *, clock: Clock = utc_now) -> None:
        super().__init__(store, lease_seconds=lease.lease_seconds, clock=clock)
        self._lease = lease
        self.check_lease = lease.check
        """Raises `ConflictError` (code `lease_lost`) when this run may be taken for dead; asks no store.

        For the moment right before the first byte of a paid request.
        """

    def claim(self, planned: RenderRecord, *, pay_again: bool = False, seems_new: bool = False) -> Claim:
        """Claim a video, new or known; `planned` is the record to begin with where there is none.

        `seems_new`: there was none a while ago, so the first look is saved. Where there is one by now, the conditional
        write finds out. Raises `LedgerRecordError` where the record can't be read.
        """
        for attempt in range(MAX_CLAIM_ROUNDS):
            known = not seems_new or attempt > 0
            entry = self.look(planned.fingerprint, pay_again=pay_again) if known else NO_ENTRY
            if entry.record is not None:
                if entry.decision is EntryDecision.BUSY:
                    return Busy(entry.record)
                if entry.decision in {EntryDecision.SKIP, EntryDecision.ENDED}:
                    return Settled(entry.record, entry.decision)
            if claimed := self._claimed(entry, planned):
                return claimed
        raise claim_lost(planned.fingerprint)

    def reclaim(self, record: RenderRecord) -> Claim | None:
        """Claim an open record as a sweep has found it; None where it has come to its end meanwhile.

        Of an order that was marked and never written, the record is written now.
        """
        found = self.find(record.fingerprint)
        return None if found is not None and not found.is_open else self.claim(record)

    def product_created(
        self,
        claimed: Claimed,
        *,
        product_id: str,
        project_id: str = "",
        title: str = "",
        page: PageFacts = NOTHING_TOLD,
    ) -> Claimed:
        """Note the free product's ids, which settling a lost answer needs: they are written with `submitting`.

        A run that dies before loses nothing: a product is free. `title` is the page's own; a corrected one stays.
        `page` is what the page says.
        """
        known = {"title": claimed.record.title or title, "page": page}
        changes = {"product_id": product_id, "project_id": project_id, **known}
        return Claimed(claimed.record.model_copy(update=changes), claimed.version, claimed.decision)

    def exchange_ended(self, claimed: Claimed, *, seconds_ago: float) -> Claimed:
        """Note, for the next write, that the exchange of the last request ended so long ago with an unknown outcome."""
        *earlier, last = claimed.record.attempts
        ended = last.model_copy(update={"exchange_ended": True, "open_seconds": seconds_ago})
        record = claimed.record.model_copy(update={"attempts": (*earlier, ended)})
        return Claimed(record, claimed.version, claimed.decision)

    def awaiting_review(self, claimed: Claimed) -> RenderRecord:
        """End this run's part until a person has looked."""
        if claimed.record.state is ItemState.AWAITING_REVIEW:
            return self.release(claimed)
        return self._end(claimed, ItemState.AWAITING_REVIEW)

    def approved(self, claimed: Claimed, corrections: Mapping[str, JsonValue]) -> Claimed:
        """A person said yes, with these corrections: the request may go out."""
        return self._write(claimed, lambda record: record.model_copy(update={"reviewed": corrections}))

    def rejected(self, claimed: Claimed) -> RenderRecord:
        """A person said no: this ends the item."""
        return self._end(claimed, ItemState.REJECTED)

    def submitting(self, claimed: Claimed, *, price: Decimal) -> Claimed:
        """Write down, right before the paid request, that it goes out, for `price` credits.

        The write may itself take longer than the lease lasts: see `check_lease`.
        """
        attempt = Attempt(submitted_at=self._clock(), credits=price, batch=claimed.record.batch)
        return self._attempt(claimed, ItemState.SUBMITTING, attempt)

    def adopted(self, claimed: Claimed, *, render_id: str, attempt: Attempt) -> Claimed:
        """The service has a render of this video that the record does not tell of, accepted by `attempt`."""
        known = {"render_id": render_id, "accepted_at": attempt.accepted_at or self._clock()}
        return self._attempt(claimed, ItemState.RENDERING, attempt.model_copy(update=known))

    def rebuilt(self, planned: RenderRecord, video: PublishedVideo, attempt: Attempt) -> RenderRecord:
        """Write the lost record of a video that is in the store. Raises `ConflictError` where there is a record."""
        self._index.attempted(planned.fingerprint, planned.order, attempt)
        state = ItemState.PUBLISHED
        known = {"video": video, "attempts": (attempt,), "render_id": attempt.render_id}
        record = planned.model_copy(update={"state": state, "entered": {state: self._clock()}, **known})
        return self._records.write(record, "").record

    def accepted(self, claimed: Claimed, *, render_id: str, deducted_credit: Decimal | None = None) -> Claimed:
        """The service took the request, or was found to have taken it; `deducted_credit` if it tells."""
        *earlier, last = claimed.record.attempts
        change: dict[str, Any] = {"accepted_at": self._clock(), "render_id": render_id}
        change |= {} if deducted_credit is None else {"credits": deducted_credit}
        attempts = (*earlier, last.model_copy(update=change))
        return self._move(claimed, ItemState.RENDERING, attempts=attempts, render_id=render_id, error=None)

    def not_accepted(self, claimed: Claimed) -> Claimed:
        """The service surely did not take the request: it said no, or it was never sent."""
        return self._planned_again(claimed, claimed.record.dropped)

    def never_accepted(self, claimed: Claimed) -> Claimed:
        """The service was asked about the request and knows nothing of it; the record keeps what was asked about."""
        record = claimed.record
        ids = {"product_id": record.product_id, "project_id": record.project_id}
        return self._planned_again(claimed, DroppedRequest(attempt=record.attempts[-1], **ids))

    def _planned_again(self, claimed: Claimed, dropped: DroppedRequest | None) -> Claimed:
        attempts = claimed.record.attempts[:-1]
        moved = self._move(claimed, ItemState.PLANNED, attempts=attempts, dropped=dropped, error=None)
        return Claimed(moved.record, moved.version, EntryDecision.START)

    def ambiguous(self, claimed: Claimed, error: Url2VideoError) -> RenderRecord:
        """Maybe accepted, and the service could not tell. Its credits count as spent until it can."""
        if claimed.record.state is ItemState.AMBIGUOUS:
            return self.release(claimed, error)
        return self._move(claimed, ItemState.AMBIGUOUS, owner=None, error=RecordedError.of(error)).record

    def published(
        self, claimed: Claimed, video: PublishedVideo, *, deducted_credit: Decimal | None = None
    ) -> RenderRecord:
        """The verified object is in the store. `deducted_credit` is what the service says it took, if it says."""
        attempts = claimed.record.attempts
        if deducted_credit is not None:
            attempts = (*attempts[:-1], attempts[-1].model_copy(update={"credits": deducted_credit}))
        return self._end(claimed, ItemState.PUBLISHED, video=video, attempts=attempts, error=None)

    def failed(self, claimed: Claimed, error: Url2VideoError) -> RenderRecord:
        """End the item. Of a paid request only a sure refusal may end here; an ambiguous error is refused."""
        submitting = claimed.record.state is ItemState.SUBMITTING
        if submitting and error.ambiguous:
            raise _bad_move(claimed.record, ItemState.FAILED)
        attempts = claimed.record.attempts[:-1] if submitting else claimed.record.attempts
        return self._end(claimed, ItemState.FAILED, attempts=attempts, error=RecordedError.of(error))

    def release(
        self, claimed: Claimed, error: Url2VideoError | None = None, *, keeps_order: bool = False
    ) -> RenderRecord:
        """Let others claim it, as far as it is. `error` says why this run stops (overdue, delivery failed).

        What was not submitted is open no more, as this run reports it; with `keeps_order` it stays among the open
        records, as an order that is still to be made.
        """

        def freed(record: RenderRecord) -> RenderRecord:
            keeps = keeps_order or record.state in OPEN_STATES
            changes = {"owner": None, "order": record.order if keeps else ""}
            return record.model_copy(update=changes | ({} if error is None else {"error": RecordedError.of(error)}))

        return self._closed(claimed, self._write(claimed, freed).record)

    def _claimed(self, entry: LedgerEntry, planned: RenderRecord) -> Claimed | None:
        """Take the claim from what was found; None where another run was quicker."""
        taken = taken_over(entry, planned, self._lease.owner, self._clock())
        if entry.record is None or not entry.record.order:
            self._index.opened(taken)
        try:
            stored = self._records.write(taken, entry.version)
        except ConflictError:
            # The marker is left to a sweep: the run that was quicker may have taken over this very claim.
            return None
        return Claimed(stored.record, stored.version, entry.decision)

    def _attempt(self, claimed: Claimed, state: ItemState, attempt: Attempt) -> Claimed:
        record = claimed.record
        if not allowed(record.state, state):
            raise _bad_move(record, state)
        self._index.attempted(record.fingerprint, record.order, attempt)
        attempts = (*record.attempts, attempt)
        return self._move(claimed, state, attempts=attempts, render_id=attempt.render_id, error=None)

    def _end(self, claimed: Claimed, state: ItemState, **changes: Any) -> RenderRecord:
        return self._closed(claimed, self._move(claimed, state, owner=None, order="", **changes).record)

    def _closed(self, claimed: Claimed, written: RenderRecord) -> RenderRecord:
        if claimed.record.order and not written.order:
            self._index.closed(open_key(written.fingerprint, claimed.record.order))
        return written

    def _move(self, claimed: Claimed, state: ItemState, **changes: Any) -> Claimed:
        if not allowed(claimed.record.state, state):
            raise _bad_move(claimed.record, state)
        entered = {**claimed.record.entered, state: self._clock()}
        moved = claimed.record.model_copy(update={"state": state, "entered": entered, **changes})
        # Also in place of a later record of this run, whose response was lost: nothing was done on the strength of it.
        return self._write(claimed, lambda _: moved)

    def _write(self, claimed: Claimed, change: Change) -> Claimed:
        stored = self._records.write(
            change(claimed.record), claimed.version, owner_id=self._lease.owner.id, onto=change
        )
        return Claimed(stored.record, stored.version, claimed.decision)


def _bad_move(record: RenderRecord, state: ItemState) -> ConflictError:
    return ConflictError(
        f"The render {record.fingerprint} is {record.state} and can't become {state}",
        code="ledger_transition",
        stage=Stage.LEDGER,
        next_step="Run `url2video finish`: it starts from what the ledger says.",
    )
