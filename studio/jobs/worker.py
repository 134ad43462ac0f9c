"""The worker process, `python -m studio.jobs.worker`: renders one assignment after the other.

Assignments come on standard input, reports go to standard output. The process ends when its input does, so no
worker outlives a server that was killed.
"""

import os
import queue
import threading
from typing import NoReturn

from pydantic import BaseModel

from studio.jobs.worker_message import Assignment, Finished, ProgressReport, Refused
from studio.render_request import RenderError


def _read_assignments(assignments: "queue.SimpleQueue[bytes]") -> None:
    with os.fdopen(0, "rb") as lines:
        for line in lines:
            assignments.put(line)
    # The server is gone: nobody waits for the video, and the render may hold the main thread for minutes.
    os._exit(0)


def main() -> NoReturn:
    """Serve assignments until the input ends."""
    # Libraries that print must not break the protocol: it gets a descriptor of its own.
    reports = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)

    def report(message: BaseModel) -> None:
        try:
            reports.write(message.model_dump_json().encode() + b"\n")
        except OSError:
            os._exit(0)  # the server was killed, as its input will tell the other thread

    last = ProgressReport(percent=-1, stage="")

    def progress(percent: int, stage: str) -> None:
        nonlocal last
        now = ProgressReport(percent=percent, stage=stage)
        # A renderer may report every frame; the server stores each report.
        if now != last:
            last = now
            report(now)

    from studio.renderer import render  # noqa: PLC0415 - fonts, FFmpeg and OpenCV load here and only here

    assignments: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_read_assignments, args=(assignments,), daemon=True).start()
    while True:
        assignment = Assignment.model_validate_json(assignments.get())
        try:
            rendered = render(assignment.request, assignment.folder, progress)
        except RenderError as error:
            report(Refused(code=error.code, reason=error.reason))
        else:
            report(Finished(rendered=rendered))


if __name__ == "__main__":
    main()
