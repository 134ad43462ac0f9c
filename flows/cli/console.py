"""What a person sees on the terminal: a progress bar while a run goes, a table when it ends, or JSON lines."""

import json
import os
import sys
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from blocks.ledger.state import ItemState
from flows.cli.next_steps import NextSteps
from flows.cli.options import Shown
from flows.cli.result_table import linked, result_table, video_folder
from flows.items.budget import counted
from flows.items.listener import RunListener
from flows.items.result import BatchResult, ItemResult
from flows.reporting.report import result_row

PIPE_COLUMNS = 100_000
"""Width where nobody's terminal has one: no line is ever folded."""

MAX_NAME = 30
"""Characters of an item's name beside its bar: the whole line then fits into 80 columns."""

ENDINGS = {1: "st", 2: "nd", 3: "rd"}


@dataclass
class RunView(RunListener):
    """What the command line knows of its run."""

    batch: BatchResult | None = None
    """How it ended."""
    gallery: str = ""
    """Its address."""
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
        self.batch, self.gallery = batch, gallery

    def open_gallery(self, *, asked: bool) -> None:
        """Open the gallery in the browser of this machine, where that was asked for and there is one."""
        if asked and self.gallery and not webbrowser.open(linked(self.gallery)):
            self.warned(f"No browser could be started for {linked(self.gallery)}.")

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

    def queued(self, fingerprint: str, name: str, position: int | None) -> None:
        """Say where in the service's queue an item is."""
        moved = {"event": "moved", "fingerprint": fingerprint, "state": ItemState.RENDERING.value, "percent": 0}
        _print_json({**moved, "queue_position": position})

    def ended(self, result: ItemResult) -> None:
        """Say how an item ended."""
        super().ended(result)
        _print_json({"event": "ended", **result_row(result)})

    def warned(self, sentence: str) -> None:
        """Say what went wrong beside the items."""
        _print_json({"event": "warning", "sentence": sentence})

    def noted(self, sentence: str) -> None:
        """Say what is done beside the items."""
        _print_json({"event": "noted", "sentence": sentence})

    def finished(self, batch: BatchResult, gallery: str) -> None:
        """Say how the batch ended."""
        super().finished(batch, gallery)
        counts = {state.value: count for state, count in batch.counts.items()}
        _print_json({"event": "finished", "batch": batch.batch, "counts": counts, "gallery": gallery})


class TerminalView(RunView):
    """A bar for the batch and one for each item under way; a table at the end."""

    def __init__(self, next_steps: NextSteps) -> None:
        super().__init__()
        self._next = next_steps
        self._console = _Terminal(width=None if sys.stdout.isatty() else PIPE_COLUMNS)
        self._items: dict[str, TaskID] = {}
        self._bars = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=20),
            TextColumn("{task.fields[reached]}"),
            TimeElapsedColumn(),
            console=self._console,
            transient=True,
        )
        self._total = self._bars.add_task("starting", total=None, reached="")
        self._count = self._through = 0

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Keep the bars on the terminal, if there is one, for the length of the block."""
        if self._console.is_terminal:
            with _unheard():
                self._bars.start()
        try:
            yield
        finally:
            self._stop_bars()

    def _stop_bars(self) -> None:
        # One that was never started would print an empty line.
        if self._bars.live.is_started:
            with _unheard():
                self._bars.stop()

    def planned(self, sentence: str, count: int) -> None:
        """Show the arithmetic and the whole length of the bar."""
        super().planned(sentence, count)
        shown = f"{counted(count, 'video')} of the sample shop." if self._next.is_free else sentence
        with _unheard():
            self._console.print(escape(shown), highlight=False)
        self._count = count
        self._bars.update(self._total, description="videos", total=count, reached=f"0/{count}")

    def moved(self, fingerprint: str, name: str, state: ItemState, percent: int) -> None:
        """Move the item's bar."""
        self._move(fingerprint, name, state.value.replace("_", " "), percent, f"{percent} %")

    def queued(self, fingerprint: str, name: str, position: int | None) -> None:
        """Show where the item is in the service's queue."""
        self._move(fingerprint, name, place_in_queue(position), 0, "")

    def _move(self, fingerprint: str, name: str, word: str, percent: int, reached: str) -> None:
        if fingerprint not in self._items:
            self._items[fingerprint] = self._bars.add_task("", total=100, reached="")
        label = f"  {escape(name[:MAX_NAME])} [dim]{word}[/dim]"
        self._bars.update(self._items[fingerprint], description=label, completed=percent, reached=reached)

    def ended(self, result: ItemResult) -> None:
        """Take the item's bar away and move the batch's."""
        super().ended(result)
        if (bar := self._items.pop(result.item.fingerprint, None)) is not None:
            self._bars.remove_task(bar)
        self._through += 1
        self._bars.update(self._total, advance=1, reached=f"{self._through}/{self._count}")

    def warned(self, sentence: str) -> None:
        """Show a line above the bars."""
        with _unheard():
            self._console.print(f"[yellow]Warning:[/yellow] {escape(sentence)}", highlight=False, soft_wrap=True)

    def noted(self, sentence: str) -> None:
        """Show a line above the bars."""
        self._say(sentence)

    def finished(self, batch: BatchResult, gallery: str) -> None:
        """Show the table, where the files are, and what to do next."""
        super().finished(batch, gallery)
        self._stop_bars()
        with _unheard():
            self._say_table(batch)
        self._say(batch.ends_sentence if self._next.is_free else batch.sentence)
        if folder := video_folder(batch):
            self._say(f"Videos:  {folder}")
        if gallery:
            self._say(f"Gallery: {linked(gallery)}")
        for number, command in enumerate(self._next.lines(batch, gallery)):
            self._say(f"{'Next:' if number == 0 else '     '}    {command}")

    def _say_table(self, batch: BatchResult) -> None:
        """Print the table; no line of it ends in the blanks with which a column is filled."""
        with self._console.capture() as printed:
            self._console.print(result_table(batch))
        lines = printed.get() if self._console.is_terminal else "\n".join(map(str.rstrip, printed.get().splitlines()))
        self._console.file.write(lines.rstrip("\n") + "\n")

    def _say(self, line: str) -> None:
        """Print a line that may be copied: as it is, however long."""
        with _unheard():
            self._console.print(escape(line), highlight=False, soft_wrap=True)


def view_of(shown: Shown, next_steps: NextSteps) -> RunView:
    """Return who shows a run as it was asked for."""
    return JsonLines() if shown.json_lines else TerminalView(next_steps)


def place_in_queue(position: int | None) -> str:
    """Return "queued, 3rd", or "queued" where the service does not tell the place."""
    if position is None:
        return "queued"
    return f"queued, {position}{'th' if position % 100 in {11, 12, 13} else ENDINGS.get(position % 10, 'th')}"


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
