"""Kill and disturb url2video from seeds, and check every promise.

`python -m tests.chaos --rounds 300` strikes from inside: before and after each request, ledger write and file
operation of make-videos. `python -m tests.chaos --outside --rounds 500` attacks the command line from outside: fault
proxies before service and store, wrong clocks, paused and killed processes, late requests, reads that lag; with
`--defaults` at the time-outs that url2video has when nothing is set, with `--feeds` while somebody reads the shop's
feeds each second. Prints a line for each round, then what was done and counted. Exit code 1 where a promise broke.
"""

import argparse
import contextlib
import tempfile
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tests.chaos.boundaries import OF_FOLDER, OF_S3, ONCE, PER_ITEM
from tests.chaos.campaign import HEADINGS, OpenLane, run_campaign
from tests.chaos.drive import open_play
from tests.chaos.outside.drive import open_outside_play
from tests.chaos.outside.lane import open_shared
from tests.chaos.outside.pace import DEFAULTS, SCALED
from tests.chaos.report import RoundReport
from tests.chaos.schedule import FAULTS
from tests.prefect_server import PrefectServer, run_prefect_server
from tests.s3_servers import run_ministack

LANES_OF_A_SERVER = 3
"""A Prefect server on SQLite stands still for minutes when many runs begin on it at once (docs/large-catalogues.md)."""


def main() -> int:
    """Run it; returns the exit code."""
    options = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    options.add_argument("--outside", action="store_true", help="attack the command line from outside")
    options.add_argument("--defaults", action="store_true", help="the same at the default time-outs")
    options.add_argument("--feeds", action="store_true", help="outside, while somebody reads the feeds each second")
    options.add_argument("--rounds", type=int, default=300, help="rounds of six items (300)")
    options.add_argument("--seed", type=int, default=0, help="of the first round; the others count on from it (0)")
    options.add_argument("--lanes", type=int, default=3, help="rounds at a time (3)")
    options.add_argument("--keep", type=Path, help="leave all files in this folder")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="chaos-") as scratch:
        return _run(chosen, chosen.keep or Path(scratch))


def _run(chosen: argparse.Namespace, folder: Path) -> int:
    seeds = range(chosen.seed, chosen.seed + chosen.rounds)
    outside = chosen.outside or chosen.defaults or chosen.feeds
    with contextlib.ExitStack() as stack:
        s3 = stack.enter_context(run_ministack())
        lanes: list[OpenLane] = []
        for first in range(0, min(chosen.lanes, chosen.rounds), LANES_OF_A_SERVER):
            home = folder / f"prefect-{first}"
            server = stack.enter_context(_quiet_server(home))
            folders = [
                folder / f"lane-{first + number}" for number in range(min(LANES_OF_A_SERVER, chosen.lanes - first))
            ]
            if outside:
                shared = stack.enter_context(open_shared(home, server, s3, has_feeds=chosen.feeds))
                pace = DEFAULTS if chosen.defaults else SCALED
                lanes += [partial(open_outside_play, each, shared, pace) for each in folders]
            else:
                lanes += [partial(open_play, each, server.api_url, s3) for each in folders]
        campaign = run_campaign(seeds, lanes, _show)
    print(campaign.table())  # noqa: T201 - the user interface
    if not outside and (missing := unseen(campaign.tally)):
        print("\nnot met in these rounds", *missing, sep="\n          ")  # noqa: T201 - the user interface
    print(f"\n{len(campaign.problems)} broken promises", *campaign.problems, sep="\n  ")  # noqa: T201 - the user interface
    return 1 if campaign.problems else 0


@contextlib.contextmanager
def _quiet_server(home: Path) -> Iterator[PrefectServer]:
    """Its background services do nothing that a run waits for, and cost more than the runs themselves."""
    home.mkdir(parents=True)
    with run_prefect_server(home, "--no-services") as server:
        yield server


def unseen(tally: Counter[tuple[str, str]]) -> list[str]:
    """Boundaries at which no run was killed, and faults that never happened."""
    boundaries = {("kill", name) for name in (*PER_ITEM, *ONCE, *OF_FOLDER, *OF_S3)}
    missing = (boundaries | {("fault", name) for name in FAULTS}) - set(tally)
    return [f"{HEADINGS[kind]}: {name}" for kind, name in sorted(missing)]


def _show(report: RoundReport) -> None:
    outcome = "; ".join(report.problems) or "kept"
    print(f"seed {report.seed:>4} {report.seconds:5.1f} s  {outcome}", flush=True)  # noqa: T201 - the user interface


if __name__ == "__main__":
    raise SystemExit(main())
