"""Many rounds, in several lanes at once, against one Prefect server and one S3 server; and the tally of them all."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from tests.chaos.boundaries import OF_FOLDER, OF_S3, ONCE, PER_ITEM
from tests.chaos.drive import RoundReport, drive
from tests.chaos.lane import open_lane
from tests.chaos.schedule import FAULTS, draw_round
from tests.s3_servers import S3Server

HEADINGS = {
    "total": "totals",
    "end": "ends of items",
    "kill": "runs killed (SIGKILL)",
    "kill-studio": "services killed (SIGKILL)",
    "fault": "faults of the service",
    "store-fault": "faults of the store",
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

    @property
    def unseen(self) -> list[str]:
        """Boundaries at which no run was killed, and faults that never happened."""
        tally = self.tally
        boundaries = {("kill", name) for name in (*PER_ITEM, *ONCE, *OF_FOLDER, *OF_S3)}
        missing = (boundaries | {("fault", name) for name in FAULTS}) - set(tally)
        return [f"{HEADINGS[kind]}: {name}" for kind, name in sorted(missing)]

    def table(self) -> str:
        """The tally for people."""
        tally = self.tally
        lines = [f"{len(self.reports)} rounds in {self.seconds:.0f} s"]
        for kind, heading in HEADINGS.items():
            counts = sorted((name, count) for (each, name), count in tally.items() if each == kind)
            total = "" if kind in {"total", "end"} else f": {sum(count for _, count in counts)}"
            lines += ["", f"{heading}{total}", *(f"{count:>8}  {name}" for name, count in counts)]
        return "\n".join(lines)


def run_campaign(
    seeds: Iterable[int],
    lanes: int,
    folder: Path,
    prefect_api: str,
    s3: S3Server,
    on_report: Callable[[RoundReport], None] = lambda _: None,
) -> Campaign:
    """Drive a round for each seed; `on_report` hears of each as it ends."""
    began = time.monotonic()
    waiting, lock, campaign = iter(list(seeds)), threading.Lock(), Campaign()

    def next_seed() -> int | None:
        with lock:
            return next(waiting, None)

    def run_lane(number: int) -> None:
        with open_lane(folder / f"lane-{number}", prefect_api, s3) as lane:
            while (seed := next_seed()) is not None:
                report = drive(lane, draw_round(seed))
                with lock:
                    campaign.reports.append(report)
                    on_report(report)

    with ThreadPoolExecutor(lanes) as pool:
        for done in [pool.submit(run_lane, number) for number in range(lanes)]:
            done.result()
    campaign.seconds = time.monotonic() - began
    return campaign
