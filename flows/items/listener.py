"""Who watches a run from inside its process: the command line's progress bar, or nobody."""

from contextvars import ContextVar

from blocks.ledger.state import ItemState
from flows.items.result import BatchResult, ItemResult


class RunListener:
    """Told what happens, in the order it happens. Must return at once. By itself it listens to nothing: the listener
    of a run that is watched through Prefect alone."""

    def planned(self, sentence: str, count: int) -> None:
        """The batch is about to start: `count` items, and what they will cost in one sentence."""

    def moved(self, fingerprint: str, name: str, state: ItemState, percent: int) -> None:
        """An item went on; `percent` is of its render."""

    def queued(self, fingerprint: str, name: str, position: int | None) -> None:
        """An item was accepted and waits at the service; its place in the queue from 1 on, None if it is not told."""

    def ended(self, result: ItemResult) -> None:
        """An item is through."""

    def warned(self, sentence: str) -> None:
        """Something went wrong that costs no video."""

    def noted(self, sentence: str) -> None:
        """Something beside the items is done."""

    def finished(self, batch: BatchResult, gallery: str) -> None:
        """All are through; `gallery` is the address of the batch's page, empty if it has none."""


listener: ContextVar[RunListener] = ContextVar("listener", default=RunListener())  # noqa: B039 - it has no state
"""Set by the command line before it calls a flow; a flow's parameters must be plain data."""
