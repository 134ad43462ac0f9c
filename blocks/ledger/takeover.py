"""What comes of a claim, and what a run writes for it: a pure function of what it found."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from blocks.ledger.decision import EntryDecision
from blocks.ledger.owner import Owner
from blocks.ledger.record import RenderRecord
from blocks.ledger.state import ItemState
from blocks.ledger.view import LedgerEntry

MAX_AGE_ERROR_SECONDS = 1.0
"""By so much an age may be too large: HTTP's dates are whole seconds (RFC 9110, 5.6.7)."""

UNSETTLED = frozenset({ItemState.SUBMITTING, ItemState.AMBIGUOUS})
"""A paid request may have gone out, and what became of it is not recorded."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """This run is at it. `decision` is START, WAIT or SETTLE; `record.state` is what was found."""

    record: RenderRecord
    version: str
    decision: EntryDecision

    @property
    def open_seconds(self) -> float:
        """For how long, at least, a request of unknown outcome had been open when this run claimed it.

        By the store's clock, whatever the clocks of the machines say; 0 for what this run submitted itself.
        """
        return self.record.attempts[-1].open_seconds if self.record.state in UNSETTLED else 0.0


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


def taken_over(entry: LedgerEntry, planned: RenderRecord, owner: Owner, now: datetime) -> RenderRecord:
    """Return the record with `owner`'s claim on it; `planned` is the one to begin with where there is none.

    An open record keeps its order, any other is given a new one.
    """
    found = entry.record
    if found is None:
        new = {"owner": owner, "state": ItemState.PLANNED, "entered": {ItemState.PLANNED: now}}
        return planned.model_copy(update={**new, "order": _new_order()})
    changes: dict[str, Any] = {
        "owner": owner,
        "batch": planned.batch or found.batch,
        "order": found.order or _new_order(),
    }
    state = _state_on_entry(found, entry.decision)
    if state is not found.state:
        changes |= {"state": state, "entered": {**found.entered, state: now}}
    if entry.decision is EntryDecision.START and found.was_accepted:
        # Paid again: under the old ids the service would answer with the render that failed.
        changes |= {"product_id": "", "project_id": "", "render_id": ""}
    if found.state in UNSETTLED:
        *earlier, last = found.attempts
        # The claim's own write makes the record young again, so that its age is kept here.
        seconds = last.open_seconds + max(0.0, entry.age_seconds - MAX_AGE_ERROR_SECONDS)
        changes |= {"attempts": (*earlier, last.model_copy(update={"open_seconds": seconds}))}
    return found.model_copy(update=changes)


def _state_on_entry(found: RenderRecord, decision: EntryDecision) -> ItemState:
    if decision is EntryDecision.START and found.state is ItemState.FAILED:
        return ItemState.PLANNED
    if decision is EntryDecision.WAIT:
        return ItemState.RENDERING
    return found.state


def _new_order() -> str:
    return uuid.uuid4().hex[:12]
