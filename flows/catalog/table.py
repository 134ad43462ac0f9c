"""Catalogues with a header line: CSV with commas, semicolons or tabs, as shops and spreadsheets write them."""

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from blocks.field_problems import FieldProblem, shown
from flows.catalog.columns import canonical_names, refuse_slips
from flows.catalog.variants import split_values
from flows.items.row import RawRow

MEDIA_SEPARATOR = "|"
"""Between addresses in the one cell of `intro_medias`: a vertical bar can't stand in an address (RFC 3986)."""

TOO_MANY_CELLS = "(beyond the last column)"

MAX_CELL_LINES = 200
"""Lines of one cell. A description has some dozen; a quotation mark that is never closed takes all that follow."""

_SEPARATORS = ",;\t"
_SEP_LINE = re.compile(r"\ufeff?sep=(.)\s*", re.IGNORECASE)
"""Excel's own first line, which names the separator."""

_ADDRESS_INSIDE = re.compile(r"[\n,;\t]\"?https?://")
_CLOSING = re.compile(r'[^"]*(?:""[^"]*)*"')


@dataclass(frozen=True, slots=True)
class Header:
    """The header line of a table, and what is known by it."""

    names: tuple[str, ...]
    """As they stand there."""
    separator: str

    @classmethod
    def of(cls, lines: Iterable[str]) -> "Header | None":
        """Find it: the first line that is not empty, no comment and not Excel's "sep=;". None where there is none."""
        separator = ""
        for line in lines:
            if stated := _SEP_LINE.fullmatch(line):
                separator = stated[1]
            elif not _is_preamble(line):
                return cls._in(line, separator)
        return None

    @classmethod
    def _in(cls, line: str, separator: str) -> "Header":
        separator = separator or max(_SEPARATORS, key=line.count)
        try:
            cells = next(csv.reader([line.lstrip("\ufeff")], delimiter=separator, skipinitialspace=True), [])
        except csv.Error:
            cells = [line]
        # A list under one heading: whatever signs its addresses hold, they part nothing.
        names = tuple(name.strip() for name in cells)
        return cls(names, separator if len(names) > 1 else "\0")

    @property
    def columns(self) -> tuple[str, ...]:
        """The names that its columns have here."""
        known = canonical_names(self.names)
        return tuple(known[name] for name in self.names)


def table_rows(lines: Iterable[str], header: Header) -> Iterator[RawRow]:
    """Rows with their filled cells; `lines` are all of the table. Raises ConfigurationError for a misspelt column."""
    refuse_slips(header.columns)
    for row in raw_rows(lines, header):
        fields = row.fields
        if isinstance(medias := fields.get("intro_medias"), str):
            fields = fields | {"intro_medias": list(split_values(medias, MEDIA_SEPARATOR))}
        yield RawRow(row.number, fields, row.fault)


def raw_rows(lines: Iterable[str], header: Header) -> Iterator[RawRow]:
    """The rows as they stand there: filled cells under the columns' names here, or a fault."""
    columns = header.columns
    for number, text, cells in _records(lines, header.separator):
        if cells is None:
            value = f"{shown(text.strip())} has a quotation mark that is not closed, or closed inside of a cell"
            fault = FieldProblem("line", value, 'cells without ", or as a whole in " with each " inside doubled')
            yield RawRow(number, {"url": text.strip()}, fault)
        elif fields := _filled(columns, cells):
            yield RawRow(number, fields)


def _filled(columns: tuple[str, ...], cells: list[str]) -> dict[str, Any]:
    named = zip(columns, cells, strict=False)
    fields: dict[str, Any] = {name: cell.strip() for name, cell in named if name and cell.strip()}
    beyond = [cell for cell in cells[len(columns) :] if cell.strip()]
    return fields | ({TOO_MANY_CELLS: beyond} if beyond else {})


def _records(lines: Iterable[str], separator: str) -> Iterator[tuple[int, str, list[str] | None]]:
    """The number, the text and the cells of each record behind the header; no cells where its quotes make no sense.

    Such a record is its first line alone: what follows is read anew, so that no row is lost to it.
    """
    opening = re.compile(rf'(?:^|{re.escape(separator)}) *"', re.MULTILINE)
    source = _Lines(lines)
    for number, line in source.behind_header():
        taken = [line]
        is_open = _leaves_open(line, opening, is_open=False)
        while is_open and len(taken) < MAX_CELL_LINES and (more := source.next_line()) is not None:
            taken.append(more)
            is_open = _leaves_open(more, opening, is_open=True)
        cells = None if is_open else _cells("".join(taken), separator)
        if cells is None:
            source.put_back(taken[1:])
        yield number, line if cells is None else "".join(taken), cells


def _leaves_open(line: str, opening: re.Pattern[str], *, is_open: bool) -> bool:
    """Whether a quoted cell goes on behind the line; `is_open`: one has come into it."""
    position = 0
    while True:
        if not is_open:
            start = opening.search(line, position)
            if start is None:
                return False
            position = start.end()
        end = _CLOSING.match(line, position)
        if end is None:
            return True
        position, is_open = end.end(), False


def _cells(text: str, separator: str) -> list[str] | None:
    try:
        rows = list(csv.reader([text], delimiter=separator, skipinitialspace=True, strict=True))
    except csv.Error:
        return None
    cells = rows[0] if rows else []
    # A mark that closes in a later row has swallowed the addresses between.
    swallowed = any("\n" in cell and _ADDRESS_INSIDE.search(cell) for cell in cells)
    return None if swallowed else cells


def _is_preamble(line: str) -> bool:
    bare = line.lstrip("\ufeff").strip()
    return not bare or bare.startswith("#")


class _Lines:
    """Lines with their numbers, some of which come again."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._again: deque[str] = deque()
        self._number = 0

    def behind_header(self) -> Iterator[tuple[int, str]]:
        is_header_read = False
        while (line := self.next_line()) is not None:
            if is_header_read and line.strip():
                yield self._number, line
            elif not (is_header_read or _is_preamble(line) or _SEP_LINE.fullmatch(line)):
                is_header_read = True

    def next_line(self) -> str | None:
        line = self._again.popleft() if self._again else next(self._lines, None)
        self._number += line is not None
        return line

    def put_back(self, lines: list[str]) -> None:
        self._again.extendleft(reversed(lines))
        self._number -= len(lines)
