"""Guarded fetching of everything that a page points to."""

from studio.fetch.errors import FetchCode, FetchError
from studio.fetch.fetcher import Fetched, GuardedFetcher

__all__ = ["FetchCode", "FetchError", "Fetched", "GuardedFetcher"]
