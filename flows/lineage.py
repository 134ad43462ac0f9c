"""Where a video comes from, as Prefect's assets tell it: the product page is what the video in the store is made of.

Prefect Cloud draws the lineage; the open-source server keeps it as events (`prefect.asset.materialization.succeeded`).
"""

import hashlib
import re
from collections.abc import Coroutine
from copy import copy
from typing import Any

from prefect.assets import Asset, AssetProperties
from prefect.tasks import MaterializingTask

from blocks.jogg.service import RenderProgress
from flows.claim import ItemClaim
from flows.item import Item
from flows.result import ItemResult
from flows.session import Session
from flows.sidecar import item_key
from flows.steps import publish_video

MOST_KEY = 512
"""Characters of an asset's key (Prefect 3.8.8, `prefect.types.names`)."""

REFUSED = re.compile(r"[^A-Za-z0-9._~:/@+,;=()$!*-]+")
"""What no key may hold, and some more. A page's query is part of what it is, so it goes in as a digest."""


Publishing = MaterializingTask[[Session, ItemClaim, RenderProgress], Coroutine[Any, Any, ItemResult]]


def publishing(session: Session, item: Item) -> Publishing:
    """The step `publish_video`, which says what it makes and of what.

    A copy, since `with_options` builds the task anew and reads its source file for each video.
    """
    step = copy(publish_video)
    step.assets, step.asset_deps = [video_asset(session, item)], [page_asset(item)]
    return step


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
    return REFUSED.sub("-", address)[: MOST_KEY - len(ending)] + ending
