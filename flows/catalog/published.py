"""The products that a shop has published, as it told Prefect in events.

One run takes all events of a time: a shop that publishes 500 products at once starts one run, not 500.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from prefect.client.orchestration import get_client
from prefect.events import ReceivedEvent
from prefect.events.filters import EventFilter, EventNameFilter, EventOccurredFilter, EventOrder

from blocks.field_problems import FieldProblem, shown
from flows.catalog.columns import canonical_fields
from flows.items.row import RawRow

PUBLISHED = "url2video.product.published"
"""The event. Its payload is a row of a catalog; `settings`, an object, may hold the columns of looks."""

SLACK = timedelta(minutes=2)
"""How far before the moment events are taken as well: the clocks of two machines of a shop may differ. What a former
run has ordered is not ordered twice."""

MAX_EVENTS = 50
"""That Prefect's server gives at a time (INTERACTIVE_PAGE_SIZE of its events API)."""


async def published_rows(since: datetime) -> tuple[RawRow, ...]:
    """Return a row for each event since a moment, the first event first."""
    wanted = EventFilter(
        event=EventNameFilter(name=[PUBLISHED]),
        occurred=EventOccurredFilter(since=since - SLACK, until=datetime.now(UTC) + SLACK),
        order=EventOrder.ASC,
    )
    found: list[ReceivedEvent] = []
    async with get_client() as client:
        page = await client.read_events(wanted, limit=MAX_EVENTS)
        found += page.events
        while page.next_page:
            page = await client.read_events_page(str(page.next_page))
            found += page.events
    return rows_of([event.payload for event in found])


def rows_of(payloads: Sequence[dict[str, Any]]) -> tuple[RawRow, ...]:
    """Return a row for each payload, numbered from 1; one whose settings are no object has a fault."""
    return tuple(_row(number, payload) for number, payload in enumerate(payloads, 1))


def _row(number: int, payload: dict[str, Any]) -> RawRow:
    fields = {name: value for name, value in payload.items() if name != "settings"}
    settings = payload.get("settings") or {}
    if not isinstance(settings, dict):
        return RawRow(number, fields, FieldProblem("settings", shown(settings), "an object of settings"))
    return RawRow(number, canonical_fields(fields | settings))
