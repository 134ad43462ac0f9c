"""What changed since its video was made.

A catalogue may say which state of a product it names: a sitemap's `lastmod`, Shopify's `updated_at`, a digest of what
a feed says of price, availability and pictures, or a column `version` of one's own. The ledger keeps the version each
video was made from. An item whose version differs is made anew: as its `revision`, the version becomes part of the
fingerprint, so the video has a name and a payment of its own, and the old one stays.

Where a video was made from a catalogue that named no version, only a later date tells of a change: nothing is paid on
a guess.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from blocks.errors import LedgerRecordError
from blocks.ledger.record import RenderRecord
from blocks.ledger.state import ItemState
from blocks.ledger.view import LedgerView
from blocks.store.store import VideoStore
from flows.items.earlier_names import known_form, named_as_known
from flows.items.item import Item
from flows.items.plan import PlannedItem, plan_items
from flows.items.row import Selection
from flows.runtime.concurrency import in_threads


async def look_up(
    store: VideoStore, ledger: LedgerView, items: Sequence[Item], selection: Selection, *, pay_again: bool
) -> tuple[PlannedItem, ...]:
    """Return what a run would do with each of a catalog's items that the selection means. Raises StoreError."""
    return await plan_items(store, ledger, await select_items(ledger, items, selection), pay_again=pay_again)


async def select_items(ledger: LedgerView, items: Sequence[Item], selection: Selection) -> tuple[Item, ...]:
    """Those of a catalog's items that the selection means by what the ledger says, under the names it knows.

    Raises StoreError.
    """
    named = await named_as_known(ledger, items)
    if not selection.changed:
        return named
    changed = filter(None, await in_threads(partial(_if_changed, ledger), named))
    return tuple(changed)[: selection.limit]


def _if_changed(ledger: LedgerView, item: Item) -> Item | None:
    """The item under the name that it is made under; None where it is neither new nor unfinished nor changed."""
    record = _record(ledger, item)
    if record is None or record.state is not ItemState.PUBLISHED:
        return item
    if not _differs(item.version, record):
        return None
    anew = known_form(ledger, replace(item, revision=item.version, known_by=""))
    made = _record(ledger, anew)
    return None if made and made.state is ItemState.PUBLISHED else anew


def _record(ledger: LedgerView, item: Item) -> RenderRecord | None:
    """Return the item's record; None also where it can't be read, so that the item is selected and ends as failed."""
    try:
        return ledger.find(item.fingerprint)
    except LedgerRecordError:
        return None


def _differs(version: str, record: RenderRecord) -> bool:
    made_from = str(record.catalog_row.get("version", ""))
    if not version or made_from:
        return version not in {"", made_from}
    made_at = record.entered.get(ItemState.PUBLISHED)
    stated = _moment(version)
    return made_at is not None and stated is not None and stated > made_at


def _moment(version: str) -> datetime | None:
    """A date or time of W3C's profile of ISO 8601, as sitemaps and shops state it; a day begins in UTC."""
    try:
        moment = datetime.fromisoformat(version)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
