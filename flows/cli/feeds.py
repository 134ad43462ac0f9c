"""`url2video feeds` and `url2video verdict`: the feeds of the videos in a store, and whether they offer a held video.

From the ledger: both need no key, and no Prefect.
"""

import json

from rich.console import Console
from rich.markup import escape

from blocks.ledger.record import VideoDecision
from blocks.store.destination import open_store
from flows.catalog.catalog import load_catalog
from flows.catalog.order import Order
from flows.cli.options import FeedChoice, Verdict
from flows.cli.validation import require_one
from flows.reporting.feeds.decision import decide
from flows.reporting.feeds.writing import FOLDER, LEFT_OUT, feeds_sentence, write_feeds
from flows.runtime.gc import seldom_collected
from flows.runtime.public_address import PublicAddress
from flows.runtime.settings import load_settings

KEPT_OBJECTS = 1_000_000
"""What the catalog and the ledger of ten thousand products are read into. All are kept to the end, so nothing is to be
collected: looking through them was a tenth of the CPU."""

MAX_NAMED = 10
"""Videos left out that are named: the table in the store has all."""


def run_feeds(to: str, choice: FeedChoice, *, json_lines: bool) -> int:
    """Write the feeds and say what they hold; returns 0.

    Raises ConfigurationError where there is no public address, or the catalog can't be read, and StoreError.
    """
    public = PublicAddress.of(choice.public_base_url or load_settings().public_base_url)
    store = open_store(to)
    with seldom_collected(KEPT_OBJECTS):
        order = Order(source=choice.catalog) if choice.catalog else None
        written = write_feeds(store, public, order, load_catalog(order) if order else None)
    if json_lines:
        told = {
            "feeds": {f"{FOLDER}{feed.name}": feed.rows for feed in written.feeds},
            "left_out": len(written.left_out),
            "unreadable": written.unreadable,
            "bytes_written": written.bytes_written,
        }
        print(json.dumps(told, ensure_ascii=False))  # noqa: T201 - the user interface
        return 0
    console = Console(soft_wrap=True, highlight=False)
    console.print(escape(feeds_sentence(written, public)))
    for each in written.left_out[:MAX_NAMED]:
        name, feed = each.id or each.page, each.feed or "all feeds"
        console.print(escape(f"  {name} is left out of {feed}: {each.reason} ({each.fingerprint})"))
    if len(written.left_out) > MAX_NAMED:
        console.print(escape(f"  and {len(written.left_out) - MAX_NAMED} more, in {store.address(LEFT_OUT)}"))
    return 0


def run_verdict(to: str, given: Verdict) -> int:
    """Write the decision down and say what follows; returns 0.

    Raises ConfigurationError where there is not exactly one decision, or no such video, and StoreError.
    """
    require_one("--accept", given.accept, "--reject", given.reject)
    decision = VideoDecision.ACCEPTED if given.accept else VideoDecision.REJECTED
    print(decide(open_store(to), given.fingerprint, decision))  # noqa: T201 - the user interface
    return 0
