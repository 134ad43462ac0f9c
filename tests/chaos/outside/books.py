"""What the service has in its books: the truth about who was paid for what, read past every proxy."""

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

STRANGER = "Autumn teaser"
"""Name of videos that somebody makes by hand in the same account."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """One accepted render."""

    render_id: str
    name: str
    page: str
    """Path of the product page."""
    credits: Decimal


class Books:
    """Accepted renders since a moment, without those of strangers. `data` is studio's folder."""

    def __init__(self, data: Path) -> None:
        self._address = f"file:{data}/studio.sqlite?mode=ro"
        self._opened_at = self._newest()

    def accepted(self) -> list[Accepted]:
        """All since the books were opened."""
        query = (
            "SELECT r.project_id, r.name, p.product, coalesce(sum(c.amount), 0) FROM renders r"
            " JOIN products p ON p.id = r.product_id LEFT JOIN credits c ON c.render_id = r.id"
            " WHERE r.id > ? AND r.name != ? GROUP BY r.id"
        )
        rows = self._ask(query, self._opened_at, STRANGER)
        return [
            Accepted(render_id, name, _page(product), Decimal(str(paid))) for render_id, name, product, paid in rows
        ]

    def _newest(self) -> int:
        return int(self._ask("SELECT coalesce(max(id), 0) FROM renders")[0][0])

    def _ask(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self._address, uri=True, timeout=30)) as database:
            return database.execute(query, values).fetchall()


def _page(product: str) -> str:
    return str(urlsplit(json.loads(product)["url"]).path)
