"""The ledger as anybody can read it: JSON in the store. No code of url2video takes part."""

import json
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from blocks.store.store import VideoStore

FOLDER = "_renders/"


def read_records(store: VideoStore) -> list[dict[str, Any]]:
    """All records that can be read."""
    records = []
    for key in store.list(FOLDER):
        stored = store.read(key)
        try:
            records.append(json.loads(stored.body if stored else b""))
        except ValueError:
            continue
    return records


def page_of(url: str) -> str:
    """Path of a product page, as the books have it."""
    return urlsplit(url).path


def published(records: list[dict[str, Any]]) -> set[str]:
    """Addresses of the product pages whose videos are in the store."""
    return {record["url"] for record in records if record["state"] == "published"}


def credits_of(record: dict[str, Any]) -> Decimal:
    """What the record says was paid."""
    return sum((Decimal(str(attempt["credits"])) for attempt in record["attempts"]), Decimal(0))


def render_ids(record: dict[str, Any]) -> set[str]:
    """The renders that the record says were accepted."""
    return {attempt["render_id"] for attempt in record["attempts"] if attempt["accepted_at"]}
