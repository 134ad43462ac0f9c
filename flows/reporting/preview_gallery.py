"""The gallery of a preview run: drafts side by side, each with its player, and the command that makes it a video."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from itertools import groupby
from posixpath import relpath

from jinja2 import Environment, StrictUndefined

from blocks.store.store import VideoStore
from flows.items.commands import ApproveCommand
from flows.items.result import BatchResult, ItemResult
from flows.reporting.report import HTML, JSON_LINES, heading, result_row


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
    rows = "".join(json.dumps(result_row(result), ensure_ascii=False) + "\n" for result in batch.results)
    store.put(f"{folder}/results.jsonl", rows.encode(), JSON_LINES)
    store.put(f"{folder}/index.html", preview_page(batch, approve, folder, finished_at).encode(), HTML)
    return store.address(f"{folder}/index.html")


def preview_page(batch: BatchResult, approve: ApproveCommand, folder: str, finished_at: datetime) -> str:
    """The gallery as HTML; its links are relative to `folder`. The template escapes all text from outside."""
    template = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template.filters["link"] = lambda key: relpath(key, folder)
    source = (files("flows.reporting") / "templates" / "previews.html.j2").read_text(encoding="utf-8")
    return template.from_string(source).render(
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
