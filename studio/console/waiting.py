"""How long somebody at the page still waits for a video."""

import time

from studio.jobs.render_job import JobStatus, RenderJob
from studio.services import Services

MIN_PERCENT = 15
"""Below it the pace says little: the first percents are script and voice."""


def waiting_words(job: RenderJob, services: Services) -> str:
    """The place in the queue or the stage, and the time left where it can be told."""
    match job.status:
        case JobStatus.QUEUED:
            place = services.renders.queue_position(job)
            return _with_time(f"{_ordinal(place)} in the queue", _queue_seconds(place, job, services))
        case JobStatus.IN_PROGRESS:
            return _with_time(job.stage or "starting", _render_seconds(job, services))
        case _:
            return ""


def _queue_seconds(place: int, job: RenderJob, services: Services) -> float:
    rounds = -(-place // services.settings.workers) + 1
    return rounds * services.renders.usual_seconds(job.order.kind)


def _render_seconds(job: RenderJob, services: Services) -> float:
    elapsed = time.time() - job.started_at
    if job.progress >= MIN_PERCENT:
        return elapsed * (100 - job.progress) / job.progress
    return services.renders.usual_seconds(job.order.kind) - elapsed


def _with_time(words: str, seconds: float) -> str:
    if seconds < 1:
        return words
    left = f"{round(seconds)} s" if seconds < 90 else f"{round(seconds / 60)} min"
    return f"{words}, about {left} left"


def _ordinal(number: int) -> str:
    teen = 10 <= number % 100 < 20
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
