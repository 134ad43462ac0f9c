"""Catalogue readers: which videos to make, from a plain list, CSV or JSON Lines.

Every row is checked before the first call is made, and all problems are reported at once, each with its row, field,
value and what is allowed. Rows that mean the same video are merged.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

import httpx
from pydantic import ValidationError

from blocks.errors import ConfigurationError
from blocks.jogg.field_problems import explain
from blocks.jogg.settings import ApiGeneration, Corrections, RenderSettings, refuse_inexpressible
from flows.item import Item, canonical_url

LARGEST_CATALOG = 256 * 2**20
"""Bytes. A row takes about 200, so this is a million products; more is a mistaken address."""

FETCH_SECONDS = 30.0
"""For a catalogue behind a web address: connecting, and each wait for more of it."""

MOST_PROBLEMS = 50
"""Lines of problems that are shown: a person mends these and sees the rest on the next try."""

MEDIA_SEPARATOR = "|"
"""Between addresses in the one CSV cell of `intro_medias`: a vertical bar can't stand in an address (RFC 3986)."""

CORRECTION_FIELDS = tuple(Corrections.model_fields)
SETTING_FIELDS = tuple(RenderSettings.model_fields)
Asked = TypeVar("Asked", Corrections, RenderSettings)

COLUMNS = ("url", *CORRECTION_FIELDS, *SETTING_FIELDS)


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row as read: its number for people (the line in a file, from 1) and its filled fields."""

    number: int
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One thing wrong with one row."""

    row: int
    field: str
    value: str
    allowed: str

    def __str__(self) -> str:
        """One line."""
        return f"row {self.row}: {self.field}: {self.value}; allowed: {self.allowed}"


@dataclass(frozen=True, slots=True)
class Catalog:
    """What a catalogue holds: the items in its order, the problems, and how many rows were merged away."""

    items: tuple[Item, ...]
    problems: tuple[RowProblem, ...]
    merged: int


def rows_from_urls(urls: Iterable[str]) -> Iterator[RawRow]:
    """Rows from addresses given one by one, numbered from 1."""
    return (RawRow(number, {"url": url}) for number, url in enumerate(urls, 1))


def rows_from_source(source: str) -> Iterator[RawRow]:
    """Read a catalogue from a path or an http(s) address.

    The form follows the content: a line that starts with `{` makes it JSON Lines, a header line with a `url` column
    makes it CSV (comma, semicolon or tab), anything else is a plain list with one address a line, `#` for comments.

    Raises:
        ConfigurationError: the source can't be read, or a line is no valid JSON.
    """
    text = _text_of(source)
    first = next((line for line in io.StringIO(text) if line.strip()), "")
    if first.lstrip().startswith("{"):
        return _jsonl_rows(text, source)
    if "url" in {name.strip().strip('"').lower() for name in first.replace(";", ",").replace("\t", ",").split(",")}:
        return _csv_rows(text, first)
    lines = ((number, line.strip()) for number, line in enumerate(io.StringIO(text), 1))
    return (RawRow(number, {"url": line}) for number, line in lines if line and not line.startswith("#"))


def read_catalog(rows: Iterable[RawRow], defaults: RenderSettings, generation: ApiGeneration) -> Catalog:
    """Check every row and make an item of each sound one; `defaults` fill what a row leaves open.

    Raises:
        ConfigurationError: there is no row at all.
    """
    items: dict[str, Item] = {}
    problems: list[RowProblem] = []
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007 - the last count is the number of rows
        item = _item_of(row, defaults, generation)
        if isinstance(item, Item):
            items.setdefault(item.fingerprint, item)
        else:
            problems += item
    if not count:
        raise ConfigurationError(
            "catalog: it is empty; allowed: at least one row with a product URL.", code="catalog_empty"
        )
    bad_rows = len({problem.row for problem in problems})
    return Catalog(tuple(items.values()), tuple(problems), merged=count - bad_rows - len(items))


def _item_of(row: RawRow, defaults: RenderSettings, generation: ApiGeneration) -> Item | list[RowProblem]:
    problems = [
        RowProblem(row.number, str(name), json.dumps(value, ensure_ascii=False, default=str)[:80], "no such column")
        for name, value in row.fields.items()
        if name not in COLUMNS
    ]
    corrections, found = _checked(Corrections, row, CORRECTION_FIELDS, {})
    problems += found
    settings, found = _checked(RenderSettings, row, SETTING_FIELDS, defaults.model_dump(exclude_defaults=True))
    problems += found
    try:
        url = canonical_url(str(row.fields.get("url", "")))
        if settings:
            refuse_inexpressible(settings, generation)
    except ConfigurationError as error:
        field, _, rest = error.message.partition(": ")
        return [*problems, RowProblem(row.number, field, rest.partition("; allowed: ")[0], _allowed(error))]
    if problems or corrections is None or settings is None:
        return problems
    return Item(row.number, url, corrections, settings, generation)


def _allowed(error: ConfigurationError) -> str:
    return error.next_step or error.message.partition("allowed: ")[2]


def _checked(
    model: type[Asked], row: RawRow, names: tuple[str, ...], defaults: dict[str, Any]
) -> tuple[Asked | None, list[RowProblem]]:
    try:
        return model.model_validate(defaults | {name: row.fields[name] for name in names if name in row.fields}), []
    except ValidationError as error:
        return None, [RowProblem(row.number, p.field, p.value, p.allowed) for p in explain(error)]


def _jsonl_rows(text: str, source: str) -> Iterator[RawRow]:
    for number, line in enumerate(io.StringIO(text), 1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
        except ValueError as error:
            raise ConfigurationError(
                f"catalog: line {number} of {source} is no valid JSON ({error}); allowed: one object a line.",
                code="catalog_unreadable",
            ) from None
        yield RawRow(number, fields if isinstance(fields, dict) else {"url": fields})


def _csv_rows(text: str, header: str) -> Iterator[RawRow]:
    delimiter = max(",;\t", key=header.count)
    reader = csv.DictReader(io.StringIO(text), delimiter=delimiter, skipinitialspace=True)
    reader.fieldnames = [name.strip().lower() for name in reader.fieldnames or ()]
    for cells in reader:
        fields: dict[str, Any] = {name: cell for name, cell in cells.items() if name and cell}
        if "intro_medias" in fields:
            fields["intro_medias"] = [part.strip() for part in fields["intro_medias"].split(MEDIA_SEPARATOR)]
        if fields:
            yield RawRow(reader.line_num, fields)


def _text_of(source: str) -> str:
    try:
        body = _fetched(source) if source.startswith(("http://", "https://")) else Path(source).read_bytes()
        return body.decode("utf-8-sig")
    except (OSError, httpx.HTTPError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise ConfigurationError(
            f"catalog: {json.dumps(source, ensure_ascii=False)} can't be read ({reason});"
            " allowed: a UTF-8 text file or an http(s) address.",
            code="catalog_unreadable",
        ) from None


def _fetched(address: str) -> bytes:
    with httpx.stream("GET", address, timeout=FETCH_SECONDS, follow_redirects=True) as answer:
        answer.raise_for_status()
        body = bytearray()
        for chunk in answer.iter_bytes():
            body += chunk
            if len(body) > LARGEST_CATALOG:
                raise httpx.HTTPError(f"larger than {LARGEST_CATALOG // 2**20} MiB")
        return bytes(body)


def item_from_row(fields: Mapping[str, Any], generation: ApiGeneration) -> Item:
    """The item that a row of the ledger or of `retry.jsonl` stands for.

    Raises:
        ConfigurationError: the row is none; the message has a line for every problem.
    """
    item = _item_of(RawRow(1, dict(fields)), RenderSettings(), generation)
    if isinstance(item, Item):
        return item
    raise ConfigurationError("\n".join(map(str, item)), code="catalog_invalid")


def load_items(
    urls: Sequence[str], source: str, defaults: RenderSettings, generation: ApiGeneration
) -> tuple[Item, ...]:
    """Read addresses and a catalogue together and check all of it.

    Raises:
        ConfigurationError: anything is wrong; the message has a line for every problem.
    """
    rows = chain(rows_from_urls(urls), rows_from_source(source) if source else ())
    catalog = read_catalog(rows, defaults, generation)
    if catalog.problems:
        lines = [str(problem) for problem in catalog.problems[:MOST_PROBLEMS]]
        more = len(catalog.problems) - len(lines)
        raise ConfigurationError("\n".join([*lines, *([f"and {more} more"] if more else [])]), code="catalog_invalid")
    return catalog.items
