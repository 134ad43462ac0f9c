"""`python -m tests.chaos --runs 300`: kill and disturb make-videos from seeds, and check every promise.

Prints one line for each round that broke a promise, then what was done and counted. Exit code 1 where one broke.
"""

import argparse
import tempfile
from pathlib import Path

from tests.chaos.campaign import run_campaign
from tests.chaos.drive import RoundReport
from tests.prefect_server import run_prefect_server
from tests.s3_servers import run_ministack


def main() -> int:
    """Run it; returns the exit code."""
    options = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    options.add_argument("--runs", type=int, default=300, help="rounds of six items (300)")
    options.add_argument("--seed", type=int, default=0, help="of the first round; the others count on from it (0)")
    options.add_argument("--lanes", type=int, default=3, help="rounds at a time (3)")
    options.add_argument("--keep", type=Path, help="leave all files in this folder")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="chaos-") as scratch:
        return _run(chosen.runs, chosen.seed, chosen.lanes, chosen.keep or Path(scratch))


def _run(runs: int, first: int, lanes: int, folder: Path) -> int:
    seeds = range(first, first + runs)
    home = folder / "prefect"
    home.mkdir(parents=True)
    # Its background services do nothing that a run waits for, and cost more than the runs themselves.
    with run_prefect_server(home, "--no-services") as server, run_ministack() as s3:
        campaign = run_campaign(seeds, min(lanes, runs), folder, server.api_url, s3, _show)
    print(campaign.table())  # noqa: T201 - the user interface
    if campaign.unseen:
        print("\nnot met in these rounds", *campaign.unseen, sep="\n          ")  # noqa: T201 - the user interface
    print(f"\n{len(campaign.problems)} broken promises", *campaign.problems, sep="\n  ")  # noqa: T201 - the user interface
    return 1 if campaign.problems else 0


def _show(report: RoundReport) -> None:
    outcome = "; ".join(report.problems) or "kept"
    print(f"seed {report.seed:>4} {report.seconds:5.1f} s  {outcome}", flush=True)  # noqa: T201 - the user interface


if __name__ == "__main__":
    raise SystemExit(main())
