"""`python -m tests.benchmarks.paid_once`: what four ways to order paid videos are billed.

All go through the same seeds, proxy, kill points and service; a start that was killed is followed by another one until
everything is made. Prints a table as Markdown: the median of the repetitions, and the lowest and highest.
"""

import argparse
import contextlib
import statistics
import tempfile
import threading
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.benchmarks.paid_once.play import Bill, Counter
from tests.benchmarks.paid_once.schedule import BillRound, Case, draw_rounds
from tests.benchmarks.paid_once.ways import Way, way_environment, ways
from tests.chaos.outside.proxy_process import ProxyProcess
from tests.chaos.warm import WarmParent
from tests.conftest import StudioProcess
from tests.prefect_server import run_prefect_server
from tests.s3_servers import run_ministack

Bills = dict[tuple[Way, Case], list[Bill]]
"""Of each repetition."""


def main() -> int:
    """Run it; exit code 1 where ours was billed twice."""
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks.paid_once", description=__doc__)
    options.add_argument("--kills", type=int, default=100, help="about so many, of each way in each repetition (100)")
    options.add_argument("--lost", type=int, default=40, help="lost answers, likewise (40)")
    options.add_argument("--repeats", type=int, default=3, help="repetitions, each with seeds of its own (3)")
    options.add_argument("--lanes", type=int, default=8, help="rounds at a time (8)")
    chosen = options.parse_args()
    events = {Case.KILLS: chosen.kills, Case.LOST_ANSWERS: chosen.lost}
    with tempfile.TemporaryDirectory(prefix="paid-once-") as scratch:
        bills = _measure(events, chosen.repeats, chosen.lanes, Path(scratch))
    print(_table(bills))
    return int(any(bill.extra for (way, _), each in bills.items() if way.module == "ours" for bill in each))


def _measure(events: dict[Case, int], repeats: int, lanes: int, folder: Path) -> Bills:
    with contextlib.ExitStack() as stack:
        home = folder / "prefect"
        home.mkdir()
        server = stack.enter_context(run_prefect_server(home, "--no-services"))
        environment = way_environment(folder, server, stack.enter_context(run_ministack()))
        parents = {way: stack.enter_context(way.open(environment, folder)) for way in ways()}
        counters = [_open_counter(stack, folder, number) for number in range(lanes)]
        return _play_all(parents, counters, events, repeats, folder)


def _open_counter(stack: contextlib.ExitStack, folder: Path, number: int) -> Counter:
    studio = StudioProcess(folder / f"studio-{number}")
    stack.callback(studio.kill)
    port = int(studio.start().url.rpartition(":")[2])
    return Counter(studio, stack.enter_context(ProxyProcess(port, folder / f"proxy-{number}.journal")))


def _play_all(
    parents: dict[Way, WarmParent], counters: list[Counter], events: dict[Case, int], repeats: int, folder: Path
) -> Bills:
    sums: dict[tuple[Way, Case, int], Bill] = defaultdict(Bill)
    lock, free = threading.Lock(), list(counters)

    def play(way: Way, repeat: int, planned: BillRound) -> None:
        with lock:
            counter = free.pop()
        bill = counter.play(parents[way], planned, folder / f"{way.module}-{planned.case}-{planned.seed}")
        with lock:
            free.append(counter)
            sums[way, planned.case, repeat] += bill

    with ThreadPoolExecutor(len(counters)) as pool:
        playing = [
            pool.submit(play, way, repeat, planned)
            for repeat in range(repeats)
            for case, count in events.items()
            for planned in draw_rounds(repeat, case, count)
            for way in parents
        ]
        for done in playing:
            done.result()
    return {(way, case): [sums[way, case, repeat] for repeat in range(repeats)] for way in parents for case in events}


def _table(bills: Bills) -> str:
    lines = [
        "| way | kills | renders billed per item | extra bills per 100 kills | lost answers | extra bills per 100 |",
        "|---|---|---|---|---|---|",
    ]
    for way in {way: None for way, _ in bills}:
        killed, lost = bills[way, Case.KILLS], bills[way, Case.LOST_ANSWERS]
        unmade = sum(bill.unmade for bill in killed + lost)
        cells = [
            way.name + (f" ({unmade} rounds never ended)" if unmade else ""),
            str(sum(bill.events for bill in killed)),
            _spread([bill.accepted / bill.items for bill in killed], 2),
            _spread([bill.extra_per_hundred for bill in killed], 0),
            str(sum(bill.events for bill in lost)),
            _spread([bill.extra_per_hundred for bill in lost], 0),
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _spread(figures: list[float], digits: int) -> str:
    middle = f"{statistics.median(figures):.{digits}f}"
    lowest, highest = f"{min(figures):.{digits}f}", f"{max(figures):.{digits}f}"
    return middle if lowest == highest else f"{middle} ({lowest} to {highest})"


if __name__ == "__main__":
    raise SystemExit(main())
