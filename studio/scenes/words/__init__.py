"""Price, benefits, hook and captions, set in letters."""
