"""Videos that somebody no longer wants, or that were kept long enough."""

import logging
import time

from studio.jobs.render_job import RenderJob
from studio.services import Services

logger = logging.getLogger(__name__)

SECONDS_A_DAY = 86_400.0

LOOK_SECONDS = 600.0
"""Between two looks for what is old: often enough for days, and one query each."""


def delete(job: RenderJob, services: Services) -> bool:
    """Take a video from all lists and from the disk. What it cost stays in the books.

    Returns whether it was deleted: one that is being rendered is not.
    """
    deleted = services.renders.delete(job.id)
    if deleted is not None:
        services.media.forget(deleted)
    return deleted is not None


async def delete_when_old(services: Services) -> float | None:
    """Delete what is older than `--keep-days`; returns in how many seconds to look again, None for never."""
    if not services.settings.keep_days:
        return None
    deleted = delete_old(services.settings.keep_days, services)
    if deleted:
        logger.info("Deleted %d old videos and uploads.", deleted)
    return LOOK_SECONDS


def delete_old(days: float, services: Services) -> int:
    """Delete what ended, and what was uploaded, so many days ago or earlier; how many."""
    moment = time.time() - days * SECONDS_A_DAY
    jobs = services.renders.ended_before(moment)
    return sum(delete(job, services) for job in jobs) + services.media.remove_assets_before(moment)
