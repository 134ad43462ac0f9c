"""Webhooks: who wants to be told, what is still to be told, and the courier who tells it."""
