"""(b) How much of the service's POST budget is used, by one process and by four that share a key.

Studio keeps the law in its window of 60 s, with a higher limit: were there ever more POSTs in any window, it would
answer 429, and those are counted. The share is the shortest possible time for that many POSTs over the time it took.
The Prefect server keeps its data in PostgreSQL, as one does for several processes.
"""

import asyncio
import time
from pathlib import Path

from prefect.settings import PREFECT_API_URL, temporary_settings

from blocks.jogg.pacing.limit import create_limit
from tests.benchmarks.orchestration.ground import Ground, finish, ground
from tests.conftest import StudioProcess
from tests.postgres import run_postgres

ITEMS = 200
POSTS_PER_MINUTE = 100
WINDOW_SECONDS = 60


def run(repeats: int) -> None:  # noqa: ARG001 - each takes minutes by the law itself
    """One process with its own pacer, then one and four with the shared one."""
    print(f"\n### Share of the POST budget, {ITEMS} items, {POSTS_PER_MINUTE} POSTs a minute\n")
    print("| processes | POSTs | s from first to last | share | 429s |\n|---|---|---|---|---|")
    with run_postgres() as address, ground() as servers:
        server = servers.prefect(address)
        with temporary_settings({PREFECT_API_URL: server.api_url}):
            asyncio.run(create_limit(POSTS_PER_MINUTE))
        for processes, shared in ((1, False), (4, True)):
            _measure(servers, processes, shared=shared)


def _measure(servers: Ground, processes: int, *, shared: bool) -> None:
    studio = servers.studio(posts_per_minute=POSTS_PER_MINUTE, render_seconds=2)
    whole = Path(servers.catalog(studio, ITEMS)).read_text().splitlines(keepends=True)
    running = []
    for part in range(processes):
        catalog = servers.folder / f"part-{processes}-{part}.txt"
        catalog.write_text("".join(whole[part::processes]))
        running.append(
            servers.start(
                "make-videos",
                studio=studio.url,
                catalog=str(catalog),
                to=str(servers.folder / f"budget-{processes}"),
                posts_per_minute=POSTS_PER_MINUTE,
                shared_pace=shared,
                poll_seconds=2,
            )
        )
    moments = _watch(studio)
    published = sum(finish(each).told["counts"].get("published", 0) for each in running)
    assert published == ITEMS, published
    posts, seconds = len(moments), moments[-1] - moments[0]
    best = (-(-posts // POSTS_PER_MINUTE) - 1) * WINDOW_SECONDS
    limited = studio.counters().rate_limited
    print(f"| {processes} | {posts} | {seconds:.1f} | {best / seconds:.1%} | {limited} |", flush=True)


def _watch(studio: StudioProcess) -> list[float]:
    """When each POST was seen to have come, to a tenth of a second, until all have."""
    moments: list[float] = []
    while len(moments) < 2 * ITEMS:
        moments += [time.monotonic()] * (studio.counters().posts - len(moments))
        time.sleep(0.1)
    return moments
