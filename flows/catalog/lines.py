"""Catalogues of lines: a plain list of addresses, and JSON Lines."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from blocks.field_problems import FieldProblem, shown
from flows.catalog.columns import canonical_fields
from flows.items.row import RawRow


class Trust:
    """Whether lines may be shown: not before one was a page's address.

    Whoever may start a run names the catalog, but need not be allowed to read every file of the machine it runs on.
    """

    def __init__(self) -> None:
        self._is_catalog = False

    def row(self, number: int, fields: dict[str, Any]) -> RawRow:
        """A row as read; where it may not be shown, one with a fault in its place."""
        address = fields.get("url")
        if isinstance(address, str) and address.lower().startswith(("http://", "https://")):
            self._is_catalog = True
        hidden = FieldProblem("url", "(not shown)", "an http or https address of a page")
        return RawRow(number, fields) if self._is_catalog else RawRow(number, {}, hidden)

    def fault(self, number: int, text: str, reason: str, allowed: str) -> RawRow:
        """A row that can't be read."""
        if self._is_catalog:
            return RawRow(number, {"url": text}, FieldProblem("line", f"{shown(text)} {reason}", allowed))
        return RawRow(number, {}, FieldProblem("line", f"it {reason}", allowed))


def plain_rows(lines: Iterable[str]) -> Iterator[RawRow]:
    """One address a line, `#` for comments."""
    trust = Trust()
    for number, line in enumerate(lines, 1):
        address = line.strip()
        if address and not address.startswith("#"):
            yield trust.row(number, {"url": address})


def jsonl_rows(lines: Iterable[str]) -> Iterator[RawRow]:
    """One object a line. A line that is no JSON is a row with a fault, so that all of them are told at once."""
    trust = Trust()
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if not text:
            continue
        try:
            fields = json.loads(text)
        except (ValueError, RecursionError) as error:
            yield trust.fault(number, text, f"is no valid JSON ({error})", "one object a line")
        else:
            yield trust.row(number, canonical_fields(fields) if isinstance(fields, dict) else {"url": fields})
