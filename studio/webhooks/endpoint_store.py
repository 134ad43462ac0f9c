"""Registered webhook endpoints."""

import json
import secrets
import time
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from studio.jobs.database import Database
from studio.webhooks.events import Generation

MAX_ENDPOINTS = 20
"""Of one account (the vendor's v2 webhook guide)."""


class EndpointStatus(StrEnum):
    """Whether an endpoint is told anything."""

    ENABLED = "enabled"
    DISABLED = "disabled"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where events go."""

    id: str
    generation: Generation
    url: str
    status: EndpointStatus
    secret: str
    """Signs what is delivered here; cannot change."""
    events: tuple[str, ...]
    """Names of the events it is told."""
    created_at: float


def new_secret(generation: Generation) -> str:
    """16 characters in v1, `whsec_` and more in v2, as published."""
    return secrets.token_hex(8) if generation is Generation.V1 else f"whsec_{secrets.token_urlsafe(24)}"


def _endpoint(row: Any) -> Endpoint:
    return Endpoint(
        id=row["id"],
        generation=Generation(row["generation"]),
        url=row["url"],
        status=EndpointStatus(row["status"]),
        secret=row["secret"],
        events=tuple(json.loads(row["events"])),
        created_at=row["created_at"],
    )


class EndpointStore:
    """The endpoints table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, generation: Generation, url: str, status: EndpointStatus, events: tuple[str, ...]) -> Endpoint:
        """Register an endpoint with a secret of its own."""
        endpoint = Endpoint(
            f"wh_{secrets.token_hex(8)}", generation, url, status, new_secret(generation), events, time.time()
        )
        self._database.write(
            "INSERT INTO endpoints (id, generation, url, status, secret, events, created_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            endpoint.id,
            generation,
            url,
            status,
            endpoint.secret,
            json.dumps(events),
            endpoint.created_at,
        )
        return endpoint

    def update(self, endpoint: Endpoint) -> None:
        """Store what may change: address, status and events."""
        self._database.write(
            "UPDATE endpoints SET url = ?, status = ?, events = ? WHERE id = ?",
            endpoint.url,
            endpoint.status,
            json.dumps(endpoint.events),
            endpoint.id,
        )

    def delete(self, endpoint_id: str) -> None:
        """Forget an endpoint."""
        self._database.write("DELETE FROM endpoints WHERE id = ?", endpoint_id)

    def by_id(self, endpoint_id: str) -> Endpoint | None:
        """The endpoint, or None."""
        row = self._database.one("SELECT * FROM endpoints WHERE id = ?", endpoint_id)
        return _endpoint(row) if row else None

    def all(self) -> list[Endpoint]:
        """Every endpoint, oldest first."""
        return [_endpoint(row) for row in self._database.all("SELECT * FROM endpoints ORDER BY created_at, id")]
