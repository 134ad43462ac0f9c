"""Projects that show something else than what is true of them."""

import sys
import time
from dataclasses import dataclass, replace

from studio.controls.fault_script import Action, Fault
from studio.jobs.database import Database
from studio.jobs.render_job import JobStatus, RenderJob
from studio.jobs.render_store import RenderFilter, RenderStore
from studio.models.envelope import Code, RecordNotFoundError, RefusalError


@dataclass(slots=True)
class _Mask:
    fault: Fault
    until: float
    """Monotonic time, infinity for no end."""
    answers: int
    """How many are left; negative for no end."""

    def use_up(self) -> None:
        """Count one answer."""
        self.answers -= 1


class Masks:
    """Project id to the fault that covers it."""

    def __init__(self) -> None:
        self._masks: dict[str, _Mask] = {}

    def __bool__(self) -> bool:
        """Tell whether any project is covered."""
        return bool(self._masks)

    def put(self, project_id: str, fault: Fault) -> None:
        """Cover a project."""
        until = time.monotonic() + fault.seconds if fault.seconds else float("inf")
        self._masks[project_id] = _Mask(fault, until, fault.answers or -1)

    def drop(self, project_id: str) -> None:
        """Uncover a project."""
        self._masks.pop(project_id, None)

    def clear(self) -> None:
        """Uncover all."""
        self._masks.clear()

    def look(self, project_id: str) -> Fault | None:
        """The fault for one status answer, which it uses up."""
        fault = self.glance(project_id)
        if fault is not None:
            self._masks[project_id].use_up()
        return fault

    def glance(self, project_id: str) -> Fault | None:
        """The fault for a place in a list, which uses nothing up."""
        mask = self._masks.get(project_id)
        if mask is None:
            return None
        if time.monotonic() >= mask.until or mask.answers == 0:
            self.drop(project_id)
            return None
        return mask.fault


class MaskedRenderStore(RenderStore):
    """The render store as the routes see it; the dispatcher works with the true one."""

    def __init__(self, database: Database, masks: Masks) -> None:
        super().__init__(database)
        self._masks = masks

    def latest(self, project_id: str) -> RenderJob | None:
        """The newest job as its mask shows it."""
        job = super().latest(project_id)
        fault = self._masks.look(project_id)
        if fault is not None and fault.action is Action.HIDE_PROJECT:
            raise _hidden(project_id, fault)
        return job if job is None or fault is None else _masked(job, fault)

    def page(self, wanted: RenderFilter) -> tuple[list[RenderJob], int]:
        """A page of a list as its masks show it. What is hidden or not started is on no page and in no total."""
        if not self._masks:
            return super().page(wanted)
        jobs, _ = super().page(replace(wanted, page=1, page_size=sys.maxsize))
        shown: list[RenderJob] = []
        for job in jobs:
            fault = self._masks.glance(job.project_id)
            hidden = fault is not None and fault.action is Action.HIDE_PROJECT
            if not hidden and (masked := _masked(job, fault) if fault else job):
                shown.append(masked)
        first = (wanted.page - 1) * wanted.page_size
        return shown[first : first + wanted.page_size], len(shown)


def _masked(job: RenderJob, fault: Fault) -> RenderJob | None:
    match fault.action:
        case Action.NOT_STARTED:
            return None
        case Action.NEVER_FINISH:
            return replace(job, status=JobStatus.IN_PROGRESS, progress=min(job.progress, 99), stage="frames")
        case Action.FAIL_RENDER:
            return replace(job, status=JobStatus.FAILURE, error=fault.reason)
        case _:
            return job


def _hidden(project_id: str, fault: Fault) -> RefusalError:
    if fault.status == 400:
        return RecordNotFoundError(f"project {project_id}")
    return RefusalError(Code.SYSTEM_ERROR, "System error", status=fault.status)
