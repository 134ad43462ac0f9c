"""Catalogues of lines: a plain list of addresses, and JSON Lines."""

import json
from collections.abc import Iterable, Iterator

from blocks.field_problems import FieldProblem, shown
from flows.catalog.columns import canonical_fields
from flows.items.row import RawRow


def plain_rows(lines: Iterable[str]) -> Iterator[RawRow]:
    """One address a line, `#` for comments."""
    for number, line in enumerate(lines, 1):
        address = line.strip()
        if address and not address.startswith("#"):
            yield RawRow(number, {"url": address})


def jsonl_rows(lines: Iterable[str]) -> Iterator[RawRow]:
    """One object a line. A line that is no JSON is a row with a fault, so that all of them are told at once."""
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if not text:
            continue
        try:
            fields = json.loads(text)
        except (ValueError, RecursionError) as error:
            yield RawRow(
                number,
                {"url": text},
                FieldProblem("line", f"{shown(text)} is no valid JSON ({error})", "one object a line"),
            )
        else:
            yield RawRow(number, canonical_fields(fields) if isinstance(fields, dict) else {"url": fields})
