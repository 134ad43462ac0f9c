"""`python -m tests.benchmarks.orchestration [CASE…]`: what orchestration costs, as ratios of one run.

Each case prints its table as Markdown. Everything runs on this machine; nothing else should, meanwhile.
"""

import argparse
from collections.abc import Callable

from tests.benchmarks.orchestration import budget_case, copy_case, cost_case, delay_case, size_case

CASES: dict[str, Callable[[int], None]] = {
    "cost": cost_case.run,
    "budget": budget_case.run,
    "size": size_case.run,
    "delay": delay_case.run,
    "copy": copy_case.run,
}


def main() -> None:
    """Run the cases that are named, or all."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.orchestration")
    parser.add_argument("cases", nargs="*", choices=[*CASES, []], help="all, if none is named")
    parser.add_argument("--repeats", type=int, default=3, help="of each measurement; medians are told")
    arguments = parser.parse_args()
    for name in arguments.cases or CASES:
        CASES[name](arguments.repeats)


if __name__ == "__main__":
    main()
