"""Test controls: counters and faults on demand. Loaded with `--test-controls` only."""
