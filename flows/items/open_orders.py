"""The open orders of the ledger, for a sweep: which it takes on, and which it can only say are left."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from blocks.errors import ConfigurationError, LedgerRecordError
from blocks.ledger.decision import EntryDecision
from blocks.ledger.record import RecordedError, RenderRecord, record_key
from blocks.ledger.records import UnreadableRecord
from blocks.ledger.state import ItemState
from flows.items.item import Item
from flows.items.result import ItemResult
from flows.items.session import Session
from flows.items.stored_row import item_of_record


@dataclass(frozen=True, slots=True)
class OpenOrder:
    """An open record and the item that it stands for."""

    item: Item
    record: RenderRecord


@dataclass(frozen=True, slots=True)
class OpenOrders:
    """What the ledger holds open."""

    orders: tuple[OpenOrder, ...]
    left: tuple[ItemResult, ...]
    """Of contract generations that this run has no service for."""
    unreadable: tuple[UnreadableRecord, ...]


def open_orders(session: Session, video_ids: Sequence[str]) -> OpenOrders:
    """Read the open orders, or those of them that are named by render id, project id or fingerprint.

    Raises StoreError; a single record that can't be read is in the result.
    """
    orders: list[OpenOrder] = []
    left: list[ItemResult] = []
    unreadable: list[UnreadableRecord] = []
    for found in _records(session, set(video_ids)):
        order = found if isinstance(found, UnreadableRecord) else _order(found)
        if isinstance(order, UnreadableRecord):
            unreadable.append(order)
        elif order.item.generation in session.accounts:
            orders.append(order)
        elif session.ledger.look(order.item.fingerprint).decision is not EntryDecision.BUSY:
            left.append(_left(order))
    return OpenOrders(tuple(orders), tuple(left), tuple(unreadable))


def _records(session: Session, names: set[str]) -> Iterator[RenderRecord | UnreadableRecord]:
    """Yield all open records, or those that are named: one read for a fingerprint, all open ones for another id."""
    if not names:
        yield from session.ledger.open_records()
        return
    others = set[str]()
    for name in names:
        found = _looked_up(session, name)
        if found is None:
            others.add(name)
        elif isinstance(found, UnreadableRecord) or found.is_open:
            yield found
    if others:
        opened = (found for found in session.ledger.open_records() if isinstance(found, RenderRecord))
        yield from (found for found in opened if others & {found.render_id, found.project_id, found.fingerprint})


def _looked_up(session: Session, name: str) -> RenderRecord | UnreadableRecord | None:
    try:
        return session.ledger.find_any(name)
    except ConfigurationError:
        return None  # no name that a key can have, so no fingerprint


def _order(record: RenderRecord) -> OpenOrder | UnreadableRecord:
    try:
        item = item_of_record(record)
    except (ConfigurationError, ValueError) as error:
        fault = LedgerRecordError(
            f"The ledger record {record.fingerprint} holds no row that can be read: {error}",
            code="ledger_row_unreadable",
        )
        return UnreadableRecord(record.fingerprint, record_key(record.fingerprint), fault, age_seconds=0)
    return OpenOrder(item, record)


def _left(order: OpenOrder) -> ItemResult:
    item, record = order.item, order.record
    failure = RecordedError(
        code="generation_not_swept",
        message=f"This run has no service of contract generation {item.generation}.",
        next_step=f"Name one: `url2video finish --api {item.generation}`, or `more_services` of the deployment.",
    )
    # A render that nobody looks after is overdue.
    state = ItemState.FAILED if record.state is ItemState.RENDERING else record.state
    return ItemResult(item, state, failure=failure, render_id=record.render_id, title=record.title)
