"""Videos that somebody no longer wants, or that were kept long enough."""

import time

from studio.jobs.render_job import RenderJob
from studio.services import Services

SECONDS_A_DAY = 86_400.0


def delete(job: RenderJob, services: Services) -> bool:
    """Take a video from all lists and from the disk. What it cost stays in the books.

    Returns whether it was deleted: one that is being rendered is not.
    """
    deleted = services.renders.delete(job.id)
    if deleted is not None:
        services.media.forget(deleted)
    return deleted is not None


def delete_old(days: float, services: Services) -> int:
    """Delete what ended, and what was uploaded, so many days ago or earlier; how many."""
    moment = time.time() - days * SECONDS_A_DAY
    jobs = services.renders.ended_before(moment)
    return sum(delete(job, services) for job in jobs) + services.media.remove_assets_before(moment)
