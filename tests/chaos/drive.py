"""A round on its way: attempts that go wrong, whole ones until every item has ended, and every promise checked."""

import contextlib
import json
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from blocks.errors import Url2VideoError
from blocks.ledger.record import RenderRecord
from blocks.ledger.state import ItemState
from tests.chaos.boundaries import Deed
from tests.chaos.campaign import Play
from tests.chaos.lane import Lane
from tests.chaos.report import RoundReport, VisibleVideos
from tests.chaos.runner import Attempt
from tests.chaos.schedule import FAULTS, ITEMS, PlannedAttempt, Round, draw_round, said
from tests.chaos.warm import Ended
from tests.ledger_stores import readable_records
from tests.s3_servers import S3Server

MAX_RESTARTS = 8
"""Of a round: three that go wrong, one that settles, one that proves, and some to spare."""
HASTY_DEADLINE, PATIENT_DEADLINE = "3", "60"
"""Seconds for a render, in attempts that go wrong and in those that end everything."""
ENDED = {"published", "skipped", "failed"}


def drive(lane: Lane, planned: Round) -> RoundReport:
    """Drive one round to its end and check every promise."""
    began = time.monotonic()
    report = RoundReport(planned.seed)
    try:
        _Driven(lane, planned, report).run()
    except Exception as error:  # noqa: BLE001 - a round that breaks is reported with its seed, the others go on
        report.problems.append(f"the round broke: {type(error).__name__}: {error}")
    report.seconds = time.monotonic() - began
    return report


class _Driven:
    """One round on its way."""

    def __init__(self, lane: Lane, planned: Round, report: RoundReport) -> None:
        self._lane = lane
        self._planned = planned
        self._report = report
        lane.speak(planned.words.generation)
        self._address, self._store = lane.store(planned.seed, on_s3=planned.on_s3)
        self._before = lane.studio.counters()
        self._catalog = lane.folder / f"catalog-{planned.seed}.jsonl"
        self._rows: list[dict[str, Any]] = []
        self._posts = -1
        self._visible = VisibleVideos(self._store, report)

    def run(self) -> None:
        """Attempts that go wrong, then whole ones until every item has ended and one of them had nothing to do."""
        self._catalog.write_text("".join(f"{json.dumps(row)}\n" for row in self._catalogue()))
        self._lane.studio.clear_faults()
        for attempt in self._planned.attempts:
            self._lane.studio.add_faults(*attempt.script(self._planned.words))
            self._attempt(attempt)
        self._count_faults()
        self._lane.studio.clear_faults()
        for _ in range(len(self._planned.attempts), MAX_RESTARTS):
            if self._attempt(PlannedAttempt()) and self._posts == 0:
                break
        self._check_ends()
        self._check_payments()
        self._check_leftovers()

    def _catalogue(self) -> Iterator[dict[str, str]]:
        for number, url in enumerate(self._lane.studio.sample_urls()[:ITEMS]):
            row = {"url": f"{url}?round={self._planned.seed}"}
            yield row | ({"title": f"Corrected {number}"} if number % 3 == 0 else {})

    def _attempt(self, planned: PlannedAttempt) -> bool:
        """Run once; True where it came to its end and every item has ended."""
        deadline = HASTY_DEADLINE if planned.faults else PATIENT_DEADLINE
        before = self._lane.studio.counters().posts
        answer = self._lane.run(
            Attempt(
                catalog=str(self._catalog),
                to=self._address,
                service_url=self._lane.studio.url,
                studio_pid=self._lane.studio.pid,
                environment={"URL2VIDEO_RENDER_DEADLINE_SECONDS": deadline},
                strikes=planned.strikes,
                store_fault=planned.store_fault,
                sweep=planned.sweep,
                generation=self._planned.words.generation,
            )
        )
        self._posts = self._lane.studio.counters().posts - before
        self._report.tally["total", "attempts"] += 1
        rows = self._note(answer)
        self._check_visible()
        if not planned.sweep:
            self._rows = rows
        return len(rows) == ITEMS and {row["state"] for row in rows} <= ENDED

    def _note(self, answer: Ended) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = []
        for event, what in answer.events:
            if event == "ended":
                rows = what["rows"]
            elif event == "refused":
                self._report.tally["total", f"runs that the Prefect server did not take ({what})"] += 1
            elif event == "crashed":
                self._report.problems.append(f"the run crashed: {what}")
            else:
                self._report.tally[event, what] += 1
        killed = any(event == Deed.KILL for event, _ in answer.events)
        expected = -signal.SIGKILL if killed else 0
        self._report.check(answer.code == expected, f"the run ended with {answer.code}")
        return rows

    def _count_faults(self) -> None:
        """What has fired of the script; a service that was killed has forgotten it."""
        for fault, fired in self._lane.studio.fired_faults():
            for name, entry in FAULTS.items():
                spoken = said(entry, self._planned.words)
                if fired and all(fault[key] == value for key, value in spoken.items()):
                    self._report.tally["fault", name] += 1
                    break

    def _check_visible(self) -> None:
        """Videos that are seen are whole, and records can be read."""
        self._visible.check()
        try:
            readable_records(self._store)
        except Url2VideoError as error:
            self._report.problems.append(str(error))

    def _check_ends(self) -> None:
        for row in self._rows:
            name, failure = row["url"], row["failure"]
            self._report.tally["end", row["state"]] += 1
            self._report.check(row["state"] in ENDED, f"{name} ended as {row['state']}: {failure}")
            if row["state"] == "failed":
                self._report.check(self._planned.may_fail, f"{name} failed without cause: {failure}")
                self._report.check(failure["code"] == "render_failed", f"{name} failed with {failure['code']}")
        self._report.check(len(self._rows) == ITEMS, f"{len(self._rows)} items ended")
        self._report.check(self._posts == 0, f"the last run still sent {self._posts} POSTs")

    def _check_payments(self) -> None:
        records = readable_records(self._store)
        after = self._lane.studio.counters()
        accepted = {
            project: renders for project, renders in after.accepted.items() if project not in self._before.accepted
        }
        credits = after.credits - self._before.credits
        owners = {record.render_id: record.fingerprint for record in records if record.was_accepted}
        report, tally = self._report, self._report.tally
        tally["total", "items"] += len(records)
        tally["total", f"items of generation {self._planned.words.generation}"] += len(records)
        tally["total", "renders accepted"] += sum(accepted.values())
        tally["total", "credits taken"] += int(credits)
        report.check(len(records) == ITEMS, f"the ledger has {len(records)} records")
        twice = {project: renders for project, renders in accepted.items() if renders > 1}
        report.check(not twice, f"paid twice: {twice}")
        report.check(
            set(accepted) == set(owners),
            f"accepted and not in the ledger, or the reverse: {set(accepted) ^ set(owners)}",
        )
        report.check(sum(accepted.values()) == ITEMS, f"{sum(accepted.values())} renders for {ITEMS} items")
        report.check(credits == ITEMS, f"{credits} credits for {ITEMS} items")
        report.check(sum(record.credits for record in records) == credits, "the ledger's credits are not the account's")
        for record in records:
            self._check_record(record)

    def _check_record(self, record: RenderRecord) -> None:
        states = {ItemState.PUBLISHED, *([ItemState.FAILED] if self._planned.may_fail else [])}
        self._report.check(record.state in states, f"{record.url} is {record.state} in the ledger")
        if record.video is not None:
            same = self._visible.digest(record.video.key) == record.video.sha256
            self._report.check(same, f"{record.video.key} is not what the ledger says")

    def _check_leftovers(self) -> None:
        reaped = self._store.reap_uploads(0)
        self._report.tally["total", "unfinished uploads of killed runs, reaped"] += reaped
        if self._planned.on_s3:
            self._report.check(self._lane.unfinished_uploads(self._address) == 0, "an upload was not reaped")
        else:
            left = [path.name for path in Path(self._address).rglob("*.part")]
            self._report.check(not left, f"temporary files were not reaped: {left}")


@contextlib.contextmanager
def open_play(folder: Path, prefect_api: str, s3: S3Server) -> Iterator[Play]:
    """Open a lane in a folder of its own; what plays a round on it."""
    with Lane(folder, prefect_api, s3) as lane:
        yield lambda seed: drive(lane, draw_round(seed))
