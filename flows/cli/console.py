"""What a person sees on the terminal: a progress bar while a run goes, a table when it ends, or JSON lines."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from blocks.ledger.record import RecordedError
from blocks.ledger.state import ItemState
from flows.items.listener import NobodyListens
from flows.items.result import BatchResult, ItemResult
from flows.reporting.report import result_row

STYLES = {
    ItemState.PUBLISHED: "green",
    ItemState.SKIPPED: "cyan",
    ItemState.REJECTED: "cyan",
    ItemState.RENDERING: "blue",
    ItemState.AWAITING_REVIEW: "yellow",
    ItemState.AMBIGUOUS: "bold yellow",
    ItemState.UNAFFORDABLE: "yellow",
}
"""All others are red: something went wrong."""


@dataclass
class RunView(NobodyListens):
    """What the command line knows of its run."""

    batch: BatchResult | None = None
    """How it ended."""
    has_begun: bool = False
    """The plan is made, so something may have been sent."""
    _ends: list[ItemResult] = field(default_factory=list)

    def planned(self, sentence: str, count: int) -> None:
        """From here on something may be sent."""
        self.has_begun = True

    def ended(self, result: ItemResult) -> None:
        """Remember how an item ended."""
        self._ends.append(result)

    def finished(self, batch: BatchResult, gallery: str) -> None:
        """Remember how the batch ended."""
        self.batch = batch

    def show_ends(self) -> None:
        """Show how items ended in a run that did not come to its own end."""
        if self.batch is None and self._ends:
            self.finished(BatchResult("", tuple(self._ends)), "")


class JsonLines(RunView):
    """One JSON object a line on standard output, for programs."""

    def planned(self, sentence: str, count: int) -> None:
        """Say what will be done."""
        super().planned(sentence, count)
        _print_json({"event": "planned", "items": count, "sentence": sentence})

    def moved(self, fingerprint: str, name: str, state: ItemState, percent: int) -> None:
        """Say how far an item is."""
        _print_json({"event": "moved", "fingerprint": fingerprint, "state": state.value, "percent": percent})

    def ended(self, result: ItemResult) -> None:
        """Say how an item ended."""
        super().ended(result)
        _print_json({"event": "ended", **result_row(result)})

    def warned(self, sentence: str) -> None:
        """Say what went wrong beside the items."""
        _print_json({"event": "warning", "sentence": sentence})

    def finished(self, batch: BatchResult, gallery: str) -> None:
        """Say how the batch ended."""
        super().finished(batch, gallery)
        counts = {state.value: count for state, count in batch.counts.items()}
        _print_json({"event": "finished", "batch": batch.batch, "counts": counts, "gallery": gallery})


class TerminalView(RunView):
    """A bar for the batch and one for each item under way; a table at the end."""

    def __init__(self) -> None:
        """Lay the bars out."""
        super().__init__()
        self._console = _Terminal()
        self._items: dict[str, TaskID] = {}
        self._bars = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=32),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=self._console,
            transient=True,
        )
        self._total = self._bars.add_task("starting", total=None)

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Keep the bars on the terminal for the length of the block."""
        with _unheard():
            self._bars.start()
        try:
            yield
        finally:
            with _unheard():
                self._bars.stop()

    def planned(self, sentence: str, count: int) -> None:
        """Show the arithmetic and the whole length of the bar."""
        super().planned(sentence, count)
        with _unheard():
            self._console.print(escape(sentence), highlight=False)
        self._bars.update(self._total, description="videos", total=count)

    def moved(self, fingerprint: str, name: str, state: ItemState, percent: int) -> None:
        """Move the item's bar."""
        if fingerprint not in self._items:
            self._items[fingerprint] = self._bars.add_task("", total=100)
        label = f"  {escape(name[:40])} [dim]{state.value.replace('_', ' ')}[/dim]"
        self._bars.update(self._items[fingerprint], description=label, completed=percent)

    def ended(self, result: ItemResult) -> None:
        """Take the item's bar away and move the batch's."""
        super().ended(result)
        if (bar := self._items.pop(result.item.fingerprint, None)) is not None:
            self._bars.remove_task(bar)
        self._bars.advance(self._total)

    def warned(self, sentence: str) -> None:
        """Show a line above the bars."""
        with _unheard():
            self._console.print(f"[yellow]Warning:[/yellow] {escape(sentence)}", highlight=False, soft_wrap=True)

    def finished(self, batch: BatchResult, gallery: str) -> None:
        """Show the table and where the files are."""
        super().finished(batch, gallery)
        with _unheard():
            self._bars.stop()
            self._console.print(result_table(batch))
            self._console.print(escape(batch.sentence), highlight=False)
            if gallery:
                self._console.print(f"Gallery: {escape(gallery)}", highlight=False, soft_wrap=True)


def result_table(batch: BatchResult) -> Table:
    """The batch as a table: product, state, length, size, and the file or the reason."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("product", "state", "length", "size"):
        table.add_column(name, no_wrap=True, justify="right" if name in {"length", "size"} else "left")
    table.add_column("video, or what is wrong", overflow="fold")
    reasons: set[str] = set()
    for result in batch.results:
        style = STYLES.get(result.state, "red")
        video, failure = result.video, result.failure
        table.add_row(
            escape(result.item.slug),
            f"[{style}]{result.state.value}[/{style}]",
            f"{video.seconds:.1f} s" if video else "",
            f"{video.size / 1e6:.1f} MB" if video else "",
            escape(result.address if video else _reason(failure, reasons)),
        )
    for bad in batch.bad_rows:
        table.add_row("", "[red]invalid[/red]", "", "", escape("\n".join(map(str, bad.problems))))
    for record in batch.unreadable:
        table.add_row("", "[red]unreadable[/red]", "", "", escape(record.error.advice))
    return table


def _reason(failure: RecordedError | None, told: set[str]) -> str:
    """What is wrong and what to do; of many items with one reason, such as a dead service, the first tells it."""
    reason = f"{failure.message} {failure.next_step}".strip() if failure else ""
    if reason in told:
        return "the same"
    told.update({reason} - {""})
    return reason


@contextmanager
def _unheard() -> Iterator[None]:
    """Say nothing more from the first failure on: a reader that has gone, or a full disk, must not end a run that pays.

    Python would fail once more when it flushes at its end (Python docs, signal, "Note on SIGPIPE").
    """
    try:
        yield
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class _Terminal(Console):
    """A console that leaves a pipe without a reader to `_unheard`; rich would end the process."""

    def on_broken_pipe(self) -> None:
        """Raise what rich has caught."""
        raise BrokenPipeError


def _print_json(event: dict[str, Any]) -> None:
    with _unheard():
        print(json.dumps(event, ensure_ascii=False), flush=True)  # noqa: T201 - it is the user interface
