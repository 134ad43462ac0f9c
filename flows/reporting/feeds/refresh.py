"""The feeds after a batch: written wherever a public address is set, and said in one sentence."""

from blocks.store.store import VideoStore
from flows.catalog.catalog import Catalog
from flows.catalog.order import Order
from flows.items.budget import counted
from flows.reporting.feeds.roster import note_catalog
from flows.reporting.feeds.writing import FOLDER, FeedWriter, WrittenFeeds
from flows.runtime.public_address import PublicAddress
from flows.runtime.settings import load_settings


def refresh_feeds(store: VideoStore, order: Order | None = None, catalog: Catalog | None = None) -> str:
    """Bring the store's feeds up to date and return what they hold; empty where no public address is set.

    `catalog` is what was read for `order`, if the batch had one. Raises StoreError, and ConfigurationError for an
    address that can't be.
    """
    base_url = load_settings().public_base_url
    if not base_url:
        return ""
    public = PublicAddress.of(base_url)
    return feeds_sentence(write_feeds(store, public, order, catalog), public)


def write_feeds(
    store: VideoStore, public: PublicAddress, order: Order | None = None, catalog: Catalog | None = None
) -> WrittenFeeds:
    """Write the feeds, after what `catalog`, read for `order`, lists: what it no longer has loses its rows.

    Raises StoreError.
    """
    if order and catalog:
        note_catalog(store, order, catalog)
    return FeedWriter(store, public).write()


def feeds_sentence(written: WrittenFeeds, public: PublicAddress) -> str:
    """Say what the feeds hold, where they are, and how much is left out."""
    rows = ", ".join(f"{feed.name} {counted(feed.rows, 'row')}" for feed in written.feeds)
    videos = {each.fingerprint for each in written.left_out}
    left_out = f" {counted(len(videos), 'video')} left out of some feed, see left-out.csv." if videos else ""
    unreadable = f" {counted(written.unreadable, 'ledger record')} unreadable." if written.unreadable else ""
    return f"Feeds: {public.base}/{FOLDER} ({rows}).{left_out}{unreadable}"
