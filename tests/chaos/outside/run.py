"""One command that was run, as whoever started it sees it: exit code, lines, report in the store, state in Prefect."""

import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from blocks.store.store import VideoStore
from tests.chaos.outside.schedule import Blow, PlannedRun
from tests.chaos.warm import Child
from tests.prefect_server import PrefectServer

DONE = frozenset({"published", "skipped"})


@dataclass
class Run:
    """A command under way or ended. Its lines are read once it has ended."""

    planned: PlannedRun
    child: Child
    output: Path
    errors: Path
    tag: str
    killed: bool = field(default=False, init=False)
    """By the harness, as it took too long."""

    @property
    def ended(self) -> bool:
        """It has an exit code."""
        return self.child.ended.done()

    @property
    def code(self) -> int:
        """Negative for a signal."""
        return self.child.ended.result().code

    @cached_property
    def events(self) -> list[dict[str, Any]]:
        """Its lines on standard output; one that was cut short by a kill is left out."""
        events = []
        for line in self.output.read_text().splitlines():
            try:
                events.append(json.loads(line))
            except ValueError:
                break
        return events

    @cached_property
    def said(self) -> str:
        """Standard error."""
        return self.errors.read_text(errors="replace")

    @property
    def rows(self) -> list[dict[str, Any]]:
        """How its items ended."""
        return [event for event in self.events if event["event"] == "ended"]

    @property
    def left(self) -> set[str]:
        """Addresses of the pages whose items it says are left."""
        good = DONE if self.planned.waits else DONE | {"rendering"}
        return {row["url"] for row in self.rows if row["state"] not in good}

    @property
    def found_all_published(self) -> bool:
        """Every item was in the store: such a command asks no Prefect server for a flow run."""
        return bool(self.rows) and {row["state"] for row in self.rows} == {"skipped"}

    @property
    def ambiguous(self) -> list[dict[str, Any]]:
        """The items that a person must decide about."""
        return [row for row in self.rows if row["state"] == "ambiguous"]

    @property
    def batch(self) -> str:
        """Of its report; empty where it did not come so far."""
        finished = [event["batch"] for event in self.events if event["event"] == "finished"]
        return str(finished[-1]) if finished else ""

    @property
    def lost_its_server(self) -> bool:
        """Prefect's server was too busy for it, which it says: no fault of anybody here."""
        return "Prefect server" in self.said

    def may_end_with(self, *, struck: bool) -> set[int]:
        """Exit codes that a run can have; `struck`: a rule may have killed it."""
        of_blow = {Blow.KILL: {-9}, Blow.INTERRUPT: {130, -2}, Blow.TERMINATE: {-15}}
        killed = {-9} if struck else set()
        return {0, 1, 2} | killed | (of_blow.get(self.planned.blow, set()) if self.planned.blow else set())

    def retry_rows(self, store: VideoStore) -> set[str] | None:
        """Addresses in `retry.jsonl`; None where there is none."""
        stored = store.read(f"batches/{self.batch}/retry.jsonl") if self.batch else None
        return {json.loads(line)["url"] for line in stored.body.splitlines()} if stored else None

    def states(self, server: PrefectServer) -> list[str]:
        """Types of the states of its flow runs on the Prefect server."""
        runs = server.query("flow_runs/filter", flow_runs={"tags": {"all_": [self.tag]}})
        return [run["state_type"] for run in runs]
