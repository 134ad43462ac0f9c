"""Many rounds, in several lanes at once, and the tally of them all."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from tests.chaos.report import RoundReport

Play = Callable[[int], RoundReport]
"""Plays the round of a seed to its end."""

OpenLane = Callable[[], AbstractContextManager[Play]]
"""Opens what one round after the other is played on."""

HEADINGS = {
    "total": "totals",
    "end": "ends of items",
    "kill": "runs killed (SIGKILL)",
    "kill-studio": "services killed (SIGKILL)",
    "fault": "faults of the service",
    "store-fault": "faults of the store",
    "blow": "signals to runs",
    "damage": "done by hand",
    "clock": "clocks",
    "exit": "exit codes",
}


@dataclass
class Campaign:
    """What all rounds came to."""

    reports: list[RoundReport] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def tally(self) -> Counter[tuple[str, str]]:
        """Everything that was counted."""
        return sum((report.tally for report in self.reports), Counter[tuple[str, str]]())

    @property
    def problems(self) -> list[str]:
        """Every broken promise, with the seed that shows it again."""
        return [f"seed {report.seed}: {problem}" for report in self.reports for problem in report.problems]

    def table(self) -> str:
        """The tally for people."""
        tally = self.tally
        lines = [f"{len(self.reports)} rounds in {self.seconds:.0f} s"]
        for kind, heading in HEADINGS.items():
            counts = sorted((name, count) for (each, name), count in tally.items() if each == kind)
            if not counts:
                continue
            total = "" if kind in {"total", "end"} else f": {sum(count for _, count in counts)}"
            lines += ["", f"{heading}{total}", *(f"{count:>8}  {name}" for name, count in counts)]
        return "\n".join(lines)


def run_campaign(
    seeds: Iterable[int], lanes: Sequence[OpenLane], on_report: Callable[[RoundReport], None] = lambda _: None
) -> Campaign:
    """Play a round for each seed, in all lanes at once; `on_report` hears of each as it ends."""
    began = time.monotonic()
    waiting, lock, campaign = iter(list(seeds)), threading.Lock(), Campaign()

    def next_seed() -> int | None:
        with lock:
            return next(waiting, None)

    def run_lane(lane: OpenLane) -> None:
        with lane() as play:
            while (seed := next_seed()) is not None:
                report = play(seed)
                with lock:
                    campaign.reports.append(report)
                    on_report(report)

    with ThreadPoolExecutor(len(lanes)) as pool:
        for done in [pool.submit(run_lane, lane) for lane in lanes]:
            done.result()
    campaign.seconds = time.monotonic() - began
    return campaign
