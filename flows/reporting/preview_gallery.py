"""The gallery of a preview run: drafts side by side, each with its player, and the command that makes it a video."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from blocks.store.store import VideoStore
from flows.items.commands import ApproveCommand
from flows.items.result import BatchResult, ItemResult
from flows.reporting.report import HTML, JSON_LINES, heading, json_lines, rendered_page, result_row


@dataclass(frozen=True, slots=True)
class PreviewedPage:
    """One product page with what was made of it."""

    url: str
    title: str
    results: tuple[ItemResult, ...]
    """Drafts first."""


def write_preview_gallery(store: VideoStore, batch: BatchResult, approve: ApproveCommand, finished_at: datetime) -> str:
    """Write `batches/<batch>/results.jsonl` and `index.html`; answers the page's address. Raises StoreError."""
    folder = f"batches/{batch.batch}"
    store.put(f"{folder}/results.jsonl", json_lines(map(result_row, batch.results)), JSON_LINES)
    store.put(f"{folder}/index.html", preview_page(batch, approve, folder, finished_at).encode(), HTML)
    return store.address(f"{folder}/index.html")


def preview_page(batch: BatchResult, approve: ApproveCommand, folder: str, finished_at: datetime) -> str:
    """The gallery as HTML; its links are relative to `folder`."""
    return rendered_page(
        "previews.html.j2",
        folder,
        batch=batch,
        heading=heading(batch, "draft"),
        pages=tuple(_pages(batch)),
        approve=approve,
        finished_at=finished_at,
    )


def _pages(batch: BatchResult) -> Iterator[PreviewedPage]:
    by_page = sorted(batch.results, key=lambda result: (result.item.row, not result.item.is_preview))
    for url, group in groupby(by_page, key=lambda result: result.item.url):
        results = tuple(group)
        title = next((result.title for result in results if result.title), url)
        yield PreviewedPage(url, title, results)
