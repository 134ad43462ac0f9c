"""The life of an item: how far it is, in the ledger and in a run."""

from enum import StrEnum


class ItemState(StrEnum):
    """How far an item is, and the ends it can have."""

    PLANNED = "planned"
    AWAITING_REVIEW = "awaiting_review"
    SUBMITTING = "submitting"
    """The paid request is about to go out, or went out and its answer was not recorded."""
    RENDERING = "rendering"
    """Accepted and paid; the remote ids are known."""
    PUBLISHED = "published"
    FAILED = "failed"
    AMBIGUOUS = "ambiguous"
    """A render may have been accepted, and the service could not tell."""
    REJECTED = "rejected"
    """A person said no at the review."""
    SKIPPED = "skipped"
    """The end of a run alone: the video was in the store already."""
    NEEDS_REVIEW = "needs_review"
    """The end of a run alone: the video is in the store, and what was found in it holds it back."""
    STALE = "stale"
    """The end of a run alone: the page no longer says what the video in the store says."""
    UNAFFORDABLE = "unaffordable"
    """The end of a run alone: no budget or no credit was left for it."""


RUN_ENDS = frozenset({ItemState.SKIPPED, ItemState.NEEDS_REVIEW, ItemState.STALE, ItemState.UNAFFORDABLE})
"""States of one run's result, which no record has."""

OPEN_STATES = frozenset({ItemState.SUBMITTING, ItemState.RENDERING, ItemState.AMBIGUOUS})
"""What may hold a render that was paid for and is not in the store."""
