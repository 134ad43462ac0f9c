"""Catalogues: which videos to make, from a list, a table, a sitemap, a product feed or a shop.

`source` gives the bytes, one module a form turns them into rows, `items` checks the rows, `catalog` holds them all.
"""
