"""The page reader: HTML in, a `Product` with the source of each fact out."""
