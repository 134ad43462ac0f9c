"""The guard around one item, whichever run works at it: every end is a result, never an exception."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from decimal import Decimal

from prefect.logging import get_run_logger

from blocks.errors import (
    AccountError,
    BudgetSpentError,
    ConflictError,
    InsufficientCreditError,
    RenderAmbiguousError,
    StoreError,
    Url2VideoError,
)
from blocks.ledger.record import RecordedError
from blocks.ledger.records import CLAIM_LOST
from blocks.ledger.state import ItemState
from flows.items.claim import ItemClaim
from flows.items.item import Item
from flows.items.result import ItemResult
from flows.items.session import Session
from flows.items.settlement import open_credits, taken_credits

MAX_TAKEOVERS = 5
"""Claims of one item that a run may lose. Each lost one means that this run was silent for longer than its lease."""

Entry = Callable[[int], Awaitable[ItemClaim | ItemResult | None]]
"""Claims the item. Given the number of claims that were lost before; None where nothing is to be done."""

Story = Callable[[ItemClaim], Awaitable[ItemResult]]
"""Takes a claimed item as far as it goes; leaves the claim ended or released."""


async def guarded(session: Session, item: Item, enter: Entry, story: Story) -> ItemResult | None:
    """Claim the item and live its story. Whatever goes wrong becomes its result.

    Where another run has taken the claim over, this one waits for it and ends as that one does.
    """
    for lost in range(MAX_TAKEOVERS + 1):
        claim: ItemClaim | None = None
        try:
            result = await enter(lost)
            if isinstance(result, ItemClaim):
                claim = result
                async with _let_go_of(session, claim):
                    result = await story(claim)
        except Exception as error:  # noqa: BLE001 - a fault in one item, even one of ours, must not lose the others
            ours = _as_ours(error)
            if ours.code == CLAIM_LOST and lost < MAX_TAKEOVERS:
                get_run_logger().warning("%s: another run has taken it over; waiting for it.", item.label)
                continue
            result = _failed(session, item, claim, ours)
        if result:
            session.listener.ended(result)
        return result
    raise AssertionError("the last attempt returns")


@asynccontextmanager
async def _let_go_of(session: Session, claim: ItemClaim) -> AsyncIterator[None]:
    """Have the steps find the claim, and let go of it where the story is broken off."""
    try:
        with session.holding(claim):
            yield
    except BaseException as error:
        await _let_go(claim, error)
        raise


async def _let_go(claim: ItemClaim, error: BaseException) -> None:
    """Leave the ledger so that the next run can go on: an end where nothing was accepted, a pause where it was."""
    if isinstance(error, ConflictError) and error.code == CLAIM_LOST:
        return  # the record is another run's
    ours = error if isinstance(error, Url2VideoError) else None
    nothing_accepted = claim.record.state in {ItemState.PLANNED, ItemState.AWAITING_REVIEW}
    try:
        if ours and nothing_accepted and not isinstance(ours, AccountError | BudgetSpentError | StoreError):
            await claim.failed(ours)
        else:
            await claim.release(ours)
    except StoreError as unwritten:
        # The claim dies with the run's lease; what the item ended with counts more.
        get_run_logger().warning("%s: its claim could not be released. %s", claim.item.label, unwritten)


def _failed(session: Session, item: Item, claim: ItemClaim | None, error: Url2VideoError) -> ItemResult:
    if isinstance(error, AccountError):
        session.stop_paying(error)
    taken = taken_credits(claim.record, session.batch) if claim else Decimal(0)
    unsure = open_credits(claim.record, session.batch) if claim else Decimal(0)
    return ItemResult(
        item,
        state_after(error),
        failure=RecordedError.of(error),
        credits=taken,
        open_credits=unsure,
        render_id=claim.record.render_id if claim else "",
    )


def state_after(error: Url2VideoError) -> ItemState:
    """Return how an item ends by an error: the one error map of all runs."""
    match error:
        case InsufficientCreditError() | BudgetSpentError():
            return ItemState.UNAFFORDABLE
        case AccountError():
            return ItemState.PLANNED
        case RenderAmbiguousError():
            return ItemState.AMBIGUOUS
        case _:
            return ItemState.FAILED


def _as_ours(error: Exception) -> Url2VideoError:
    if isinstance(error, Url2VideoError):
        return error
    get_run_logger().error("An unexpected %s ended an item.", type(error).__name__, exc_info=error)
    return Url2VideoError(
        f"Unexpected {type(error).__name__}: {error}",
        code="unexpected",
        next_step="The run's log has the details.",
    )
