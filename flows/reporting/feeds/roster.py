"""Which products each catalog lists: what tells that a product has left its catalog.

`_feeds/catalogs/<digest of the catalog's address>.json` holds the products of its last full reading, and those that an
earlier reading had. The address itself is not kept: it may carry a key.
"""

import hashlib
from collections.abc import Iterable, Mapping

from pydantic import BaseModel, ValidationError

from blocks.store.store import JSON, VideoStore
from flows.catalog.catalog import Catalog
from flows.catalog.order import Order
from flows.reporting.feeds.conditional import NewObject, write_changed
from flows.reporting.feeds.video import product_name

ROSTERS = "_feeds/catalogs/"
RETRY = "/retry.jsonl"
"""Ends the address of a report's catalog of what is left to do: a part of the one that it came from."""


class Roster(BaseModel):
    """The products of one catalog, by `product_name`, in order."""

    listed: tuple[str, ...] = ()
    left: tuple[str, ...] = ()

    def read_again(self, products: Iterable[str]) -> "Roster":
        """Return the roster after a full reading that found these products."""
        listed = frozenset(products)
        return Roster(listed=tuple(sorted(listed)), left=tuple(sorted({*self.listed, *self.left} - listed)))


def note_catalog(store: VideoStore, order: Order, catalog: Catalog) -> None:
    """Keep which products a catalog lists, if it was read in full. Raises StoreError."""
    selection = order.selection
    if not order.source or order.source.endswith(RETRY) or catalog.left_out or selection.limit is not None:
        return
    products = list(_products(catalog))
    key = f"{ROSTERS}{hashlib.sha256(order.source.encode()).hexdigest()[:16]}.json"

    def build(stored: Mapping[str, bytes]) -> Mapping[str, NewObject]:
        roster = _roster(stored.get(key)).read_again(products)
        return {key: NewObject(roster.model_dump_json(indent=1).encode(), JSON)}

    write_changed(store, [key], build)


def products_that_left(store: VideoStore) -> frozenset[str]:
    """Return the products that a catalog listed once and none lists now. Raises StoreError."""
    rosters = [_roster(stored.body) for key in store.list(ROSTERS) if (stored := store.read(key))]
    listed = {product for roster in rosters for product in roster.listed}
    return frozenset(product for roster in rosters for product in roster.left) - listed


def _products(catalog: Catalog) -> Iterable[str]:
    """The products of the sound rows, and those of bad rows that name one: a slip in a row is no farewell."""
    for item in catalog.items:
        yield product_name(item.id, item.page)
    for bad in catalog.bad_rows:
        if shop_id := str(bad.row.fields.get("id", "")):
            yield shop_id


def _roster(body: bytes | None) -> Roster:
    try:
        return Roster.model_validate_json(body) if body else Roster()
    except ValidationError:
        # Nothing is known to have left; the next reading writes it anew.
        return Roster()
