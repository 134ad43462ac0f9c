"""A folder as the store."""
