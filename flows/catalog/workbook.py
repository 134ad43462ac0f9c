"""Excel workbooks (.xlsx): the first sheet that has a column of addresses, read like a table.

openpyxl reads row by row and by defusedxml, which is installed; a workbook is a ZIP file, so its unpacked size is
checked before anything is unpacked.
"""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, BinaryIO

from blocks.errors import ConfigurationError
from flows.catalog.columns import canonical_names, refuse_slips
from flows.catalog.source import MAX_CATALOG_BYTES
from flows.catalog.table import MEDIA_SEPARATOR
from flows.catalog.variants import split_values
from flows.items.row import RawRow

MAGIC = b"PK\x03\x04"
"""Of every ZIP file."""

MAX_HEADER_ROWS = 20
"""Rows above the table: a title, a remark, blank ones."""

ALLOWED = 'an Excel workbook (.xlsx) with a column "url", or the sheet saved as "CSV UTF-8"'


def workbook_rows(body: BinaryIO) -> Iterator[RawRow]:
    """Rows numbered as the sheet numbers them. Raises OSError, and ConfigurationError for a misspelt column."""
    try:
        yield from _book_rows(io.BytesIO(body.read()))
    except (OSError, ConfigurationError):
        raise
    except Exception as error:  # noqa: BLE001 - a damaged part shows when it is read, as any error of ZIP, XML or openpyxl
        raise OSError(f"it begins as an Excel workbook and is damaged ({error}); allowed: {ALLOWED}") from None


def _book_rows(content: io.BytesIO) -> Iterator[RawRow]:
    # Imported here: most catalogues are no workbooks, and it takes a tenth of a second.
    from openpyxl import load_workbook  # noqa: PLC0415 see above

    _check_size(content)
    book = load_workbook(content, read_only=True, data_only=True, keep_links=False)
    try:
        for sheet in book.worksheets:
            rows = _sheet_rows(sheet.iter_rows(values_only=True))
            if (first := next(rows, None)) is not None:
                yield first
                yield from rows
                return
    finally:
        book.close()
    raise OSError(f"no sheet of the Excel workbook has a column of addresses; allowed: {ALLOWED}")


def _sheet_rows(rows: Iterator[tuple[Any, ...]]) -> Iterator[RawRow]:
    columns: tuple[str, ...] = ()
    for number, row in enumerate(rows, 1):
        cells = [_text(cell) for cell in row]
        if columns:
            if fields := _fields(columns, cells):
                yield RawRow(number, fields)
            continue
        known = canonical_names(tuple(dict.fromkeys(cells)))
        if "url" in known.values():
            columns = tuple(known[cell] for cell in cells)
            refuse_slips(name for name in columns if name)
        elif number >= MAX_HEADER_ROWS:
            return


def _fields(columns: tuple[str, ...], cells: list[str]) -> dict[str, Any]:
    fields: dict[str, Any] = {name: cell for name, cell in zip(columns, cells, strict=False) if name and cell}
    if "intro_medias" in fields:
        fields["intro_medias"] = list(split_values(fields["intro_medias"], MEDIA_SEPARATOR))
    return fields


def _text(cell: object) -> str:
    """A cell as a person reads it: whole numbers without ".0", days without their midnight."""
    match cell:
        case None:
            return ""
        case bool():
            return str(cell).lower()
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime() if cell.time() == datetime.min.time():
            return cell.date().isoformat()
        case date() | datetime():
            return cell.isoformat()
        case _:
            return str(cell).strip()


def _check_size(content: io.BytesIO) -> None:
    with zipfile.ZipFile(content) as packed:
        size = sum(part.file_size for part in packed.infolist())
    content.seek(0)
    if size > MAX_CATALOG_BYTES:
        raise OSError(f"larger than {MAX_CATALOG_BYTES // 2**20} MiB unpacked")
