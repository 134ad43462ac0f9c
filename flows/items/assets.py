"""Where a video comes from, as Prefect's assets tell it: the product page is what the video in the store is made of.

Prefect Cloud draws the lineage; the open-source server keeps it as events (`prefect.asset.materialization.succeeded`).
"""

import hashlib
import re

from prefect.assets import Asset, AssetProperties

from flows.items.item import Item
from flows.items.result import ItemResult
from flows.items.row import VARIANT_FIELDS
from flows.items.session import Session
from flows.items.sidecar import item_key

MAX_KEY = 512
"""Characters of an asset's key (Prefect 3.8.8, `prefect.types.names`)."""

MAX_DESCRIPTION = 2_000
"""Characters of a description: Prefect takes 2,500 (3.8.8, `prefect.assets.core`)."""

REFUSED = re.compile(r"[^A-Za-z0-9._~:/@+,;=()$!*-]+")
"""What no key may hold, and some more. A page's query is part of what it is, so it goes in as a digest."""


def page_asset(item: Item) -> Asset:
    """The product page, which is its shop's."""
    page, _, query = item.page.partition("?")
    digest = f"/query-{hashlib.sha256(query.encode()).hexdigest()[:12]}" if query else ""
    described = AssetProperties(name=item.slug, url=item.url, description="A product page.", owners=[item.host])
    return Asset(key=asset_key(page, digest), properties=described)


def video_asset(session: Session, item: Item) -> Asset:
    """The video in the store, by its address."""
    address = session.store.address(item_key(item, ".mp4"))
    located = address if "://" in address else f"file://{address}"
    described = AssetProperties(
        name=item.label,
        url=session.public_address(item_key(item, ".mp4")) or None,
        description=f"A video of {item.url}"[:MAX_DESCRIPTION],
        owners=[item.host],
    )
    return Asset(key=asset_key(located), properties=described)


def tell_video_facts(session: Session, result: ItemResult) -> None:
    """Keep the facts of a published video with its asset, from inside the step that has published it."""
    item, video = result.item, result.video
    if video:
        facts = {"seconds": video.seconds, "width": video.width, "height": video.height, "bytes": video.size}
        told = {"sha256": video.sha256, "credits": float(result.credits), "render_id": result.render_id, "id": item.id}
        look = item.settings.model_dump(mode="json", include=set(VARIANT_FIELDS))
        video_asset(session, item).add_metadata({**facts, **told, **look})


def asset_key(address: str, ending: str = "") -> str:
    """An address as a key. The ending stays whole: it is what tells two of them apart."""
    return REFUSED.sub("-", address)[: MAX_KEY - len(ending)] + ending
