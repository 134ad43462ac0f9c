"""Deliveries: one row an event and endpoint, kept until it is delivered or given up, and some days longer."""

import time
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from studio.jobs.database import Database
from studio.webhooks.events import Generation

KEPT_SECONDS = 7 * 24 * 3600.0
"""How long a delivery that ended can be looked at."""


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    PENDING = "pending"
    DELIVERED = "delivered"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True)
class Parcel:
    """What goes out, and to whom."""

    event_id: str
    event: str
    generation: Generation
    url: str
    secret: str
    body: bytes
    endpoint_id: str = ""
    """Empty for the webhook_url of a single request."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A parcel as stored."""

    id: int
    parcel: Parcel
    state: DeliveryState
    attempts: int
    error: str
    """What the last attempt met."""
    due_at: float
    created_at: float
    updated_at: float


def _delivery(row: Any) -> Delivery:
    return Delivery(
        id=row["id"],
        parcel=Parcel(
            event_id=row["event_id"],
            event=row["event"],
            generation=Generation(row["generation"]),
            url=row["url"],
            secret=row["secret"],
            body=row["body"],
            endpoint_id=row["endpoint_id"],
        ),
        state=DeliveryState(row["state"]),
        attempts=row["attempts"],
        error=row["error"],
        due_at=row["due_at"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )


class DeliveryStore:
    """The deliveries table. A delivery that ended stays as it ended."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, parcel: Parcel) -> None:
        """Queue a parcel, due at once."""
        now = time.time()
        self._database.write(
            "INSERT INTO deliveries (event_id, event, generation, endpoint_id, url, secret, body, state, due_at,"
            " created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            parcel.event_id,
            parcel.event,
            parcel.generation,
            parcel.endpoint_id,
            parcel.url,
            parcel.secret,
            parcel.body,
            DeliveryState.PENDING,
            now,
            now,
            now,
        )

    def due(self, most: int, now: float) -> list[Delivery]:
        """Pending deliveries whose time has come at `now`, longest waiting first."""
        rows = self._database.all(
            "SELECT * FROM deliveries WHERE state = ? AND due_at <= ? ORDER BY due_at, id LIMIT ?",
            DeliveryState.PENDING,
            now,
            most,
        )
        return [_delivery(row) for row in rows]

    def next_due(self, after: float) -> float | None:
        """Unix time of the next pending delivery that is due later than `after`; None without one."""
        row = self._database.one(
            "SELECT min(due_at) AS due FROM deliveries WHERE state = ? AND due_at > ?", DeliveryState.PENDING, after
        )
        return float(row["due"]) if row and row["due"] is not None else None

    def attempted(self, delivery: Delivery, state: DeliveryState, error: str = "", wait: float = 0.0) -> None:
        """Write an attempt down; one that stays pending is due again in `wait` seconds."""
        now = time.time()
        self._database.write(
            "UPDATE deliveries SET state = ?, attempts = attempts + 1, error = ?, due_at = ?, updated_at = ?"
            " WHERE id = ? AND state = ?",
            state,
            error,
            now + wait,
            now,
            delivery.id,
            DeliveryState.PENDING,
        )

    def give_up(self, endpoint_id: str, reason: str) -> None:
        """End everything that is still to be delivered to an endpoint."""
        self._database.write(
            "UPDATE deliveries SET state = ?, error = ?, updated_at = ? WHERE endpoint_id = ? AND state = ?",
            DeliveryState.GIVEN_UP,
            reason,
            time.time(),
            endpoint_id,
            DeliveryState.PENDING,
        )

    def page(self, state: DeliveryState | None, page: int, page_size: int) -> list[Delivery]:
        """Deliveries, newest first, of one state or all. Pages count from 1."""
        rows = self._database.all(
            "SELECT * FROM deliveries WHERE ? IN (state, '') ORDER BY id DESC LIMIT ? OFFSET ?",
            state or "",
            page_size,
            (page - 1) * page_size,
        )
        return [_delivery(row) for row in rows]

    def counts(self) -> dict[DeliveryState, int]:
        """How many there are in each state."""
        rows = self._database.all("SELECT state, count(*) AS n FROM deliveries GROUP BY state")
        found = {row["state"]: int(row["n"]) for row in rows}
        return {state: found.get(state.value, 0) for state in DeliveryState}

    def forget_old(self) -> None:
        """Drop what was delivered long ago."""
        self._database.write(
            "DELETE FROM deliveries WHERE state = ? AND updated_at < ?",
            DeliveryState.DELIVERED,
            time.time() - KEPT_SECONDS,
        )
