"""`results.csv`: a batch for a spreadsheet, a row for each item and each bad row, in the catalog's order."""

from flows.items.cells import Cell, csv_table
from flows.items.result import BatchResult, ItemResult
from flows.items.row import BadRow
from flows.runtime.public_address import PublicAddress

COLUMNS = (
    *("row", "id", "url", "state", "title", "link", "video", "seconds", "width", "height", "bytes", "credits"),
    *("render_id", "fingerprint", "look", "code", "message", "next_step"),
)


def results_table(batch: BatchResult, public: PublicAddress | None) -> bytes:
    """Return the table. `link` is a video's public address, empty where the store has none."""
    rows = [_item_row(result, public) for result in batch.results] + [_bad_row(bad) for bad in batch.bad_rows]
    return csv_table(COLUMNS, sorted(rows, key=lambda row: int(row[0] or 0)))


def _item_row(result: ItemResult, public: PublicAddress | None) -> tuple[Cell, ...]:
    item, video, failure = result.item, result.video, result.failure
    link = public.of_key(video.key) if public and video else ""
    file = (round(video.seconds, 3), video.width, video.height, video.size) if video else (None,) * 4
    reason = (failure.code, failure.message, failure.next_step) if failure else ("",) * 3
    facts = (item.row, item.id, item.url, result.state.value, result.title, link, result.address)
    return (*facts, *file, float(result.credits), result.render_id, item.fingerprint, " ".join(item.look), *reason)


def _bad_row(bad: BadRow) -> tuple[Cell, ...]:
    fields, reason = bad.row.fields, " / ".join(str(problem.problem) for problem in bad.problems)
    named = (bad.row.number, str(fields.get("id", "")), str(fields.get("url", "")), "invalid")
    return (*named, *("",) * (len(COLUMNS) - 6), reason, "")
