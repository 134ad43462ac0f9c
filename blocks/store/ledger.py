"""The render ledger: who is at which video, what was paid for it, and how far it came.

Two runs over one catalogue meet here and nowhere else. Every change is a conditional write from the version that
was read, so of two runs exactly one wins; the loser reads again and decides anew. The order that keeps the promise
never to pay twice: `submitting` is written before the paid request, `accepted` right after its answer.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import JsonValue

from blocks.errors import ConflictError, Stage, Url2VideoError
from blocks.store.decision import EntryDecision, allowed
from blocks.store.lease import OwnerLease
from blocks.store.ledger_view import NO_ENTRY, Clock, LedgerView, utc_now
from blocks.store.record import Attempt, PublishedVideo, RecordedError, RenderRecord, RenderState, record_key
from blocks.store.store import VideoStore

CLAIM_ROUNDS = 10
"""Lost races before a claim gives up. Each lost one means that another run moved on, so few are ever needed."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """This run is at it. `decision` is START, WAIT or SETTLE; `record.state` is what was found."""

    record: RenderRecord
    version: str
    decision: EntryDecision


@dataclass(frozen=True, slots=True)
class Busy:
    """A run that is alive is at it (this very one, if it was claimed and not released)."""

    record: RenderRecord


@dataclass(frozen=True, slots=True)
class Settled:
    """Nothing is to be done. `decision` is SKIP (published, and there) or ENDED (paid and failed, or rejected)."""

    record: RenderRecord
    decision: EntryDecision


Claim = Claimed | Busy | Settled


class Ledger(LedgerView):
    """Claims renders for one run and records what happens to them.

    Each method that takes a `Claimed` writes once and gives back the next one (`product_created` leaves the writing
    to the one after it); those that end the claim give back the record. All raise `ConflictError` (code `claim_lost`)
    when another run has taken over: drop the item then, and send nothing for it. Any other `StoreError` means that the
    write may or may not have happened: send nothing, and let the next entry sort it out.
    """

    def __init__(self, store: VideoStore, lease: OwnerLease, *, clock: Clock = utc_now) -> None:
        super().__init__(store, lease_seconds=lease.lease_seconds)
        self._lease = lease
        self._clock = clock

    def claim(self, planned: RenderRecord, *, pay_again: bool = False, seems_new: bool = False) -> Claim:
        """Claim a video, new or known; `planned` is the record to begin with where there is none.

        `seems_new`: there was none a while ago, so the first look is saved. Where there is one by now, the conditional
        write finds out.
        """
        for attempt in range(CLAIM_ROUNDS):
            known = not seems_new or attempt > 0
            entry = self.look(planned.fingerprint, pay_again=pay_again) if known else NO_ENTRY
            if entry.record is not None:
                if entry.decision is EntryDecision.BUSY:
                    return Busy(entry.record)
                if entry.decision in {EntryDecision.SKIP, EntryDecision.ENDED}:
                    return Settled(entry.record, entry.decision)
            taken = self._taken(entry.record, planned, entry.decision)
            try:
                return self._write(taken, entry.version, entry.decision)
            except ConflictError:
                continue
        raise _claim_lost(planned.fingerprint)

    def reclaim(self, fingerprint: str) -> Claim | None:
        """Claim a video that the ledger knows, or return None: what a sweep does with each record."""
        record = self.find(fingerprint)
        return None if record is None else self.claim(record)

    def product_created(self, claimed: Claimed, *, product_id: str, project_id: str = "", title: str = "") -> Claimed:
        """Note the free product's ids, which settling a lost answer needs: they are written with `submitting`.

        A run that dies before loses nothing: a product is free. `title` is the page's own; a corrected one stays.
        """
        changes = {"product_id": product_id, "project_id": project_id, "title": claimed.record.title or title}
        return Claimed(claimed.record.model_copy(update=changes), claimed.version, claimed.decision)

    def awaiting_review(self, claimed: Claimed) -> RenderRecord:
        """End this run's part until a person has looked."""
        if claimed.record.state is RenderState.AWAITING_REVIEW:
            return self.release(claimed)
        return self._move(claimed, RenderState.AWAITING_REVIEW, owner=None).record

    def approved(self, claimed: Claimed, corrections: Mapping[str, JsonValue]) -> Claimed:
        """A person said yes, with these corrections: the request may go out."""
        approved = claimed.record.model_copy(update={"reviewed": corrections})
        return self._write(approved, claimed.version, claimed.decision)

    def rejected(self, claimed: Claimed) -> RenderRecord:
        """A person said no: this ends the item."""
        return self._move(claimed, RenderState.REJECTED, owner=None).record

    def submitting(self, claimed: Claimed, *, price: float) -> Claimed:
        """Write down, right before the paid request, that it goes out, for `price` credits.

        Also raises `ConflictError` (code `lease_lost`) when this run may be taken for dead.
        """
        attempt = Attempt(submitted_at=self._clock(), credits=price, batch=claimed.record.batch)
        attempts = (*claimed.record.attempts, attempt)
        moved = self._move(claimed, RenderState.SUBMITTING, attempts=attempts, render_id="", error=None)
        # After the write: it may itself have taken longer than the lease lasts.
        self._lease.check()
        return moved

    def accepted(self, claimed: Claimed, *, render_id: str, deducted_credit: float | None = None) -> Claimed:
        """The service took the request, or was found to have taken it; `deducted_credit` if it tells."""
        *earlier, last = claimed.record.attempts
        change: dict[str, Any] = {"accepted_at": self._clock(), "render_id": render_id}
        change |= {} if deducted_credit is None else {"credits": deducted_credit}
        attempts = (*earlier, last.model_copy(update=change))
        return self._move(claimed, RenderState.RENDERING, attempts=attempts, render_id=render_id, error=None)

    def not_accepted(self, claimed: Claimed) -> Claimed:
        """The service surely did not take the request: it said no, or was asked and knows nothing of it."""
        attempts = claimed.record.attempts[:-1]
        moved = self._move(claimed, RenderState.PLANNED, attempts=attempts, error=None)
        return Claimed(moved.record, moved.version, EntryDecision.START)

    def ambiguous(self, claimed: Claimed, error: Url2VideoError) -> RenderRecord:
        """Maybe accepted, and the service could not tell. Its credits count as spent until it can."""
        if claimed.record.state is RenderState.AMBIGUOUS:
            return self.release(claimed, error)
        return self._move(claimed, RenderState.AMBIGUOUS, owner=None, error=RecordedError.of(error)).record

    def published(
        self, claimed: Claimed, video: PublishedVideo, *, deducted_credit: float | None = None
    ) -> RenderRecord:
        """The verified object is in the store. `deducted_credit` is what the service says it took, if it says."""
        attempts = claimed.record.attempts
        if deducted_credit is not None:
            attempts = (*attempts[:-1], attempts[-1].model_copy(update={"credits": deducted_credit}))
        changes: dict[str, Any] = {"video": video, "attempts": attempts, "error": None, "owner": None}
        return self._move(claimed, RenderState.PUBLISHED, **changes).record

    def failed(self, claimed: Claimed, error: Url2VideoError) -> RenderRecord:
        """End the item. Of a paid request only a sure refusal may end here; an ambiguous error is refused."""
        submitting = claimed.record.state is RenderState.SUBMITTING
        if submitting and error.ambiguous:
            raise _bad_move(claimed.record, RenderState.FAILED)
        attempts = claimed.record.attempts[:-1] if submitting else claimed.record.attempts
        changes = {"attempts": attempts, "owner": None, "error": RecordedError.of(error)}
        return self._move(claimed, RenderState.FAILED, **changes).record

    def release(self, claimed: Claimed, error: Url2VideoError | None = None) -> RenderRecord:
        """Let others claim it, as far as it is. `error` says why this run stops (overdue, delivery failed)."""
        recorded = claimed.record.error if error is None else RecordedError.of(error)
        freed = claimed.record.model_copy(update={"owner": None, "error": recorded})
        return self._write(freed, claimed.version, claimed.decision).record

    def _taken(self, found: RenderRecord | None, planned: RenderRecord, decision: EntryDecision) -> RenderRecord:
        now = self._clock()
        if found is None:
            new = {"owner": self._lease.owner, "state": RenderState.PLANNED, "entered": {RenderState.PLANNED: now}}
            return planned.model_copy(update=new)
        changes: dict[str, Any] = {"owner": self._lease.owner, "batch": planned.batch or found.batch}
        state = _state_on_entry(found, decision)
        if state is not found.state:
            changes |= {"state": state, "entered": {**found.entered, state: now}}
        if decision is EntryDecision.START and found.was_accepted:
            # Paid again: under the old ids the service would answer with the render that failed.
            changes |= {"product_id": "", "project_id": "", "render_id": ""}
        return found.model_copy(update=changes)

    def _move(self, claimed: Claimed, state: RenderState, **changes: Any) -> Claimed:
        if not allowed(claimed.record.state, state):
            raise _bad_move(claimed.record, state)
        entered = {**claimed.record.entered, state: self._clock()}
        moved = claimed.record.model_copy(update={"state": state, "entered": entered, **changes})
        return self._write(moved, claimed.version, claimed.decision)

    def _write(self, record: RenderRecord, version: str, decision: EntryDecision) -> Claimed:
        """Write from `version`, or anew where it is empty."""
        record = record.model_copy(update={"revision": uuid.uuid4().hex})
        key, body = record_key(record.fingerprint), record.to_bytes()
        try:
            if version:
                return Claimed(record, self._store.replace(key, body, version), decision)
            return Claimed(record, self._store.create(key, body, "application/json"), decision)
        except ConflictError:
            # The first answer may have been lost: the SDK's own repetition then loses against its own success.
            found = self.look_up(record.fingerprint)
            if found is None or found[0].revision != record.revision:
                raise _claim_lost(record.fingerprint) from None
            return Claimed(record, found[1], decision)


def _state_on_entry(found: RenderRecord, decision: EntryDecision) -> RenderState:
    if decision is EntryDecision.START and found.state is RenderState.FAILED:
        return RenderState.PLANNED
    if decision is EntryDecision.WAIT:
        return RenderState.RENDERING
    return found.state


def _claim_lost(fingerprint: str) -> ConflictError:
    return ConflictError(
        f"Another run has taken over the render {fingerprint}",
        code="claim_lost",
        stage=Stage.LEDGER,
        next_step="Nothing is lost: the other run goes on with it.",
    )


def _bad_move(record: RenderRecord, state: RenderState) -> ConflictError:
    return ConflictError(
        f"The render {record.fingerprint} is {record.state} and can't become {state}",
        code="ledger_transition",
        stage=Stage.LEDGER,
        next_step="Run `url2video finish`: it starts from what the ledger says.",
    )
