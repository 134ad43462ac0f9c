"""A whole catalogue: the videos it asks for in its order, every problem, and what was merged.

Every row is checked before the first call is made. Rows that mean the same video are merged: those with the same page
(its canonical address), settings and revision; the first of them counts.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, replace
from itertools import chain

from blocks.channels.profiles import KILOBIT, PROFILES
from blocks.errors import ConfigurationError
from blocks.field_problems import first_few
from flows.catalog.alike import shared_ids_sentence, twins_sentence
from flows.catalog.form import rows_from_source, rows_from_urls
from flows.catalog.items import RowReader
from flows.catalog.order import Order
from flows.items.item import Item
from flows.items.row import BadRow, RawRow, RowProblem, Selection

MAX_PROBLEMS = 1000
"""Lines of problems that are shown at once; a person mends these and sees the rest on the next try."""

MAX_COLUMNS = 12
"""Columns without a meaning that are named; shops' tables have up to a hundred."""

MAX_REPEATS = 5
"""Repeated rows that are named; of the rest only their number is told."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """A row that asks for a video which an earlier row asks for already."""

    row: int
    first: int


read_before: ContextVar["Catalog | None"] = ContextVar("catalog", default=None)
"""What the command line has read for the one flow that it calls, which it hands over as the listener is."""


@dataclass(frozen=True, slots=True)
class Catalog:
    """What a catalogue holds."""

    items: tuple[Item, ...]
    bad_rows: tuple[BadRow, ...] = ()
    repeats: tuple[Repeat, ...] = ()
    rows: int = 0
    """All that were read."""
    left_out: int = 0
    """Rows that the selection does not mean."""
    unused: tuple[str, ...] = ()
    """Columns that mean nothing here."""
    notes: tuple[str, ...] = ()
    """What else is not plain about it, a sentence each."""

    @property
    def problems(self) -> tuple[RowProblem, ...]:
        """All of them, in the order of the rows."""
        return tuple(problem for bad in self.bad_rows for problem in bad.problems)

    @property
    def sentence(self) -> str:
        """What is not plain about it in one line; empty where every row is one video of a page of its own."""
        said = []
        if self.repeats:
            named = first_few((f"{repeat.row} (as {repeat.first})" for repeat in self.repeats), MAX_REPEATS)
            said.append(f"{len(self.repeats)} merged as repeated: row {named}")
        if self.left_out:
            said.append(f"{self.left_out} left out by the selection")
        if self.bad_rows:
            said.append(f"{len(self.bad_rows)} bad")
        about_rows = f"{self.rows} rows: {'; '.join(said)}." if said else ""
        return " ".join(filter(None, (about_rows, self._unused_columns, *self.notes)))

    @property
    def _unused_columns(self) -> str:
        named = first_few(self.unused, MAX_COLUMNS)
        noun = "This column is" if len(self.unused) == 1 else "These columns are"
        return f"{noun} not used: {named}." if self.unused else ""

    def check(self, selection: Selection) -> None:
        """Raise a ConfigurationError with a line for every problem, unless the selection skips bad rows."""
        if selection.skip_bad or not self.bad_rows:
            return
        problems = self.problems
        lines = [str(problem) for problem in problems[:MAX_PROBLEMS]]
        more = [f"and {len(problems) - len(lines)} more"] if len(problems) > len(lines) else []
        raise ConfigurationError(
            "\n".join([*lines, *more]),
            code="catalog_invalid",
            next_step=f"{len(self.bad_rows)} of {self.rows} rows are bad. Mend them, or go on without them"
            " (`--skip-bad`).",
        )


def read_catalog(rows: Iterable[RawRow], order: Order, notes: Sequence[str] = ()) -> Catalog:
    """Check every row that the order's selection means, and make items of the sound ones.

    `notes` are filled while the rows are read.
    Raises ConfigurationError: there is no row at all, or none that is meant.
    """
    reader = RowReader(order)
    kept = _Kept(order.selection)
    for row in rows:
        kept.add(row, reader)
        if kept.is_full:
            break
    if not kept.rows:
        raise ConfigurationError(
            "catalog: it is empty; allowed: at least one row with a product URL.", code="catalog_empty"
        )
    if kept.left_out == kept.rows:
        raise ConfigurationError(
            f"only: {json.dumps(order.selection.only)} is in no address of {kept.rows} rows;"
            " allowed: a part of an address, or a pattern with * for all of it.",
            code="selection_empty",
        )
    found = kept.catalog()
    told = dict.fromkeys((*notes, *_unseen(found.items), *_not_asked(found.items, order)))
    alike = filter(None, (twins_sentence(found.items), shared_ids_sentence(found.items)))
    return replace(found, unused=tuple(reader.unused), notes=(*told, *alike))


def _unseen(items: Iterable[Item]) -> Iterator[str]:
    """What a person has to look for, where the channel of an item refuses it and no check sees it."""
    for channel in {item.channel: None for item in items}:
        if channel and (unseen := PROFILES[channel].unseen):
            yield f"No check sees what {channel} refuses beside its figures: {unseen}."


def _not_asked(items: Iterable[Item], order: Order) -> Iterator[str]:
    """What the channel of an item wants and the service can't be asked for."""
    for channel in {item.channel: None for item in items}:
        if channel and not order.takes_additions and (least := PROFILES[channel].min_bit_rate):
            wanted = f"at least {least / KILOBIT:g} kbit/s"
            yield f"The service can't be asked for the bit rate of {channel}, {wanted}: its videos are checked for it."


class _Kept:
    """A catalogue as far as it is read."""

    def __init__(self, selection: Selection) -> None:
        self._selection = selection
        self._items: dict[tuple[object, ...], Item] = {}
        self._bad: list[BadRow] = []
        self._repeats: dict[int, Repeat] = {}
        self.left_out = 0
        self.rows = 0

    @property
    def is_full(self) -> bool:
        """No further row is wanted. What is changed, only the ledger can tell."""
        limit = self._selection.limit
        return limit is not None and not self._selection.changed and len(self._items) >= limit

    def add(self, row: RawRow, reader: RowReader) -> None:
        """Take one row in."""
        self.rows += 1
        if not self._selection.takes(row):
            self.left_out += 1
            return
        found = reader.read(row)
        if isinstance(found, BadRow):
            self._bad.append(found)
            return
        for item in found:
            key = (item.page, item.settings, item.revision)
            first = self._items.setdefault(key, item)
            if first is not item:
                self._repeats.setdefault(self.rows, Repeat(row.number, first.row))
                if item.url not in {first.url, *first.spellings}:
                    self._items[key] = replace(first, spellings=(*first.spellings, item.url))

    def catalog(self) -> Catalog:
        """All of it."""
        limit = None if self._selection.changed else self._selection.limit
        items = tuple(self._items.values())[:limit]
        return Catalog(items, tuple(self._bad), tuple(self._repeats.values()), self.rows, self.left_out)


def load_catalog(order: Order) -> Catalog:
    """Read addresses and a catalogue together, and look at every row.

    Raises ConfigurationError: it can't be read as a whole, or nothing in it is meant. Bad rows are in the result: see
    `Catalog.check`.
    """
    notes: list[str] = []
    read = rows_from_source(order.source, notes.append) if order.source else ()
    return read_catalog(chain(rows_from_urls(order.urls), order.rows, read), order, notes)
