"""Catalogues: which videos to make, from a list, a table, a sitemap, a product feed or a shop.

`source` gives the bytes, one module a form turns them into rows, `items` checks the rows, `catalog` holds them all.
"""

from flows.catalog.catalog import Catalog, load_catalog
from flows.catalog.order import Order
from flows.catalog.selection import Selection
from flows.items.row import Variants

__all__ = ["Catalog", "Order", "Selection", "Variants", "load_catalog"]
