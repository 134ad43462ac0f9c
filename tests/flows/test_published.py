"""What a shop has published, as it told Prefect in events, becomes videos in one run."""

import time
from datetime import UTC, datetime

from blocks.ledger.state import ItemState
from flows.catalog.published import published_rows
from tests.conftest import StudioProcess
from tests.flows.conftest import Make
from tests.prefect_server import EVENT_SECONDS, PrefectServer
from tests.walk import publish

MANY = 120
"""More than Prefect gives of its events at a time."""


async def test_all_of_a_burst_are_made_in_one_run_and_one_with_a_mistake_keeps_back_no_other(
    make: Make, studio: StudioProcess, prefect_server: PrefectServer
) -> None:
    since, pages = datetime.now(UTC), [f"{url}?published=1" for url in studio.sample_urls()[:2]]
    publish(prefect_server, {"url": "no page"}, *({"url": pages[number % 2]} for number in range(MANY)))
    until = time.monotonic() + EVENT_SECONDS
    # The shared server has events of other tests; these are the only ones of this minute.
    while True:
        rows = [row for row in await published_rows(since) if row.fields["url"] in {"no page", *pages}]
        if len(rows) > MANY or time.monotonic() > until:
            break
    assert len(rows) == MANY + 1
    run = await make(studio, [], published_since=since, selection={"skip_bad": True})
    assert [end.state for end in run.batch.results if end.item.url in pages] == [ItemState.PUBLISHED] * 2
    assert run.state.name is not None
    assert "invalid" in run.state.name
