"""Damaged inputs from seeds: `python -m tests.fuzz videos --cases 100000`.

Prints figures and findings, each with the seed that gives it again. Exit code 1 where there is a finding.
"""

import argparse

from tests.fuzz.campaign import run_campaign
from tests.fuzz.targets import TARGETS


def main() -> int:
    """Run it; returns the exit code."""
    options = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    options.add_argument("target", choices=TARGETS)
    options.add_argument("--cases", type=int, default=1000, help="how many (1000)")
    options.add_argument("--seed", type=int, default=0, help="of the first case; the others count on from it (0)")
    chosen = options.parse_args()
    campaign = run_campaign(TARGETS[chosen.target], chosen.cases, chosen.seed)
    print(campaign)  # noqa: T201 - the user interface
    return 1 if campaign.problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
