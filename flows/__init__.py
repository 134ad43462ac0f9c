"""Flows: what runs. One story per module, read top to bottom."""
