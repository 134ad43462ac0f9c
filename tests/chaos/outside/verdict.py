"""What a run must have told truly: exit code, flow state and `retry.jsonl`, against what the store holds."""

from collections.abc import Iterator
from dataclasses import dataclass

from blocks.store.store import VideoStore
from tests.chaos.outside.records import published, read_records
from tests.chaos.outside.run import Run
from tests.prefect_server import PrefectServer


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What was done while the run went on."""

    pages: frozenset[str]
    """Addresses of all items."""
    alone: bool
    """No other run was under way."""
    struck: bool
    """A rule may have killed it."""
    store_failed: bool
    """Requests to the store went wrong, or somebody broke it."""
    took: int
    """Renders accepted meanwhile."""


def untruths(run: Run, given: Circumstances, store: VideoStore, server: PrefectServer) -> Iterator[str]:
    """Everything that the run told and is not so."""
    code = run.code
    if code not in run.may_end_with(struck=given.struck):
        yield f"ended with {code}: {_last_line(run)}"
    if "Traceback (most recent call last)" in run.said:
        yield f"showed a traceback: {_last_line(run)}"
    if code < 0 or code == 130 or run.lost_its_server:
        return
    yield from _of_code(run, given)
    if not run.planned.sweep:
        yield from _of_report(run, given, store)
    yield from _of_state(run, server)


def _of_code(run: Run, given: Circumstances) -> Iterator[str]:
    if run.code == 2:
        if not run.said.strip():
            yield "exit code 2 without a word"
        if given.alone and given.took:
            yield f"exit code 2 after {given.took} renders were accepted: {_last_line(run)}"
    elif run.planned.sweep:
        bad = {row["state"] for row in run.rows} & {"failed", "ambiguous"}
        if run.code == 0 and bad:
            yield f"a green sweep with {bad}"
    elif not run.batch:
        yield f"exit code {run.code} and no end: {_last_line(run)}"
    elif (run.code == 1) != bool(run.left):
        yield f"exit code {run.code} with {len(run.left)} items left"


def _of_report(run: Run, given: Circumstances, store: VideoStore) -> Iterator[str]:
    if run.code == 2:
        return
    ended = {row["url"] for row in run.rows}
    if ended != given.pages or len(run.rows) != len(given.pages):
        yield f"{len(run.rows)} ends of {len(given.pages)} items"
    there = published(read_records(store))
    if run.code == 0 and run.planned.waits and given.pages - there:
        yield f"green, and {len(given.pages - there)} items are not published"
    retry = run.retry_rows(store)
    if retry is None:
        if not given.store_failed or "report" not in run.said:
            yield "no retry.jsonl, and not a word about it"
    elif retry != run.left:
        yield f"retry.jsonl has {len(retry)} items, {len(run.left)} are left"
    elif given.alone and retry & there and not given.store_failed:
        yield f"retry.jsonl has {len(retry & there)} items that are published"


def _of_state(run: Run, server: PrefectServer) -> Iterator[str]:
    # A busy server that was asked twice for one run has a second one, which nobody started.
    states = [state for state in run.states(server) if state != "PENDING"]
    expected = {0: {"COMPLETED"}, 1: {"FAILED"}}.get(run.code)
    if expected and set(states) != expected and (states or not run.found_all_published):
        yield f"exit code {run.code}, and the flow run is {states}"
    if run.code == 2 and "COMPLETED" in states:
        yield "exit code 2, and the flow run is Completed"


def _last_line(run: Run) -> str:
    lines = run.said.strip().splitlines()
    return lines[-1][:300] if lines else "(nothing on standard error)"
