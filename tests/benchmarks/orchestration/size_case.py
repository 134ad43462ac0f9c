"""(c) Peak memory and cost per item as catalogues grow, and of a second run that has nothing to do."""

import os

from tests.benchmarks.orchestration.ground import Measured, ground, recorded_task_runs, server_faults
from tests.postgres import run_postgres

SIZES = (100, 1000, 5000)
STEPS = 4
"""Task runs of an item: nothing is corrected."""


def run(repeats: int) -> None:  # noqa: ARG001 - thousands of items are their own repetition
    """The first sizes with SQLite, all of them with PostgreSQL."""
    print("\n### Size of a catalogue, into a folder\n")
    print(f"| server | items | {' | '.join(HEADINGS)} |\n|---|---|{'---|' * len(HEADINGS)}")
    sizes = [int(size) for size in os.environ.get("SIZES", "").split(",") if size] or SIZES
    _with_server("SQLite", "", [size for size in sizes if size <= 1000])
    with run_postgres() as address:
        _with_server("PostgreSQL", address, sizes)


HEADINGS = (
    "ms CPU an item",
    "ms an item",
    "peak MB",
    "published",
    "server faults",
    "task runs recorded",
    "again: ms an item",
    "again: POSTs",
)


def _with_server(name: str, database: str, sizes: list[int] | tuple[int, ...]) -> None:
    with ground() as servers:
        server = servers.prefect(database)
        for size in sizes:
            studio = servers.studio(render_seconds=2)
            asked = {
                "studio": studio.url,
                "catalog": servers.catalog(studio, size),
                "to": str(servers.folder / f"store-{size}"),
            }
            before = recorded_task_runs(server)
            first = servers.run("make-videos", **asked)
            posts = studio.counters().posts
            again = servers.run("make-videos", **asked)
            more = studio.counters().posts - posts
            cells = _cells(size, first, again)
            cells.insert(4, str(len(server_faults(server))))
            # Both runs read the catalogue by a task.
            wanted = size * STEPS + 2
            cells.insert(5, f"{recorded_task_runs(server, before + wanted) - before} of {wanted}")
            print(f"| {name} | {size} | {' | '.join(cells)} | {more} |", flush=True)
            studio.kill()


def _cells(size: int, first: Measured, again: Measured) -> list[str]:
    return [
        f"{first.cpu * 1000 / size:.1f}",
        f"{first.wall * 1000 / size:.1f}",
        f"{first.peak_mb:.0f}",
        str(first.told["counts"].get("published", 0)),
        f"{again.wall * 1000 / size:.1f}",
    ]
