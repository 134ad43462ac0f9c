"""The batch report in the store: results.jsonl, results.csv, retry.jsonl and a gallery page.

`<prefix>/batches/<batch>/results.jsonl` has a line for every item and every bad row, `results.csv` a row for people;
`retry.jsonl` holds what is left as a valid catalogue, so that a re-run touches only that (bad rows, as they were, once
they are mended); `index.html` shows posters, links and failures. That of a preview run shows drafts side by side, each
with its player, and the command that makes it a video.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from importlib.resources import files
from itertools import chain, groupby
from posixpath import relpath
from typing import Any

from jinja2 import Environment, StrictUndefined

from blocks.errors import Url2VideoError
from blocks.store.store import VideoStore
from flows.items.budget import counted
from flows.items.cells import Cell, csv_table
from flows.items.commands import ApproveCommand
from flows.items.listener import listener
from flows.items.result import BatchResult, ItemResult
from flows.items.row import BadRow
from flows.items.stored_row import catalog_row
from flows.runtime.concurrency import in_thread
from flows.runtime.public_address import PublicAddress
from flows.runtime.settings import load_settings

JSON_LINES = "application/jsonl; charset=utf-8"
HTML = "text/html; charset=utf-8"
CSV = "text/csv; charset=utf-8"

TABLE_COLUMNS = (
    *("row", "id", "url", "state", "title", "link", "video", "seconds", "width", "height", "bytes", "credits"),
    *("render_id", "fingerprint", "look", "code", "message", "next_step"),
)

MAX_HOSTS = 2
"""Shops in a page's heading: a batch has one or two, as a rule."""


def write_report(store: VideoStore, batch: BatchResult, finished_at: datetime) -> str:
    """Write the four files and answer the gallery's address. Raises StoreError."""
    folder = f"batches/{batch.batch}"
    ends = chain(map(result_row, batch.results), map(bad_row, batch.bad_rows))
    retry = chain((catalog_row(result.item) for result in batch.left), (bad.to_row() for bad in batch.bad_rows))
    store.put(f"{folder}/results.jsonl", json_lines(ends), JSON_LINES)
    table = results_table(batch, PublicAddress.set_in(load_settings()))
    store.put(f"{folder}/results.csv", table, CSV)
    store.put(f"{folder}/retry.jsonl", json_lines(retry), JSON_LINES)
    store.put(f"{folder}/index.html", gallery_page(batch, folder, finished_at).encode(), HTML)
    return store.address(f"{folder}/index.html")


async def written_or_warned(write: Callable[[], str], what: str = "The report") -> str:
    """Write `what` with `write` and return what that returns; empty, and a warning, if it could not be written.

    The videos are paid for by then: a report that a full disk does not take is a warning, and the run ends as its
    items did.
    """
    try:
        return await in_thread(write)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with the report, the items have ended
        reason = error.advice if isinstance(error, Url2VideoError) else repr(error)
        sentence = f"{what} could not be written: {reason}"
        # Prefect takes two seconds to import: a run that finds all in the store ends in less.
        from prefect.logging import get_run_logger  # noqa: PLC0415 - see above

        get_run_logger().warning(sentence, exc_info=not isinstance(error, Url2VideoError))
        listener.get().warned(sentence)
        return ""


def result_row(result: ItemResult) -> dict[str, Any]:
    """An item's end as JSON: the row of results.jsonl and of `make --json`."""
    return {
        "row": result.item.row,
        "id": result.item.id,
        "url": result.item.url,
        "fingerprint": result.item.fingerprint,
        "state": result.state.value,
        "render_id": result.render_id,
        "adopted": result.adopted,
        "credits": float(result.credits),
        "open_credits": float(result.open_credits),
        "title": result.title,
        "address": result.address,
        "video": result.video.model_dump(mode="json") if result.video else None,
        "failure": result.failure.model_dump(mode="json") if result.failure else None,
    }


def bad_row(bad: BadRow) -> dict[str, Any]:
    """A row that made no item, as a row of results.jsonl."""
    return {
        "row": bad.row.number,
        "id": str(bad.row.fields.get("id", "")),
        "url": str(bad.row.fields.get("url", "")),
        "state": "invalid",
        "problems": [problem.to_columns() for problem in bad.problems],
    }


def results_table(batch: BatchResult, public: PublicAddress | None) -> bytes:
    """Return `results.csv`, for a spreadsheet: a row for each item and each bad row, in the catalog's order.

    `link` is a video's public address, empty where the store has none.
    """
    rows = [_table_row(result, public) for result in batch.results] + [_bad_table_row(bad) for bad in batch.bad_rows]
    return csv_table(TABLE_COLUMNS, sorted(rows, key=lambda row: int(row[0] or 0)))


def _table_row(result: ItemResult, public: PublicAddress | None) -> tuple[Cell, ...]:
    item, video, failure = result.item, result.video, result.failure
    link = public.of_key(video.key) if public and video else ""
    file = (round(video.seconds, 3), video.width, video.height, video.size) if video else (None,) * 4
    reason = (failure.code, failure.message, failure.next_step) if failure else ("",) * 3
    facts = (item.row, item.id, item.url, result.state.value, result.title, link, result.address)
    return (*facts, *file, float(result.credits), result.render_id, item.fingerprint, " ".join(item.look), *reason)


def _bad_table_row(bad: BadRow) -> tuple[Cell, ...]:
    fields, reason = bad.row.fields, " / ".join(str(problem.problem) for problem in bad.problems)
    named = (bad.row.number, str(fields.get("id", "")), str(fields.get("url", "")), "invalid")
    return (*named, *("",) * (len(TABLE_COLUMNS) - 6), reason, "")


def gallery_page(batch: BatchResult, folder: str, finished_at: datetime) -> str:
    """The gallery as HTML; its links are relative to `folder`, so it works in a folder and behind any web address."""
    left = frozenset(map(id, batch.left))
    return _rendered_page(
        "gallery.html.j2",
        folder,
        batch=batch,
        heading=_heading(batch),
        results=sorted(batch.results, key=lambda result: id(result) not in left),
        finished_at=finished_at,
    )


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
    return _rendered_page(
        "previews.html.j2",
        folder,
        batch=batch,
        heading=_heading(batch, "draft"),
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


def _rendered_page(template: str, folder: str, **values: object) -> str:
    """Return a page of the batch as HTML, its links relative to `folder`. All text from outside is escaped."""
    pages = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    pages.filters.update(link=lambda key: relpath(key, folder), megabytes=_megabytes)
    source = (files("flows.reporting") / "templates" / template).read_text(encoding="utf-8")
    return pages.from_string(source).render(values)


def _heading(batch: BatchResult, what: str = "video") -> str:
    """What the page shows and of whose products: "12 videos of shop.example"."""
    hosts = [host for host in dict.fromkeys(result.item.host for result in batch.results) if not _is_number(host)]
    shown = ", ".join(hosts[:MAX_HOSTS]) + (f" and {len(hosts) - MAX_HOSTS} more" if len(hosts) > MAX_HOSTS else "")
    made = counted(sum(1 for result in batch.results if result.video), what)
    return f"{made} of {shown}" if shown else made


def _is_number(host: str) -> bool:
    """An address of a machine, which is no shop's name."""
    return ":" in host or host.replace(".", "").isdecimal()


def json_lines(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Return rows as JSON Lines."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def _megabytes(size: int) -> Decimal:
    return (Decimal(size) / 1_000_000).quantize(Decimal("0.1"))
