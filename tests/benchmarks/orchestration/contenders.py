"""The runs that are measured, each in a process of its own.

`python -m tests.benchmarks.orchestration.contenders NAME` reads what to do as JSON from standard input, and writes its
CPU, wall time and peak memory as JSON when it is over. What it imports is not counted as CPU.
"""

# ruff: noqa: PLC0415 - a contender must not carry what only another one imports

import asyncio
import json
import resource
import sys
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any


def peak_megabytes() -> float:
    """Highest resident memory of this very process (proc_pid_status(5), VmHWM)."""
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) / 1000 for line in status.splitlines() if line.startswith("VmHWM"))


def cpu_seconds() -> float:
    """User and system time of this process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main(name: str) -> None:
    """Run one contender."""
    asked = json.load(sys.stdin)
    prepared: Callable[[], Coroutine[Any, Any, dict[str, Any]]] = CONTENDERS[name](asked)
    began, cpu = time.monotonic(), cpu_seconds()
    told = asyncio.run(prepared())
    spent = cpu_seconds() - cpu
    measured = {
        "cpu": spent,
        "whole_cpu": cpu_seconds(),
        "wall": time.monotonic() - began,
        "peak_mb": peak_megabytes(),
        **told,
    }
    print(json.dumps(measured))


def ours(asked: dict[str, Any]) -> Callable[[], Coroutine[Any, Any, dict[str, Any]]]:
    """make-videos, as a deployment runs it."""
    from flows.catalog.run import Advanced, MakeVideos, MakeWhat, Where
    from flows.items.listener import RunListener, listener
    from flows.make_videos import make_videos
    from flows.runtime.settings import ServiceChoice

    class Watcher(RunListener):
        batch: Any = None

        def finished(self, batch: Any, gallery: str) -> None:
            self.batch = batch

    async def run() -> dict[str, Any]:
        watcher = Watcher()
        listener.set(watcher)
        service = ServiceChoice(
            base_url=asked["studio"],
            posts_per_minute=asked["posts_per_minute"],
            shared_pace=asked.get("shared_pace", False),
        )
        run = MakeVideos(
            what=MakeWhat(catalog=asked["catalog"]),
            where=Where(to=asked["to"], service=service),
            advanced=Advanced(concurrency=asked["concurrency"], poll_seconds=asked["poll_seconds"]),
        )
        state = await make_videos(**dict(run), return_state=True)
        counts = {name.value: count for name, count in watcher.batch.counts.items()} if watcher.batch else {}
        return {"state": f"{state.name}: {state.message}"[:300], "counts": counts}

    return run


def bare(asked: dict[str, Any]) -> Callable[[], Coroutine[Any, Any, dict[str, Any]]]:
    """The same calls of the service and of the store in one loop: no ledger, no retries, nothing verified."""
    from tests.benchmarks.orchestration.bare import run_bare

    return lambda: run_bare(asked)


def textbook(asked: dict[str, Any]) -> Callable[[], Coroutine[Any, Any, dict[str, Any]]]:
    """The same calls as five Prefect tasks, mapped one after the other."""
    from tests.benchmarks.orchestration.textbook import run_textbook

    return lambda: run_textbook(asked)


def awaited(asked: dict[str, Any]) -> Callable[[], Coroutine[Any, Any, dict[str, Any]]]:
    """The same calls as five Prefect tasks of one flow, awaited in turn: no ledger, nothing verified."""
    from tests.benchmarks.orchestration.awaited import run_awaited

    return lambda: run_awaited(asked)


def copy(asked: dict[str, Any]) -> Callable[[], Coroutine[Any, Any, dict[str, Any]]]:
    """One video from a web address into S3, verified, as publish-video does it."""
    from blocks.delivery.delivery import deliver
    from blocks.delivery.source import SourceLimits
    from blocks.store.destination import open_store

    async def run() -> dict[str, Any]:
        limits = SourceLimits(max_bytes=4 * 2**30)
        delivered = await asyncio.to_thread(
            deliver, asked["url"], open_store(asked["to"]), asked["key"], {}, limits=limits
        )
        return {"size": delivered.size}

    return run


CONTENDERS = {"make-videos": ours, "bare": bare, "awaited": awaited, "textbook": textbook, "copy": copy}

if __name__ == "__main__":
    main(sys.argv[1])
