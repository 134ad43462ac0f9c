"""Catalogues with a header line: CSV with commas, semicolons or tabs."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from flows.items.row import RawRow

MEDIA_SEPARATOR = "|"
"""Between addresses in the one cell of `intro_medias`: a vertical bar can't stand in an address (RFC 3986)."""

TOO_MANY_CELLS = "(beyond the last column)"


def header_names(header: str) -> list[str]:
    """The columns that a header line names, in lower case."""
    try:
        return [name.strip().lower() for name in next(csv.reader([header], delimiter=_delimiter(header)), [])]
    except csv.Error:
        return []


def table_rows(text: TextIO, header: str) -> Iterator[RawRow]:
    """Rows with their filled cells. Raises OSError where a cell never ends."""
    for number, fields in cells(text, header):
        if "intro_medias" in fields:
            medias = fields["intro_medias"].split(MEDIA_SEPARATOR)
            fields["intro_medias"] = [part.strip() for part in medias if part.strip()]
        yield RawRow(number, fields)


def cells(text: Iterable[str], header: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The last line of each row and its filled cells under the header's names in lower case."""
    lines, delimiter = iter(text), _delimiter(header)
    head = csv.reader(lines, delimiter=delimiter, skipinitialspace=True)
    read = 0
    try:
        names = [name.strip().lower() for name in next(head, [])]
        rows = csv.DictReader(lines, names, TOO_MANY_CELLS, delimiter=delimiter, skipinitialspace=True)
        for row in rows:
            read = rows.line_num
            if fields := {name: cell for name, cell in row.items() if name and cell and cell != [""]}:
                yield head.line_num + read, fields
    except csv.Error as error:
        raise OSError(f"line {head.line_num + read}: {error}") from None


def _delimiter(header: str) -> str:
    return max(",;\t", key=header.count)
