"""write-feeds: the feeds of a store, written anew from its ledger where something has changed."""

from typing import Any

from prefect.client.schemas.objects import State
from prefect.logging import get_run_logger
from prefect.states import Completed

from blocks.store.destination import open_store
from flows.catalog.order import Order
from flows.reporting.feeds import writing
from flows.reporting.feeds.run import WriteFeeds
from flows.runtime.access import destination
from flows.runtime.concurrency import in_thread
from flows.runtime.public_address import PublicAddress
from flows.runtime.run_flow import run_flow
from flows.runtime.settings import load_settings
from flows.tasks import read_catalog


@run_flow(WriteFeeds, "write-feeds")
async def write_feeds(run: WriteFeeds) -> State[Any]:
    """Write the feeds of all videos in the store that are published and current.

    Reads the ledger, pays for nothing, needs no key. With a catalog, products that it no longer lists lose their rows.
    """
    settings = load_settings()
    public = PublicAddress.of(run.what.public_base_url or settings.public_base_url)
    store = await in_thread(open_store, await destination(run.where.to))
    order = Order(source=run.what.catalog) if run.what.catalog else None
    catalog = await read_catalog(order) if order else None
    written = await in_thread(writing.write_feeds, store, public, order, catalog)
    sentence = writing.feeds_sentence(written, public)
    get_run_logger().info(sentence)
    return Completed(message=sentence)
