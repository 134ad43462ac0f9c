"""How many false videos the check of texts catches: `uv run python -m tests.benchmarks.truth`.

Renders videos of studio from seeds, every other one with one false fact (price, currency, saving, name, language), in
eight languages, all styles and ratios; has the text of each read and held against what is true, and prints what was
caught, what was alarmed about without reason, and the CPU seconds of the check. Drafts of 8 s (half the size, 10 frames
a second) unless `--whole` asks for videos of 15 s at 1080 pixels. `--show` prints each miss and false alarm.
"""

import argparse
import multiprocessing
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from tests.benchmarks.truth.cases import Lie, cases
from tests.benchmarks.truth.play import Outcome, check


def _is_caught(outcome: Outcome) -> bool:
    return bool(outcome.findings)


def _is_named(outcome: Outcome) -> bool:
    lie = outcome.case.lie
    return lie is not None and lie.rule in {finding.rule for finding in outcome.findings}


def report(outcomes: Sequence[Outcome]) -> None:
    """Print the figures."""
    false = [each for each in outcomes if each.case.lie]
    sound = [each for each in outcomes if not each.case.lie]
    for lie in Lie:
        told = [each for each in false if each.case.lie is lie]
        print(f"{lie:<10}{_share(filter(_is_caught, told), told)} held")
        print(f"{'':<10}{_share(filter(_is_named, told), told)} by its rule")
    print(f"{'all lies':<10}{_share(filter(_is_caught, false), false)} held")
    print(f"{'sound':<10}{_share(filter(_is_caught, sound), sound)} held (false alarms)")
    for rule, count in Counter(each.partition(":")[0] for one in sound for each in one.not_compared).most_common():
        print(f"{'':<10}{count} of {len(sound)} sound ones not compared by: {rule}")
    seconds = sorted(each.cpu_seconds for each in outcomes)
    print(f"CPU of the check: median {seconds[len(seconds) // 2]:.1f} s, most {seconds[-1]:.1f} s")


def _share(some: Iterable[Outcome], of: Sequence[Outcome]) -> str:
    count = len(list(some))
    return f"{count:>4} of {len(of):>3} ({count / max(1, len(of)):.1%})"


def main() -> None:
    """Run the cases and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=400, help="half of them with one false fact")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--lanes", type=int, default=2)
    parser.add_argument("--whole", action="store_true")
    parser.add_argument("--show", action="store_true")
    asked = parser.parse_args()
    outcomes = []
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(asked.lanes, mp_context=context) as pool:
        for outcome in pool.map(partial(check, whole=asked.whole), cases(asked.count, asked.first)):
            outcomes.append(outcome)
            case = outcome.case
            if asked.show and bool(case.lie) != _is_caught(outcome):
                print(case.seed, case.lie, case.language, case.style.value, case.known)
                print("   ", *map(str, outcome.findings), outcome.texts, outcome.not_compared, sep="\n    ", flush=True)
    report(outcomes)


if __name__ == "__main__":
    main()
