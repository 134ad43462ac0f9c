"""How a batch ended, as a table for people: the folder once, and a line for each item."""

from pathlib import Path
from posixpath import commonpath, dirname

from rich.table import Table
from rich.text import Text

from blocks.ledger.state import ItemState
from flows.items.result import BatchResult, ItemResult

STYLES = {
    ItemState.PUBLISHED: "green",
    ItemState.SKIPPED: "cyan",
    ItemState.REJECTED: "cyan",
    ItemState.RENDERING: "blue",
    ItemState.AWAITING_REVIEW: "yellow",
    ItemState.NEEDS_REVIEW: "yellow",
    ItemState.STALE: "yellow",
    ItemState.AMBIGUOUS: "bold yellow",
    ItemState.UNAFFORDABLE: "yellow",
}
"""All others are red: something went wrong."""


def video_folder(batch: BatchResult) -> str:
    """Return the address of the deepest folder that has all videos of the batch, with its slash; empty for none."""
    videos = {result.video.key: result.address for result in batch.results if result.video}
    if not videos:
        return ""
    key, address = next(iter(videos.items()))
    return f"{address.removesuffix(key)}{commonpath(map(dirname, videos))}/"


def result_table(batch: BatchResult) -> Table:
    """Return the table: state, length, size, and the video's name in `video_folder` or what is wrong with the item.

    What checks have found in a video that is published stands below its name.

    On a terminal that knows links (OSC 8) the name of a file opens it; one that does not fit ends in an ellipsis.
    """
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("state", no_wrap=True)
    for name in ("length", "size"):
        table.add_column(name, no_wrap=True, justify="right")
    table.add_column("video, or what is wrong")
    folder, reasons = video_folder(batch), set[str]()
    for result in batch.results:
        length = f"{result.video.seconds:.1f} s" if result.video else ""
        size = f"{result.video.size / 1e6:.1f} MB" if result.video else ""
        state = Text(result.state.value.replace("_", " "), STYLES.get(result.state, "red"))
        if result.video and not result.failure:
            table.add_row(state, length, size, _name(result, folder))
            for finding in result.video.findings:
                table.add_row("", "", "", Text(str(finding), "yellow"))
        else:
            table.add_row(state, length, size, _reason(result, reasons))
    for bad in batch.bad_rows:
        table.add_row(Text("invalid", "red"), "", "", Text("\n".join(map(str, bad.problems))))
    for record in batch.unreadable:
        table.add_row(Text("unreadable", "red"), "", "", Text(record.error.advice))
    return table


def linked(address: str) -> str:
    """Return an address that a browser opens: of a path its `file://` URI, any other as it is."""
    return address if "://" in address else Path(address).resolve().as_uri()


def _name(result: ItemResult, folder: str) -> Text:
    style = "" if "://" in result.address else f"link {linked(result.address)}"
    return Text(result.address.removeprefix(folder), style, no_wrap=True, overflow="ellipsis")


def _reason(result: ItemResult, told: set[str]) -> Text:
    """What is wrong and what to do; of many items with one reason, such as a dead service, the first tells it."""
    failure = result.failure
    reason = f"{failure.message} {failure.next_step}".strip() if failure else ""
    shown = "the same" if reason in told else reason
    told.update({reason} - {""})
    return Text(f"{result.item.label}: {shown}" if shown else result.item.label)
