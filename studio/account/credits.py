"""The credit ledger: what every accepted render cost."""

import time

from studio.jobs.database import Database
from studio.models.envelope import Code, RefusalError

SECONDS_A_CREDIT = 120
"""A video costs one credit for each started two minutes (contract, credits; the vendor's pricing page)."""


class CreditLedger:
    """Credits are taken when a request is accepted and not given back (contract, credits)."""

    def __init__(self, database: Database, granted: int | None) -> None:
        """`granted` is what the account was given in all; None never runs dry."""
        self._database = database
        self._granted = granted

    def take(self, render_id: int, seconds: int) -> None:
        """Charge one render of a length in seconds.

        Raises:
            RefusalError: 18020 when the balance does not cover it.
        """
        amount = max(1, -(-seconds // SECONDS_A_CREDIT))
        if self._granted is not None and self.taken() + amount > self._granted:
            raise RefusalError(Code.INSUFFICIENT_CREDIT, "Insufficient credit")
        self._database.write(
            "INSERT INTO credits (render_id, amount, taken_at) VALUES (?, ?, ?)", render_id, amount, time.time()
        )

    def taken(self) -> float:
        """Everything ever charged."""
        row = self._database.one("SELECT coalesce(sum(amount), 0) AS n FROM credits")
        return float(row["n"]) if row else 0.0
