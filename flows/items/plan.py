"""The plan of a batch: what the ledger says of each item, and what the rest would cost. Reads only."""

from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Self

from blocks.errors import LedgerRecordError, Url2VideoError
from blocks.jogg.service import CreatedProduct
from blocks.ledger.decision import EntryDecision
from blocks.ledger.record import RenderRecord
from blocks.ledger.view import LedgerView, utc_now
from blocks.store.store import VideoStore
from flows.items.budget import Affordability, BudgetPeriod, counted, midnight_before
from flows.items.item import Item
from flows.items.sidecar import Sidecar, read_sidecar
from flows.runtime.concurrency import in_thread, in_threads

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
    credits: Decimal = Decimal(0)
    published: RenderRecord | None = None
    """Of an item whose video is there already: nothing more need be asked about it."""
    is_new: bool = False
    """The ledger knows nothing of it."""
    sidecar: Sidecar | None = None
    """Of an item that the ledger knows nothing of: the store does, so it was paid for."""
    render_id: str = ""
    """Of an item that the ledger knows nothing of: the account has a render under its name."""
    preview: CreatedProduct | None = None
    """The product with the preview that a person chose for this video."""
    error: Url2VideoError | None = None
    """Why nothing may be paid for the item in this run."""

    @property
    def forgotten(self) -> Self:
        """The same item without anything that was found out about it: another run has been at it since."""
        return replace(self, published=None, is_new=False, sidecar=None, render_id="")

    @property
    def pays(self) -> bool:
        """Whether a paid request is planned."""
        return self.decision is EntryDecision.START


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole batch before its first call."""

    items: tuple[PlannedItem, ...]
    affordability: Affordability

    @property
    def sentence(self) -> str:
        """The batch and its arithmetic in one line."""
        counts = {word: sum(planned.decision is decision for planned in self.items) for decision, word in WORDS.items()}
        known = ", ".join(f"{count}{_to(word)}{word}" for word, count in counts.items() if count and word != "pay")
        return f"{counted(len(self.items), 'item')}: {f'{known}, ' if known else ''}{self.affordability.sentence}"


async def plan_items(
    store: VideoStore, ledger: LedgerView, items: Sequence[Item], *, pay_again: bool
) -> tuple[PlannedItem, ...]:
    """Look every item up in the ledger, and those that it does not know beside their video. Raises StoreError.

    A record that can't be read is its item's own error.
    """
    known = await in_thread(ledger.known, len(items))

    def look(item: Item) -> PlannedItem:
        is_new = known is not None and item.fingerprint not in known
        return _unknown(store, item) if is_new else _planned(ledger, store, item, pay_again=pay_again)

    return tuple(await in_threads(look, items))


def _planned(ledger: LedgerView, store: VideoStore, item: Item, *, pay_again: bool) -> PlannedItem:
    try:
        entry = ledger.look(item.fingerprint, pay_again=pay_again)
    except LedgerRecordError as error:
        return PlannedItem(item, EntryDecision.UNREADABLE, error=error)
    if entry.record is None:
        return _unknown(store, item)
    pays = entry.decision is EntryDecision.START
    published = entry.record if entry.decision is EntryDecision.SKIP else None
    return PlannedItem(item, entry.decision, item.price if pays else Decimal(0), published)


def _unknown(store: VideoStore, item: Item) -> PlannedItem:
    """Plan an item that the ledger does not know: the store may."""
    sidecar = read_sidecar(store, item)
    if sidecar is None:
        return PlannedItem(item, EntryDecision.START, item.price, is_new=True)
    facts = store.head(sidecar.published_video(item).key)
    is_there = facts is not None and facts.size == sidecar.size
    return PlannedItem(item, EntryDecision.SKIP if is_there else EntryDecision.WAIT, is_new=True, sidecar=sidecar)


def _to(word: str) -> str:
    """Two of the words are no verbs."""
    return " " if word in {WORDS[EntryDecision.ENDED], WORDS[EntryDecision.BUSY]} else " to "


planned_before: ContextVar[tuple[PlannedItem, ...] | None] = ContextVar("planned", default=None)
"""What the command line has looked up for the one flow that it calls. Each claim looks again."""


async def make_plan(
    ledger: LedgerView, planned: tuple[PlannedItem, ...], budget: Decimal | None, period: BudgetPeriod
) -> Plan:
    """Add up what is to be paid, and what was spent before. Raises StoreError."""
    spent = Decimal(0)
    if budget is not None and period is BudgetPeriod.DAY:
        spent = await in_thread(ledger.credits_spent, midnight_before(utc_now()))
    affordability = Affordability(
        to_pay=sum(entry.pays for entry in planned),
        cost=sum((entry.credits for entry in planned), Decimal(0)),
        limit=budget,
        spent=spent,
        period=period,
    )
    return Plan(planned, affordability)
