"""Receives the service's webhooks and tells Prefect of them."""
