"""A round of the attack from outside on its way, and every promise checked at its end."""

import contextlib
import json
import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.chaos.campaign import Play
from tests.chaos.outside.books import Books
from tests.chaos.outside.clock import ClockFile
from tests.chaos.outside.feed_reader import FeedReader
from tests.chaos.outside.lane import OutsideLane, Shared
from tests.chaos.outside.mischief import cut_record, held_locks, make_by_hand
from tests.chaos.outside.pace import Pace
from tests.chaos.outside.records import credits_of, page_of, published, read_records, render_ids
from tests.chaos.outside.run import Run
from tests.chaos.outside.schedule import ITEMS, Blow, Clock, Damage, PlannedRun, Round, Wave, draw_round
from tests.chaos.outside.verdict import Circumstances, untruths
from tests.chaos.report import RoundReport, VisibleVideos

MAX_WHOLE_RUNS = 8
"""After the waves: one that settles, one after a person's decisions, one that proves, and some to spare."""

SIGNALS = {
    Blow.KILL: signal.SIGKILL,
    Blow.INTERRUPT: signal.SIGINT,
    Blow.TERMINATE: signal.SIGTERM,
    Blow.STOP: signal.SIGSTOP,
}

Act = Callable[[], None]


@dataclass(frozen=True, slots=True)
class _Due:
    """Something that is done at a moment of the monotonic clock."""

    moment: float
    act: Act


class _Driven:
    """One round on its way."""

    def __init__(self, lane: OutsideLane, planned: Round, report: RoundReport) -> None:
        self._lane = lane
        self._planned = planned
        self._report = report
        lane.speak(planned.words.generation)
        self._address, self._store = lane.store(planned.seed, on_s3=planned.on_s3)
        self._visible = VisibleVideos(self._store, report)
        self._reader = FeedReader(self._store, self._visible, report) if lane.shared.has_feeds else None
        self._books = Books(lane.studio.data)
        self._catalog = lane.folder / f"catalog-{planned.seed}.jsonl"
        self._dice = random.Random(f"drive {planned.seed}")
        self._started = 0
        self._clients: list[int] = []
        self._due: list[_Due] = []
        rows = list(self._rows())
        self._pages = frozenset(row["url"] for row in rows)
        self._catalog.write_text("".join(f"{json.dumps(row)}\n" for row in rows))

    def play(self) -> None:
        """Waves in which things go wrong, then whole runs until every item has ended and one had nothing to do."""
        for number, wave in enumerate(self._planned.waves):
            clock = self._planned.service_clock if number == 0 else None
            self._play_wave(wave, clock)
        self._be_quiet()
        for _ in range(MAX_WHOLE_RUNS):
            before = self._lane.studio.counters().posts
            run = self._play_wave(Wave((PlannedRun(),)), None)[0]
            posts = self._lane.studio.counters().posts - before
            if run.code == 0 and not posts:
                break
            for row in run.ambiguous:
                self._decide(row["fingerprint"], page_of(row["url"]))
        else:
            self._report.problems.append(f"no end after {MAX_WHOLE_RUNS} whole runs: {run.said.strip()[-300:]}")
        self._lane.service_clock.set(0)
        self._check_payments()
        self._check_videos()

    def _rows(self) -> Iterator[dict[str, str]]:
        for number, url in enumerate(self._lane.studio.sample_urls()[:ITEMS]):
            row = {"url": f"{url}?round={self._planned.seed}"}
            yield row | ({"title": f"Corrected {number}"} if number % 3 == 0 else {})

    def _play_wave(self, wave: Wave, service_clock: Clock | None) -> list[Run]:
        # What earlier waves have sent and a proxy still holds is nobody's doing now.
        taken = len(self._books.accepted()) + self._lane.service.held()
        self._lane.service.set_rules(rule for _, rule in wave.service)
        self._lane.objects.set_rules(rule for _, rule in wave.store)
        if service_clock:
            self._follow(self._lane.service_clock, service_clock)
        with self._damaged(wave):
            runs = self._run_all(wave.runs)
        took = len(self._books.accepted()) - taken
        self._note(wave)
        rules = [rule for _, rule in (*wave.service, *wave.store)]
        given = Circumstances(
            pages=self._pages,
            alone=len(runs) == 1,
            struck=any(rule.strike for rule in rules),
            store_failed=bool(wave.store) or wave.damage in {Damage.CUT_RECORD, Damage.HELD_LOCKS},
            took=took,
        )
        for run in runs:
            self._judge(run, given)
        self._visible.check()
        return runs

    def _judge(self, run: Run, given: Circumstances) -> None:
        tally = self._report.tally
        tally["exit", str(run.code)] += 1
        if run.lost_its_server:
            tally["total", "runs that lost their Prefect server"] += 1
        if run.killed:
            self._report.problems.append(f"{run.tag} did not end: {run.said.strip()[-300:]}")
            return
        for problem in untruths(run, given, self._store, self._lane.shared.server):
            self._report.problems.append(f"{run.tag}: {problem}")

    def _damaged(self, wave: Wave) -> contextlib.AbstractContextManager[None]:
        if wave.damage:
            self._report.tally["damage", wave.damage] += 1
        match wave.damage:
            case Damage.CUT_RECORD:
                return cut_record(Path(self._address), self._dice)
            case Damage.HELD_LOCKS:
                return held_locks(Path(self._address), self._dice.choice((0.5, 2.0)) * self._planned.pace.lease)
            case Damage.STRANGER:
                moment = self._dice.uniform(0.5, self._planned.pace.settle)
                self._at(moment, lambda: make_by_hand(self._lane.studio))
        return contextlib.nullcontext()

    def _run_all(self, planned: tuple[PlannedRun, ...]) -> list[Run]:
        """Start all, let happen what is due, and wait for their ends."""
        runs: list[Run] = []
        for number, each in enumerate(planned):
            self._at(each.starts_after, lambda number=number, each=each: runs.append(self._start(number, each)))  # type: ignore[misc] # bound now
        until = time.monotonic() + self._planned.pace.run
        while self._due or len(runs) < len(planned) or not all(run.ended for run in runs):
            self._do_what_is_due()
            self._name_clients(runs)
            if self._reader:
                self._reader.look()
            if time.monotonic() > until:
                self._give_up(runs)
            time.sleep(0.02)
            if len(runs) == len(planned) and all(run.ended for run in runs):
                self._due.clear()
        return runs

    def _start(self, number: int, planned: PlannedRun) -> Run:
        self._started += 1
        name = f"{self._planned.seed}-{self._started}"
        clock = self._lane.run_clock(number)
        environment = self._planned.pace.environment | clock.chosen
        child = self._lane.start(name, self._arguments(planned), environment)
        folder = self._lane.folder
        run = Run(planned, child, folder / f"{name}.out", folder / f"{name}.err", self._lane.tag(name))
        self._follow(clock, planned.clock)
        if blow := planned.blow:
            self._report.tally["blow", blow] += 1
            self._at(planned.struck_after, lambda: self._strike(run, SIGNALS[blow]))
        if planned.blow is Blow.STOP:
            self._at(planned.struck_after + planned.pause, lambda: self._strike(run, signal.SIGCONT))
        return run

    def _arguments(self, planned: PlannedRun) -> tuple[str, ...]:
        words = self._planned.words
        common = ("--json", "--to", self._address, "--base-url", self._lane.service.url, "--api", words.generation)
        if planned.sweep:
            return ("finish", *common)
        pace = ("--posts-per-minute", "100000", "--poll-seconds", f"{self._planned.pace.poll:g}")
        waits = () if planned.waits else ("--no-wait",)
        return ("make", *common, *pace, *waits, "--catalog", str(self._catalog))

    def _name_clients(self, runs: list[Run]) -> None:
        """Tell the proxies which processes may be struck."""
        processes = [run.child.pid for run in runs if not run.ended]
        if processes != self._clients:
            self._clients = processes
            for proxy in (self._lane.service, self._lane.objects):
                proxy.name_clients(processes)

    def _strike(self, run: Run, number: signal.Signals) -> None:
        if not run.ended:
            with contextlib.suppress(ProcessLookupError):
                os.kill(run.child.pid, number)

    def _give_up(self, runs: list[Run]) -> None:
        for run in runs:
            if not run.ended:
                run.killed = True
                self._strike(run, signal.SIGKILL)

    def _follow(self, file: ClockFile, clock: Clock) -> None:
        file.set(clock.offset)
        if clock.jumps_after:
            self._report.tally["clock", "jumps"] += 1
            self._at(clock.jumps_after, lambda: file.set(clock.jumps_to))
        if clock.offset:
            self._report.tally["clock", "wrong"] += 1

    def _at(self, seconds: float, act: Act) -> None:
        self._due.append(_Due(time.monotonic() + seconds, act))

    def _do_what_is_due(self) -> None:
        now = time.monotonic()
        due = sorted((each for each in self._due if each.moment <= now), key=lambda each: each.moment)
        for each in due:
            self._due.remove(each)
            each.act()

    def _note(self, wave: Wave) -> None:
        """Count what was done by the rules."""
        sides = (("fault", self._lane.service, wave.service), ("store-fault", self._lane.objects, wave.store))
        for kind, proxy, rules in sides:
            for (name, _), count in zip(rules, proxy.fired(), strict=True):
                self._report.tally[kind, name] += count
        self._report.tally["total", "runs"] += len(wave.runs)

    def _be_quiet(self) -> None:
        for proxy in (self._lane.service, self._lane.objects):
            proxy.set_rules(())
            proxy.await_quiet()

    def _decide(self, fingerprint: str, page: str) -> None:
        """Be the person who looks at the service's own list and says what became of the item."""
        known = {render for record in read_records(self._store) for render in render_ids(record)}
        found = [each.render_id for each in self._books.accepted() if each.page == page and each.render_id not in known]
        decision = ("--adopt", found[0]) if found else ("--never-accepted",)
        self._report.tally["total", f"decided by a person: {decision[0]}"] += 1
        words = self._planned.words
        arguments = ("resolve", fingerprint, *decision, "--to", self._address, "--base-url", self._lane.service.url)
        self._started += 1
        name = f"{self._planned.seed}-{self._started}"
        child = self._lane.start(name, (*arguments, "--api", words.generation), self._planned.pace.environment)
        code = child.ended.result(self._planned.pace.run).code
        said = (self._lane.folder / f"{name}.err").read_text(errors="replace").strip()
        # 1: the item is still to be made, or under way.
        self._report.check(code in {0, 1}, f"resolve {' '.join(decision)} ended with {code}: {said[-300:]}")

    def _check_payments(self) -> None:
        records, accepted = read_records(self._store), self._books.accepted()
        report, tally = self._report, self._report.tally
        tally["total", "items"] += len(self._pages)
        tally["total", f"items of generation {self._planned.words.generation}"] += len(self._pages)
        tally["total", "renders accepted"] += len(accepted)
        paid = sum(each.credits for each in accepted)
        tally["total", "credits taken"] += int(paid)
        pages = [each.page for each in accepted]
        twice = sorted({page for page in pages if pages.count(page) > 1})
        report.check(not twice, f"PAID TWICE: {twice}")
        lost = {page_of(url) for url in self._pages} - set(pages)
        report.check(not lost, f"never accepted: {sorted(lost)}")
        report.check(paid == ITEMS, f"{paid} credits for {ITEMS} items")
        told = sum(credits_of(record) for record in records)
        report.check(told == paid, f"the ledger says {told} credits, the account {paid}")
        ids = {render for record in records for render in render_ids(record)}
        service = {each.render_id for each in accepted}
        report.check(ids == service, f"{len(ids ^ service)} renders are in one of ledger and service only")

    def _check_videos(self) -> None:
        records = read_records(self._store)
        lost = self._pages - published(records)
        self._report.check(not lost, f"{len(lost)} items are not published")
        self._report.tally["total", "videos published"] += len(published(records))
        for record in records:
            if video := record["video"]:
                same = self._visible.digest(video["key"]) == video["sha256"]
                self._report.check(same, f"{video['key']} is not what the ledger says")


def drive(lane: OutsideLane, planned: Round) -> RoundReport:
    """Play one round to its end and check every promise."""
    began = time.monotonic()
    report = RoundReport(planned.seed)
    try:
        _Driven(lane, planned, report).play()
    except Exception as error:  # noqa: BLE001 - a round that breaks is reported with its seed, the others go on
        report.problems.append(f"the round broke: {type(error).__name__}: {error}")
    report.seconds = time.monotonic() - began
    return report


@contextlib.contextmanager
def open_outside_play(folder: Path, shared: Shared, pace: Pace) -> Iterator[Play]:
    """Open a lane in a folder of its own; what plays a round on it."""
    with OutsideLane(folder, shared) as lane:
        yield lambda seed: drive(lane, draw_round(seed, pace))
