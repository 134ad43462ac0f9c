"""Runs make-videos in processes of its own: `python -m tests.chaos.runner` is a warm parent that takes attempts."""

import asyncio
import json
import os
import sys
import traceback
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from prefect.exceptions import PrefectHTTPStatusError

from blocks.jogg.settings import ApiGeneration
from flows.catalog.run import Advanced, FinishWhere, MakeVideos, MakeWhat, Where
from flows.finish_videos import finish_videos
from flows.items.listener import RunListener, listener
from flows.items.result import BatchResult
from flows.make_videos import make_videos
from flows.reporting.report import result_row
from flows.runtime.settings import ServiceChoice
from tests.chaos.boundaries import Boundaries, Deed, Strike, watch_everything
from tests.chaos.store_faults import StoreFault, break_store
from tests.chaos.warm import IMPORTED, serve

POLL_SECONDS = 0.1
POSTS_PER_MINUTE = 100_000
"""Pacing has tests of its own."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One run of make-videos, and what shall happen to it."""

    catalog: str
    to: str
    service_url: str
    studio_pid: int
    environment: dict[str, str] = field(default_factory=dict)
    strikes: tuple[Strike, ...] = ()
    store_fault: StoreFault | None = None
    sweep: bool = False
    """finish-videos in place of make-videos."""
    generation: ApiGeneration = ApiGeneration.OPEN

    def to_line(self) -> bytes:
        """As the parent reads it."""
        return json.dumps(asdict(self)).encode() + b"\n"

    @classmethod
    def from_line(cls, line: bytes) -> "Attempt":
        """Read it back."""
        fields = json.loads(line)
        fault = fields.pop("store_fault")
        strikes = tuple(
            Strike(each["boundary"], each["occurrence"], Deed(each["deed"])) for each in fields.pop("strikes")
        )
        return cls(**fields, strikes=strikes, store_fault=StoreFault(**fault) if fault else None)


@dataclass
class _Outcome(RunListener):
    """Keeps how the batch ended."""

    batch: BatchResult | None = None

    def finished(self, batch: BatchResult, gallery: str) -> None:
        """Keep it."""
        self.batch = batch


def attempted(line: bytes, into: int) -> NoReturn:
    """Run, report, end without the parent's clean-up."""
    attempt = Attempt.from_line(line)

    def tell(event: str, what: Any) -> None:
        os.write(into, json.dumps([event, what]).encode() + b"\n")

    code, known = 1, set(sys.modules)
    try:
        os.environ.update(attempt.environment)
        boundaries = Boundaries(attempt.strikes, attempt.studio_pid, tell)
        watch_everything(boundaries.crossed, attempt.service_url, Path(attempt.to))
        break_store(boundaries.crossed, attempt.store_fault, tell)
        outcome = _Outcome()
        listener.set(outcome)
        state = asyncio.run(_run(attempt))
        rows = [result_row(result) for result in outcome.batch.results] if outcome.batch else []
        tell(IMPORTED, sorted(set(sys.modules) - known))
        tell("ended", {"state": f"{state.name}: {state.message}", "rows": rows})
        code = 0
    except PrefectHTTPStatusError as error:
        # A loaded server answers 503: as for any user, the next run goes on.
        tell("refused", f"HTTP {error.response.status_code}")
        code = 0
    except BaseException:  # noqa: BLE001 - whatever it was, the parent tells it
        tell("crashed", traceback.format_exc())
    finally:
        os._exit(code)


async def _run(attempt: Attempt) -> Any:
    service = ServiceChoice(
        generation=attempt.generation, base_url=attempt.service_url, posts_per_minute=POSTS_PER_MINUTE
    )
    if attempt.sweep:
        return await finish_videos(where=FinishWhere(to=attempt.to, service=service), return_state=True)
    run = MakeVideos(
        what=MakeWhat(catalog=attempt.catalog),
        where=Where(to=attempt.to, service=service),
        advanced=Advanced(poll_seconds=POLL_SECONDS),
    )
    return await make_videos(**dict(run), return_state=True)


if __name__ == "__main__":
    serve(attempted)
