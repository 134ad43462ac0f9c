"""`url2video statement`: a month's charges that somebody has to settle with the service, as CSV. Needs no key."""

import sys
from decimal import Decimal

from blocks.ledger.record import RenderRecord
from blocks.ledger.records import UnreadableRecord
from blocks.ledger.view import LedgerView, utc_now
from blocks.store.destination import open_store
from flows.items.budget import counted, counted_credits
from flows.reporting.statement import Month, Why, charges, statement


def run_statement(to: str, month: str, *, everything: bool) -> int:
    """Print the statement on standard output and its sum on standard error; returns 0.

    Raises ConfigurationError where the month is none, and StoreError.
    """
    wanted = Month.of(month) if month else Month.of(f"{utc_now():%Y-%m}")
    found = list(LedgerView(open_store(to)).records(written_since=wanted.begins))
    all_charges = charges((each for each in found if isinstance(each, RenderRecord)), wanted)
    shown = [charge for charge in all_charges if everything or charge.why is not Why.NOTHING]
    sys.stdout.write(statement(shown).decode())
    for each in found:
        if isinstance(each, UnreadableRecord):
            print(f"url2video: {each.error.advice}", file=sys.stderr)  # noqa: T201 - the user interface
    total = sum((charge.attempt.credits for charge in all_charges), Decimal(0))
    listed = sum((charge.attempt.credits for charge in shown), Decimal(0))
    print(  # noqa: T201 - the user interface
        f"{wanted.year}-{wanted.number:02}: {counted(len(all_charges), 'paid request')}, {counted_credits(total)};"
        f" listed: {len(shown)}, {counted_credits(listed)}.",
        file=sys.stderr,
    )
    return 0
