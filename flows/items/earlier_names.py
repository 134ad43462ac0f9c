"""What an earlier release has paid stays paid: an item goes on under the name that the ledger knows it by."""

from collections.abc import Sequence
from functools import partial

from blocks.errors import LedgerRecordError
from blocks.jogg.generations import generation_of
from blocks.ledger.record import RenderRecord
from blocks.ledger.view import LedgerView
from flows.items.item import Item
from flows.items.page_address import canonical_url
from flows.runtime.concurrency import in_thread, in_threads


async def named_as_known(ledger: LedgerView, items: Sequence[Item]) -> tuple[Item, ...]:
    """Return the items, in their order, each under the name that the ledger has a record of. Raises StoreError.

    The store is asked about those items alone whose name is another one since an earlier release. Of two items with one
    earlier name, the first has it; an item whose own name it is comes before both.
    """
    changed = [item for item in items if item.earlier]
    if not changed:
        return tuple(items)
    listed = await in_thread(ledger.known, len(changed))
    asked = changed
    if listed is not None:
        asked = [item for item in changed if any(each.fingerprint in listed for each in (item, *item.earlier))]
    forms = await in_threads(partial(known_form, ledger), asked)
    known = {id(item): form for item, form in zip(asked, forms, strict=True)}
    taken = {item.fingerprint for item in items}
    named = []
    for item in items:
        form = known.get(id(item), item)
        named.append(form if form is item or form.fingerprint not in taken else item)
        taken.add(form.fingerprint)
    return tuple(named)


def known_form(ledger: LedgerView, item: Item) -> Item:
    """Return the item under the first of its names that the ledger has a record of, its own where there is none.

    Raises StoreError: the ledger could not be read.
    """
    if not item.earlier or _has_record(ledger, item):
        return item
    return next((each for each in item.earlier if _has_record(ledger, each)), item)


def _has_record(ledger: LedgerView, item: Item) -> bool:
    try:
        record = ledger.find(item.fingerprint)
    except LedgerRecordError:
        return True  # there is one, and whoever goes on with the item tells what is wrong with it
    return record is not None and _is_of_page(record, item)


def _is_of_page(record: RenderRecord, item: Item) -> bool:
    """Tell whether a record under one of the item's names is of its page.

    What 0.1 took for one address can be two pages: a host with ß, and one with ss. Its records, whose rows leave the
    defaults out, stand for both; one that was written since is of the page that its row names.
    """
    row = record.catalog_row
    written_by_0_1 = not generation_of(item.generation).settings.fields <= row.keys()
    return written_by_0_1 or canonical_url(record.url) == canonical_url(item.url)
