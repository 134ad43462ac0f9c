"""(a) Cost of an item: make-videos, a bare loop, the same as awaited Prefect tasks, and the textbook's `.map`."""

from tests.benchmarks.orchestration.ground import Measured, ground, spread

ITEMS = 100
RENDER_SECONDS = 1


def run(repeats: int) -> None:
    """All of them in turn, over new items in S3 each time."""
    measured: dict[str, list[Measured]] = {"bare": [], "awaited": [], "make-videos": [], "textbook": []}
    with ground() as servers:
        studio = servers.studio(render_seconds=RENDER_SECONDS)
        servers.prefect()
        servers.s3()
        for _ in range(repeats):
            for name, runs in measured.items():
                catalog = servers.catalog(studio, ITEMS)
                done = servers.run(name, studio=studio.url, catalog=catalog, to=servers.bucket())
                assert done.told["counts"] == {"published": ITEMS}, done.told
                runs.append(done)
    print(f"\n### Cost of an item, {ITEMS} items into S3, {repeats} runs each\n")
    print("| | ms CPU an item | peak MB | wall s |\n|---|---|---|---|")
    for name, runs in measured.items():
        cells = [
            spread([each.cpu * 1000 / ITEMS for each in runs]),
            spread([each.peak_mb for each in runs], 0),
            spread([each.wall for each in runs]),
        ]
        print(f"| {name} | {' | '.join(cells)} |")
