"""(d) From "the render is done" at the service to "the object is in the store", with many renders under way.

Both ends are files on this disk: studio writes a video when its render is done, the store when it is published.
"""

from pathlib import Path

from tests.benchmarks.orchestration.ground import ground, spread

ITEMS = 100
POLL_SECONDS = 1.0
RENDER_SECONDS = (5, 30)


def run(repeats: int) -> None:
    """Renders of a few seconds and of half a minute."""
    print(f"\n### From done to stored, {ITEMS} renders at once, looks {POLL_SECONDS:.0f} s apart at least\n")
    print("| a render takes | s until it is in the store | runs |\n|---|---|---|")
    with ground() as servers:
        servers.prefect()
        for seconds in RENDER_SECONDS:
            delays: list[float] = []
            for number in range(repeats):
                studio = servers.studio(render_seconds=seconds)
                store = servers.folder / f"delay-{seconds}-{number}"
                catalog = servers.catalog(studio, ITEMS)
                servers.run("make-videos", studio=studio.url, catalog=catalog, to=str(store), poll_seconds=POLL_SECONDS)
                delays += _delays(studio.data, store)
                studio.kill()
            print(f"| {seconds} s | {spread(delays)} | {repeats} |", flush=True)


def _delays(media: Path, store: Path) -> list[float]:
    """Done and stored in their order: which is whose does not matter for the spread of their differences."""
    done = sorted(path.stat().st_mtime for path in media.rglob("*.mp4"))
    stored = sorted(path.stat().st_mtime for path in (store / "videos").rglob("*.mp4"))
    assert len(done) == len(stored) == ITEMS, (len(done), len(stored))
    return [there - then for then, there in zip(done, stored, strict=True)]
