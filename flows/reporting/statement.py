"""What a month's paid requests came to, for whoever settles it with the service: failed, or at another price.

One row is one paid request. A request that was surely refused leaves none.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum

from blocks.errors import ConfigurationError
from blocks.jogg.prices import preview_credits, render_credits
from blocks.ledger.record import Attempt, RenderRecord
from blocks.ledger.state import ItemState
from flows.items.cells import csv_table
from flows.items.stored_row import item_of_record

COLUMNS = (
    *("submitted_at", "accepted_at", "why", "charged", "expected", "render_id", "project_id", "id", "url", "kind"),
    *("fingerprint", "state", "code", "message", "request_id", "batch"),
)


class Why(StrEnum):
    """What is wrong with a charge."""

    NOTHING = ""
    FAILED = "charged and failed"
    UNKNOWN = "may have been charged"
    PRICE = "differs in price"


@dataclass(frozen=True, slots=True)
class Charge:
    """One paid request of a record. Amounts are credits."""

    record: RenderRecord
    attempt: Attempt
    expected: Decimal | None
    """By the price table of its day; None where the record's settings can't be read."""
    is_last: bool

    @property
    def why(self) -> Why:
        """What is wrong with it; of several, what cost most."""
        if self.attempt.accepted_at is None:
            return Why.UNKNOWN
        if not self.is_last or self.record.state is ItemState.FAILED:
            return Why.FAILED
        differs = self.expected is not None and self.attempt.credits != self.expected
        return Why.PRICE if differs else Why.NOTHING


@dataclass(frozen=True, slots=True)
class Month:
    """A month, in UTC."""

    year: int
    number: int

    @classmethod
    def of(cls, text: str) -> "Month":
        """Read `2026-11`. Raises ConfigurationError."""
        try:
            first = datetime.strptime(text, "%Y-%m").replace(tzinfo=UTC)
        except ValueError:
            raise ConfigurationError(
                f"month: {text[:40]!r}; allowed: a year and a month, as in 2026-11.", code="option_invalid"
            ) from None
        return cls(first.year, first.month)

    @property
    def begins(self) -> datetime:
        """Its first moment."""
        return datetime(self.year, self.number, 1, tzinfo=UTC)

    def has(self, moment: datetime) -> bool:
        """Tell whether a moment lies in it."""
        there = moment.astimezone(UTC)
        return (there.year, there.month) == (self.year, self.number)


def charges(records: Iterable[RenderRecord], month: Month) -> list[Charge]:
    """Return the paid requests of a month, oldest first."""
    found = (
        Charge(record, attempt, _expected(record, attempt), is_last=number == len(record.attempts))
        for record in records
        for number, attempt in enumerate(record.attempts, 1)
        if month.has(attempt.submitted_at)
    )
    return sorted(found, key=lambda charge: (charge.attempt.submitted_at, charge.record.fingerprint))


def statement(found: Iterable[Charge]) -> bytes:
    """Return charges as CSV."""
    return csv_table(COLUMNS, map(_row, found))


def _expected(record: RenderRecord, attempt: Attempt) -> Decimal | None:
    try:
        settings = item_of_record(record).settings
    except ConfigurationError:
        return None
    price = preview_credits if record.kind == "preview" else render_credits
    return price(settings, attempt.submitted_at.astimezone(UTC).date())


def _row(charge: Charge) -> tuple[str | float | None, ...]:
    record, attempt, error = charge.record, charge.attempt, charge.record.error
    accepted = attempt.accepted_at.isoformat(timespec="seconds") if attempt.accepted_at else ""
    expected = None if charge.expected is None else float(charge.expected)
    told = (error.code, error.message, error.request_id) if error and charge.why is not Why.NOTHING else ("", "", "")
    money = (charge.why.value, float(attempt.credits), expected, attempt.render_id, record.project_id)
    item = (str(record.catalog_row.get("id", "")), record.url, record.kind, record.fingerprint, record.state.value)
    return (attempt.submitted_at.isoformat(timespec="seconds"), accepted, *money, *item, *told, attempt.batch)
