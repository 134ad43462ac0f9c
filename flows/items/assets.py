"""Where a video comes from, as Prefect's assets tell it: the product page is what the video in the store is made of.

Prefect Cloud draws the lineage; the open-source server keeps it as events (`prefect.asset.materialization.succeeded`).
"""

import hashlib
import re

from prefect.assets import Asset, AssetProperties

from flows.items.item import Item
from flows.items.session import Session
from flows.items.sidecar import item_key

MAX_KEY = 512
"""Characters of an asset's key (Prefect 3.8.8, `prefect.types.names`)."""

REFUSED = re.compile(r"[^A-Za-z0-9._~:/@+,;=()$!*-]+")
"""What no key may hold, and some more. A page's query is part of what it is, so it goes in as a digest."""


def page_asset(item: Item) -> Asset:
    """The product page."""
    page, _, query = item.page.partition("?")
    digest = f"/query-{hashlib.sha256(query.encode()).hexdigest()[:12]}" if query else ""
    return Asset(key=asset_key(page, digest), properties=AssetProperties(name=item.slug, url=item.url))


def video_asset(session: Session, item: Item) -> Asset:
    """The video in the store, by its address."""
    address = session.store.address(item_key(item, ".mp4"))
    located = address if "://" in address else f"file://{address}"
    return Asset(key=asset_key(located), properties=AssetProperties(name=item.slug))


def asset_key(address: str, ending: str = "") -> str:
    """An address as a key. The ending stays whole: it is what tells two of them apart."""
    return REFUSED.sub("-", address)[: MAX_KEY - len(ending)] + ending
