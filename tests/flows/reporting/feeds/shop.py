"""A shop for tests of feeds: a Merchant feed of any length, and a store in which its videos are published."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape

from blocks.ledger.record import Attempt, PublishedVideo, RenderRecord, record_key
from blocks.ledger.state import ItemState
from flows.items.item import Item
from flows.items.sidecar import item_key
from flows.items.stored_row import catalog_row
from tests.flows.reporting.feeds.validator import Clip, Fetch

BASE = "https://cdn.example/v"
TOLD = datetime(2026, 11, 1, 12, tzinfo=UTC)
CLIP = Clip(15.0, 1080, 1920, 9)
NAMES = ("Bottle {} & <Lid>", "Teekanne „Moos“ {}", "Bougie brûlée {}", "Чайник {}", "やかん {}", "إبريق {}", "กาน้ำ {}")
CURRENCIES = ("EUR", "USD", "GBP", "JPY", "KWD", "INR", "CHF")


def merchant_feed(products: int, *, prices: dict[int, str] | None = None, left: Iterable[int] = ()) -> str:
    """A feed in RSS 2.0; `prices` replaces that of some products, those in `left` are not in it."""
    gone, other = frozenset(left), prices or {}
    entries = "".join(_entry(number, other.get(number, "")) for number in range(products) if number not in gone)
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel>'
        f"{entries}</channel></rss>"
    )


def _entry(number: int, price: str) -> str:
    name = NAMES[number % len(NAMES)].format(number)
    currency = CURRENCIES[number % len(CURRENCIES)]
    return (
        f"<item><g:id>SKU-{number:05}</g:id><title>{escape(name)}</title><description>{escape(name)}.</description>"
        f"<link>https://shop.example/{currency.lower()}/{number}?a=1&amp;b=é</link>"
        f"<g:price>{price or f'{number % 90 + 9}.00 {currency}'}</g:price><g:availability>in_stock"
        "</g:availability></item>"
    )


def published(item: Item, *, clip: Clip = CLIP, later: float = 0) -> RenderRecord:
    """The record of an item whose video is in the store; `later` days after the first ones."""
    ordered = TOLD + timedelta(days=later)
    video = PublishedVideo(
        key=item_key(item, ".mp4"),
        size=clip.size,
        sha256="0" * 64,
        seconds=clip.seconds,
        width=clip.width,
        height=clip.height,
        poster_key=item_key(item, ".jpg"),
        title=item.corrections.title or "A product",
    )
    return RenderRecord(
        fingerprint=item.fingerprint,
        state=ItemState.PUBLISHED,
        url=item.url,
        generation=item.generation.value,
        catalog_row=catalog_row(item),
        attempts=(Attempt(submitted_at=ordered, credits=Decimal(1), accepted_at=ordered, render_id="r"),),
        entered={ItemState.PUBLISHED: ordered + timedelta(minutes=5)},
        video=video,
    )


def publish(folder: Path, records: Iterable[RenderRecord]) -> None:
    """Put records and their files where a run leaves them."""
    for record in records:
        assert record.video is not None
        write(folder / record_key(record.fingerprint), record.to_bytes())
        write(folder / record.video.key, b"a video..")
        write(folder / record.video.poster_key, b"a poster")


def write(path: Path, body: bytes) -> None:
    """Write a file in folders that need not be there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)


def fetcher(folder: Path, clip: Clip = CLIP) -> Fetch:
    """What a channel finds at an address: the store's file, by what its record says."""
    return lambda link: clip if (folder / link.removeprefix(f"{BASE}/")).is_file() else None
