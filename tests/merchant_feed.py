"""A product feed as shops write it, of one product."""

from pathlib import Path


def merchant_feed(folder: Path, page: str, price: str, product: str = "K-1") -> Path:
    """Write the feed of one product of Google Merchant Center into a folder, over one that is there."""
    path = folder / "feed.tsv"
    path.write_text(f"id\ttitle\tlink\tprice\tavailability\n{product}\tCopper Kettle\t{page}\t{price}\tin_stock\n")
    return path
