"""Tables as CSV: for people, in a spreadsheet, and for programs."""

import csv
import io
from collections.abc import Iterable, Sequence

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take a cell for a formula (OWASP, "CSV Injection")."""

Cell = str | int | float | None


def csv_table(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a table with commas. A text that a spreadsheet would run gets an apostrophe in front."""
    return csv_file(columns, ([_safe(cell) for cell in row] for row in rows))


def csv_file(
    columns: Sequence[str], rows: Iterable[Sequence[Cell]], separator: str = ",", quoting: int = csv.QUOTE_MINIMAL
) -> bytes:
    """Return a table in UTF-8 with its cells as they are, for programs."""
    text = io.StringIO()
    table = csv.writer(text, delimiter=separator, quoting=quoting, lineterminator="\n")  # type: ignore[arg-type]
    table.writerow(columns)
    table.writerows(rows)
    return text.getvalue().encode()


def _safe(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS) else cell
