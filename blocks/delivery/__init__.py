"""From a link to verified bytes in the store."""
