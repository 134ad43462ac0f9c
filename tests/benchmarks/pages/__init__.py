"""How right an extractor reads the self-written pages of `tests/studio/page/fixtures`, each with one trap."""
