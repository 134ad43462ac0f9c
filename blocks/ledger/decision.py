"""What may follow what, and whether to pay: the two pure tables the ledger stands on."""

from enum import StrEnum

from blocks.ledger.record import RenderRecord
from blocks.ledger.state import ItemState

_S = ItemState
_ALLOWED: dict[ItemState, frozenset[ItemState]] = {
    # Straight to rendering where the account has a render of this name that no record tells of.
    _S.PLANNED: frozenset({_S.AWAITING_REVIEW, _S.SUBMITTING, _S.RENDERING, _S.FAILED, _S.REJECTED}),
    _S.AWAITING_REVIEW: frozenset({_S.PLANNED, _S.SUBMITTING, _S.RENDERING, _S.FAILED, _S.REJECTED}),
    # Back to planned only when the request surely was not accepted: refused, or unknown to the service.
    _S.SUBMITTING: frozenset({_S.RENDERING, _S.PLANNED, _S.FAILED, _S.AMBIGUOUS}),
    _S.RENDERING: frozenset({_S.PUBLISHED, _S.FAILED}),
    # The object was lost from the store: the render is fetched again, not paid again.
    _S.PUBLISHED: frozenset({_S.RENDERING}),
    _S.FAILED: frozenset({_S.PLANNED}),
    _S.AMBIGUOUS: frozenset({_S.RENDERING, _S.PLANNED}),
    _S.REJECTED: frozenset(),
}


class EntryDecision(StrEnum):
    """What a run does with an item it meets."""

    START = "start"
    """Nothing was ever accepted: go on to the paid request (for an item awaiting review: after the review)."""
    WAIT = "wait"
    """Accepted: wait on the remote id and publish; nothing is paid."""
    SETTLE = "settle"
    """A paid request may have gone out: ask the service before anything else."""
    SKIP = "skip"
    """Published, and the object is there."""
    ENDED = "ended"
    """A person rejected it, or its paid render failed: that stands until somebody says otherwise."""
    BUSY = "busy"
    """Another run that is alive is at it."""
    UNREADABLE = "unreadable"
    """Its record can't be read: nothing is done before somebody has mended it."""


_ON_ENTRY = {
    _S.PLANNED: EntryDecision.START,
    _S.AWAITING_REVIEW: EntryDecision.START,
    _S.SUBMITTING: EntryDecision.SETTLE,
    _S.RENDERING: EntryDecision.WAIT,
    _S.PUBLISHED: EntryDecision.WAIT,
    _S.FAILED: EntryDecision.ENDED,
    _S.AMBIGUOUS: EntryDecision.SETTLE,
    _S.REJECTED: EntryDecision.ENDED,
}


def allowed(before: ItemState, after: ItemState) -> bool:
    """Tell whether a record may go from one state to the other."""
    return after in _ALLOWED.get(before, ())


def decide_entry(
    record: RenderRecord | None, *, owner_alive: bool, object_present: bool, pay_again: bool
) -> EntryDecision:
    """Decide on entry or re-entry of an item. Nothing else decides whether to pay.

    `owner_alive`: the run that claimed it still lives. `object_present`: the store holds the published object.
    `pay_again`: the user asked to pay once more for renders that were accepted and then failed.
    """
    if record is None:
        return EntryDecision.START
    if record.state is ItemState.PUBLISHED and object_present:
        return EntryDecision.SKIP
    if owner_alive:
        return EntryDecision.BUSY
    if record.state is ItemState.FAILED and (pay_again or not record.was_accepted):
        return EntryDecision.START
    return _ON_ENTRY[record.state]
