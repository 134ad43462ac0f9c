"""Catalogues: which videos to make, from a list, a table, a sitemap, a product feed or a shop.

`source` gives the bytes, one module a form turns them into rows, `items` checks the rows, `catalog` holds them all.
"""

from flows.catalog.catalog import Catalog, Order, load_catalog
from flows.catalog.selection import Selection
from flows.catalog.stored_row import catalog_row, item_of_record
from flows.catalog.variants import Variants

__all__ = ["Catalog", "Order", "Selection", "Variants", "catalog_row", "item_of_record", "load_catalog"]
