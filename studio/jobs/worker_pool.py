"""The server's side of the worker processes."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from bounds.child import child_environment
from studio.jobs.dispatcher import WorkerCrashedError
from studio.jobs.worker_message import REPORT, Assignment, Finished, ProgressReport, Refused
from studio.render_request import Progress, RenderedVideo, RenderError, RenderRequest

WORKER = (sys.executable, "-m", "studio.jobs.worker")

JOBS_A_WORKER = 20
"""After so many videos a worker is replaced: what decoders and fonts leave in memory goes with it."""

MAX_LINE_BYTES = 1 << 20
"""Bytes. A report holds at most a script of a few kilobytes."""


class _Worker:
    """One worker process."""

    def __init__(
        self,
        process: asyncio.subprocess.Process,
        assignments: asyncio.StreamWriter,
        reports: asyncio.StreamReader,
    ) -> None:
        self._process = process
        self._assignments = assignments
        self._reports = reports
        self.jobs = 0

    @classmethod
    async def start(cls, command: Sequence[str]) -> "_Worker":
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=MAX_LINE_BYTES,
            env=child_environment(),
            # Ctrl-C in a terminal reaches the server alone, which then ends its workers.
            start_new_session=True,
        )
        if process.stdin is None or process.stdout is None:
            raise WorkerCrashedError
        return cls(process, process.stdin, process.stdout)

    async def render(self, request: RenderRequest, folder: Path, progress: Progress) -> RenderedVideo:
        self.jobs += 1
        await self._send(Assignment(request=request, folder=folder).model_dump_json())
        while True:
            report = await self._receive()
            if isinstance(report, ProgressReport):
                progress(report.percent, report.stage)
            elif isinstance(report, Finished):
                return report.rendered
            else:
                raise RenderError(report.code, report.reason)

    async def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        await self._process.wait()

    async def _send(self, line: str) -> None:
        try:
            self._assignments.write(line.encode() + b"\n")
            await self._assignments.drain()
        except (BrokenPipeError, ConnectionResetError) as error:
            raise WorkerCrashedError from error

    async def _receive(self) -> ProgressReport | Finished | Refused:
        line = await self._reports.readline()
        if not line:
            raise WorkerCrashedError
        return REPORT.validate_json(line)


class WorkerPool:
    """Up to `capacity` worker processes, started when first needed."""

    def __init__(self, capacity: int, command: Sequence[str] = WORKER, jobs_a_worker: int = JOBS_A_WORKER) -> None:
        self.capacity = capacity
        self._command = command
        self._jobs_a_worker = jobs_a_worker
        self._idle: list[_Worker] = []

    async def render(self, request: RenderRequest, folder: Path, progress: Progress) -> RenderedVideo:
        """Render in a worker; cancelling kills it."""
        worker = self._idle.pop() if self._idle else await _Worker.start(self._command)
        reusable = False
        try:
            rendered = await worker.render(request, folder, progress)
            reusable = worker.jobs < self._jobs_a_worker
        except RenderError:
            reusable = worker.jobs < self._jobs_a_worker
            raise
        else:
            return rendered
        finally:
            if reusable:
                self._idle.append(worker)
            else:
                await worker.kill()

    async def close(self) -> None:
        """Kill the idle workers; busy ones end with the cancellation of their job."""
        await asyncio.gather(*(worker.kill() for worker in self._idle))
        self._idle.clear()
