"""What a person sees of a run in the Prefect UI: the batch's progress, a page for each video, a table of all.

An artifact is a courtesy: a server that does not take one costs a warning, never a video.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Iterable
from contextlib import asynccontextmanager
from decimal import Decimal
from typing import Any
from uuid import UUID

from prefect.artifacts import (
    acreate_markdown_artifact,
    acreate_progress_artifact,
    acreate_table_artifact,
    aupdate_progress_artifact,
)
from prefect.logging import get_run_logger

from blocks.errors import Stage
from blocks.jogg.corrections import Corrections
from blocks.ledger.records import UnreadableRecord
from blocks.ledger.state import ItemState
from flows.catalog.catalog import Catalog
from flows.items.budget import Affordability, credits_text
from flows.items.result import BatchResult, ItemResult
from flows.items.row import BadRow
from flows.items.session import Session
from flows.runtime.markdown import address, plain
from flows.runtime.server_watch import server_watch

UPDATE_SECONDS = 2.0
"""Between two updates of the progress artifact: a person sees it move, and thousands of items cost no more calls."""

MAX_SECONDS = 20.0
"""For one call. A server that has gone away is tried for a minute and more by Prefect's own client; items must not
wait for that."""

MAX_TABLE_ROWS = 200
"""The server takes an artifact of about half a megabyte; what is left to do comes first, the rest is in the report."""


class BatchProgress:
    """The progress artifact of a batch."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0
        self._artifact: UUID | None = None
        self._shown = 0

    def advance(self) -> None:
        """One more item is through."""
        self._done += 1

    @asynccontextmanager
    async def kept_up(self) -> AsyncIterator[None]:
        """Show it, from 0 % to where the block leaves it."""
        self._artifact = await _courteously(
            acreate_progress_artifact(progress=0.0, key="batch-progress", description=f"{self._total} videos")
        )
        beat = asyncio.create_task(self._keep_up())
        try:
            yield
        finally:
            beat.cancel()
            await self._show()

    async def _keep_up(self) -> None:
        while True:
            await asyncio.sleep(UPDATE_SECONDS)
            await self._show()

    async def _show(self) -> None:
        if self._artifact and self._shown != self._done:
            self._shown = self._done
            percent = 100.0 * self._done / self._total
            await _courteously(aupdate_progress_artifact(artifact_id=self._artifact, progress=percent))


async def write_video_page(session: Session, result: ItemResult) -> None:
    """A page for one video: poster, link, figures, settings; or what went wrong and what to do."""
    key = f"video-{result.item.slug}-{result.item.fingerprint}"
    # A person finds the video at its public address if there is one, else where the file or the object is.
    link = (result.video and session.public_address(result.video.key)) or f"`{result.address}`"
    page = video_page(result, link, session.review.corrections.get(result.item.fingerprint))
    await _courteously(acreate_markdown_artifact(markdown=page, key=key, description=result.item.url))


async def write_problems_table(catalog: Catalog) -> None:
    """The table of all that is wrong with a catalogue, before any call is made."""
    problems = catalog.problems
    await _courteously(
        acreate_table_artifact(
            table=[problem.to_columns() for problem in problems[:MAX_TABLE_ROWS]],
            key="catalog-problems",
            description=f"{len(catalog.bad_rows)} of {catalog.rows} rows are bad, {len(problems)} problems.",
        )
    )


async def write_results_table(batch: BatchResult, gallery: str) -> None:
    """The table of all items, what is left to do first; `gallery` is empty where there is none."""
    left = {id(result) for result in batch.left}
    ordered: list[ItemResult | BadRow | UnreadableRecord] = [*batch.bad_rows, *batch.unreadable]
    ordered += sorted(batch.results, key=lambda result: id(result) not in left)
    more = len(ordered) - MAX_TABLE_ROWS
    note = f" The first {MAX_TABLE_ROWS} are shown, {more} more are in the report." if more > 0 else ""
    await _courteously(
        acreate_table_artifact(
            table=[table_row(each) for each in ordered[:MAX_TABLE_ROWS]],
            key="batch-results",
            description=f"{batch.sentence}{f' Report: {gallery}.' if gallery else ''}{note}",
        )
    )


def table_row(result: ItemResult | BadRow | UnreadableRecord) -> dict[str, Any]:
    """An item, or a row or ledger record that makes none, as a row of the results table."""
    if isinstance(result, UnreadableRecord):
        return {
            "product": result.key,
            "state": "unreadable",
            "stage": Stage.LEDGER.value,
            "reason": result.error.advice,
            "code": result.error.code,
        }
    if isinstance(result, BadRow):
        return {
            "row": result.row.number,
            "id": str(result.row.fields.get("id", "")),
            "state": "invalid",
            "stage": Stage.CATALOG.value,
            "reason": " / ".join(map(str, result.problems)),
        }
    failure, video = result.failure, result.video
    return {
        "row": result.item.row,
        "id": result.item.id,
        "product": result.item.slug,
        "look": " ".join(result.item.look),
        "state": result.state.value,
        "stage": failure.stage if failure else "",
        "reason": f"{failure.message} {failure.next_step}".strip() if failure else "",
        "code": failure.code if failure else "",
        "seconds": round(video.seconds, 1) if video else None,
        "megabytes": round(video.size / 1e6, 1) if video else None,
        "credits": float(result.credits),
        "video": result.address,
        "url": result.item.url,
    }


async def write_cost_page(batch: BatchResult, planned: Affordability) -> None:
    """What the batch has cost, against what it was to cost and what may be spent."""
    rows = [
        ("taken in this run", credits_text(batch.credits)),
        ("asked for when it began", f"{credits_text(planned.cost)} for {planned.to_pay} renders"),
        ("adopted, paid for by an earlier run", str(sum(result.adopted for result in batch.results))),
        ("skipped, in the store already", str(batch.counts[ItemState.SKIPPED])),
    ]
    if planned.limit is not None and planned.left is not None:
        rows += [
            ("budget", f"{credits_text(planned.limit)} a {planned.period}"),
            ("spent before this run", credits_text(planned.spent)),
            ("left now", credits_text(max(Decimal(0), planned.left - batch.credits))),
        ]
    page = "# Cost, in credits\n\n" + _facts_table(rows)
    await _courteously(acreate_markdown_artifact(markdown=page, key="batch-cost", description=batch.sentence))


def video_page(result: ItemResult, link: str, reviewed: Corrections | None = None) -> str:
    """An item as markdown. Titles and messages come from outside, so their markup is escaped."""
    heading = f"# {plain(result.title or result.item.slug)}\n\n"
    rows = [
        ("state", result.state.value),
        ("id", plain(result.item.id)),
        ("product page", address(result.item.url)),
        *_facts(result, reviewed),
    ]
    if result.video:
        video = result.video
        rows += [
            ("video", link),
            ("length", f"{video.seconds:.1f} s, {video.width}x{video.height}"),
            ("size", f"{video.size / 1e6:.1f} MB"),
            ("SHA-256", f"`{video.sha256}`"),
            ("Content Credentials", "kept as they came" if video.credentials else "none"),
            *(("found", plain(str(finding))) for finding in video.findings),
        ]
        if video.content:
            rows += [
                ("text checked", ", ".join(video.content.compared)),
                ("text not checked", plain("; ".join(video.content.not_compared))),
            ]
    if result.failure:
        rows += [
            ("stage", result.failure.stage),
            ("what is wrong", f"{plain(result.failure.message)} (`{plain(result.failure.code)}`)"),
            ("next step", plain(result.failure.next_step)),
            ("request", plain(result.failure.request_id)),
        ]
    rows += [
        ("credits taken", f"{credits_text(result.credits)}{' (accepted before this run)' if result.adopted else ''}")
    ]
    settings = result.item.settings.model_dump(mode="json")
    rows += [(name.replace("_", " "), plain(str(value))) for name, value in settings.items() if value not in {"", None}]
    return heading + (f"![poster]({result.thumbnail})\n\n" if result.thumbnail else "") + _facts_table(rows)


def _facts(result: ItemResult, reviewed: Corrections | None) -> list[tuple[str, str]]:
    """What is known of the product, and who says so."""
    told = [("the service", {"title": result.title}), ("the catalogue", result.item.corrections.model_dump())]
    told += [("the reviewer", reviewed.model_dump())] if reviewed else []
    known = {name: (value, source) for source, facts in told for name, value in facts.items() if value}
    return [
        (name.replace("_", " "), f"{plain(_fact(value))} (says {source})") for name, (value, source) in known.items()
    ]


def _fact(value: Any) -> str:
    return value if isinstance(value, str) else ", ".join(media["url"] for media in value)


def _facts_table(rows: Iterable[tuple[str, str]]) -> str:
    return "| | |\n|---|---|\n" + "".join(f"| {name} | {value} |\n" for name, value in rows if value)


async def _courteously(call: Awaitable[Any]) -> Any:
    watch = server_watch.get()
    try:
        async with asyncio.timeout(MAX_SECONDS):
            return await (watch.while_there(call) if watch else call)
    except Exception as error:  # noqa: BLE001 - whatever keeps the server from taking it, the videos go on
        get_run_logger().warning("The server did not take an artifact (%s).", type(error).__name__)
        return None
