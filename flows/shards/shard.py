"""A shard: a part of a catalogue that one run of make-videos makes, on whichever machine takes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from blocks.store.store import VideoStore
from flows.items.item import Item
from flows.items.plan import PlannedItem
from flows.items.stored_row import catalog_row
from flows.reporting.report import JSON_LINES, json_lines


@dataclass(frozen=True, slots=True)
class Shard:
    """Some items, and the credits that may be taken for them."""

    batch: str
    """Of the shard: names its report and its payments, over all runs it takes."""
    items: tuple[Item, ...]
    budget: Decimal | None = None

    @property
    def report_key(self) -> str:
        """Where its run leaves what became of each item."""
        return f"batches/{self.batch}/results.jsonl"

    def store_catalog(self, store: VideoStore) -> str:
        """Write its items as a catalogue into the store, where any machine reads it; its address. Raises StoreError."""
        key = f"batches/{self.batch}/catalog.jsonl"
        store.put(key, json_lines(map(catalog_row, self.items)), JSON_LINES)
        return store.address(key)


def split(batch: str, planned: Sequence[PlannedItem], count: int, left: Decimal | None) -> tuple[Shard, ...]:
    """Split a plan into `count` shards of neighbours, or fewer; `left` credits are given out from the first on."""
    if not planned:
        return ()
    size = -(-len(planned) // count)
    shards = []
    for number, start in enumerate(range(0, len(planned), size), 1):
        part = planned[start : start + size]
        budget = None if left is None else min(left, sum((each.credits for each in part), Decimal(0)))
        left = None if left is None or budget is None else left - budget
        shards.append(Shard(f"{batch}-shard-{number:03}", tuple(each.item for each in part), budget))
    return tuple(shards)
