"""The credit ledger: what every accepted request cost."""

import time

from studio.jobs.database import Database
from studio.jobs.render_job import RenderKind, RenderOrder
from studio.models.envelope import Code, RefusalError

SECONDS_A_STEP = 120
"""Videos and previews are charged by started two minutes (contract, credits; the vendor's pricing page)."""

PRICES = {RenderKind.VIDEO: 1.0, RenderKind.PREVIEW: 0.5}
"""Credits a step (contract, credits)."""

SCRIPT_PRICE = 0.2
"""Credits for an AI script (contract, credits)."""

SHOWN_WITHOUT_LIMIT = 1_000_000.0
"""The balance of an account that never runs dry: clients read a number."""


def render_price(order: RenderOrder) -> float:
    """Credits for one render."""
    return PRICES[order.kind] * max(1, -(-order.settings.seconds // SECONDS_A_STEP))


class CreditLedger:
    """Credits are taken when a request is accepted and not given back (contract, credits)."""

    def __init__(self, database: Database, granted: int | None) -> None:
        """`granted` is what the account was given in all; None never runs dry."""
        self._database = database
        self._granted = granted

    def take(self, amount: float, render_id: int | None = None) -> None:
        """Charge for a render, or for something that is none.

        Raises:
            RefusalError: 18020 when the balance does not cover it.
        """
        if self._granted is not None and self.remaining() < amount:
            raise RefusalError(Code.INSUFFICIENT_CREDIT, "Insufficient credit")
        self._database.write(
            "INSERT INTO credits (render_id, amount, taken_at) VALUES (?, ?, ?)", render_id, amount, time.time()
        )

    def taken(self) -> float:
        """Everything ever charged; tenths do not add up exactly in binary."""
        return round(self._database.number("SELECT coalesce(sum(amount), 0) FROM credits"), 6)

    def taken_for(self, render_id: int) -> float:
        """What one render cost."""
        return self._database.number("SELECT coalesce(sum(amount), 0) FROM credits WHERE render_id = ?", render_id)

    def remaining(self) -> float:
        """The balance."""
        return SHOWN_WITHOUT_LIMIT if self._granted is None else round(self._granted - self.taken(), 6)
