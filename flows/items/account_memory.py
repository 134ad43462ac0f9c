"""The account's list as a last memory: renders under our names that neither the ledger nor the store knows of."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from prefect.logging import get_run_logger

from blocks.errors import AccountError, JoggError
from blocks.jogg.retry import RetryPolicy, retrying
from flows.items.plan import PlannedItem
from flows.items.session import Session

RECALL_POLICY = RetryPolicy(attempts=4)
"""Three waits, seven seconds at most: the list is the last of three memories, and a run need not wait for it long."""


async def recall(session: Session, planned: Sequence[PlannedItem]) -> tuple[PlannedItem, ...]:
    """Look up, in the account's list, the items that would be paid and that the ledger knows nothing of.

    One reading of the list for videos and one for previews, where the generation has a list. Where it can't be read,
    ledger and store are all the memory there is, which is said.
    """
    unknown: dict[bool, list[PlannedItem]] = defaultdict(list)
    for each in planned:
        if each.is_new and each.pays:
            unknown[each.item.is_preview].append(each)
    known: dict[str, PlannedItem] = {}
    for items in unknown.values():
        known |= {each.item.fingerprint: each for each in await _recalled(session, items)}
    return tuple(known.get(each.item.fingerprint, each) for each in planned)


async def _recalled(session: Session, items: Sequence[PlannedItem]) -> list[PlannedItem]:
    names = {each.item.name for each in items}
    service = session.service_of(items[0].item)
    try:
        found = await retrying("GET", lambda: service.named_renders(names), policy=RECALL_POLICY)
    except AccountError as error:
        session.stop_paying(error)
        return []
    except JoggError as error:
        get_run_logger().warning(
            "The account's list of renders can't be read; going by ledger and store alone. %s", error
        )
        return []
    return [replace(each, render_id=found.get(each.item.name, "")) for each in items]
