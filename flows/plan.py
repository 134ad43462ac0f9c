"""The plan of a batch: what the ledger says of each item, and what the rest would cost. Reads only."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from blocks.errors import LedgerRecordError
from blocks.store.decision import EntryDecision
from blocks.store.ledger_view import LedgerView
from blocks.store.record import RenderRecord
from flows.budget import Affordability, BudgetPeriod, midnight_before
from flows.item import Item
from flows.session import utc_now
from flows.thread import in_thread

LEDGER_READS = 16
"""Records read at a time: each is one small GET, and a catalogue of thousands must not take minutes to plan."""

WORDS = {
    EntryDecision.START: "pay",
    EntryDecision.WAIT: "adopt",
    EntryDecision.SETTLE: "settle",
    EntryDecision.SKIP: "skip",
    EntryDecision.ENDED: "ended",
    EntryDecision.BUSY: "busy",
    EntryDecision.UNREADABLE: "mend",
}
"""What a person reads: pay a render, adopt one that was accepted, settle one whose answer was lost, skip a published
one, leave one that ended or that another run is making, mend one whose ledger record can't be read."""


@dataclass(frozen=True, slots=True)
class PlannedItem:
    """What a run would do with an item, and the credits that takes."""

    item: Item
    decision: EntryDecision
    credits: Decimal
    published: RenderRecord | None = None
    """Of an item whose video is there already: nothing more need be asked about it."""
    is_new: bool = False
    """The ledger knows nothing of it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole batch before its first call."""

    items: tuple[PlannedItem, ...]
    affordability: Affordability

    @property
    def sentence(self) -> str:
        """The batch and its arithmetic in one line."""
        counts = {word: sum(planned.decision is decision for planned in self.items) for decision, word in WORDS.items()}
        known = ", ".join(f"{count} to {word}" for word, count in counts.items() if count and word != "pay")
        return f"{len(self.items)} items: {f'{known}, ' if known else ''}{self.affordability.sentence}"


async def make_plan(
    ledger: LedgerView, items: Sequence[Item], budget: Decimal | None, period: BudgetPeriod, *, pay_again: bool
) -> Plan:
    """Look every item up in the ledger and add up what is to pay. Raises StoreError."""
    turns = asyncio.Semaphore(LEDGER_READS)
    known = await in_thread(ledger.known, len(items))

    async def look(item: Item) -> PlannedItem:
        if known is not None and item.fingerprint not in known:
            return PlannedItem(item, EntryDecision.START, item.price, is_new=True)
        async with turns:
            try:
                entry = await in_thread(ledger.look, item.fingerprint, pay_again=pay_again)
            except LedgerRecordError:
                return PlannedItem(item, EntryDecision.UNREADABLE, Decimal(0))
        pays = entry.decision is EntryDecision.START
        published = entry.record if entry.decision is EntryDecision.SKIP else None
        return PlannedItem(
            item, entry.decision, item.price if pays else Decimal(0), published, is_new=entry.record is None
        )

    planned = tuple(await asyncio.gather(*(look(item) for item in items)))
    spent = Decimal(0)
    if budget is not None and period is BudgetPeriod.DAY:
        spent = await in_thread(ledger.credits_spent, midnight_before(utc_now()))
    affordability = Affordability(
        to_pay=sum(entry.decision is EntryDecision.START for entry in planned),
        cost=sum((entry.credits for entry in planned), Decimal(0)),
        limit=budget,
        spent=spent,
        period=period,
    )
    return Plan(planned, affordability)
