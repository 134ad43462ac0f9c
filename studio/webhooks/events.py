"""Event names and payloads, as published and recorded (contract, webhooks)."""

import json
import time
from dataclasses import asdict, dataclass
from enum import StrEnum
from uuid import uuid4

from studio.jobs.media_folder import MediaLinks
from studio.jobs.render_job import JobStatus, RenderJob
from studio.models.envelope import Code


class Generation(StrEnum):
    """Which generation an endpoint was registered in: it decides name and sender of an event."""

    V1 = "v1"
    V2 = "v2"

    @property
    def user_agent(self) -> str:
        """The header of its deliveries."""
        return "Jogg-Webhook/1.0" if self is Generation.V1 else "JoggAI-Webhook/2.0"


_SUBJECTS = {
    Generation.V1: ("generated_video", "create_avatar"),
    Generation.V2: (
        "generated_video",
        "generated_avatar_video",
        "generated_product_video",
        "generated_template_video",
        "generated_translate_video",
        "create_avatar",
        "generated_photo_avatar",
        "generated_product_avatar",
        "generated_script",
        "generated_image",
        "generated_motion",
    ),
}

_OF_A_RENDER = {
    Generation.V1: ("generated_video", "generated_product_video"),
    Generation.V2: ("generated_product_video", "generated_video"),
}
"""Names of the same event: an endpoint is told under the first that it asks for."""

_OF_A_SCRIPT = ("generated_script",)


def event_names(generation: Generation) -> tuple[str, ...]:
    """Every event that can be asked for."""
    return tuple(f"{subject}_{outcome}" for subject in _SUBJECTS[generation] for outcome in ("success", "failed"))


@dataclass(frozen=True, slots=True)
class Event:
    """Something that endpoints are told."""

    id: str
    names: tuple[str, ...]
    """What it is called, first choice first."""
    data: dict[str, object]

    def body(self, name: str) -> bytes:
        """The request body; the signature is over exactly these bytes."""
        told = {"event_id": self.id, "event": name, "timestamp": int(time.time()), "data": self.data}
        return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def render_ended(job: RenderJob, links: MediaLinks, generation: Generation, done: str) -> Event:
    """The event of a finished or failed render; clients read its id under three names."""
    succeeded = job.status is JobStatus.SUCCESS
    data: dict[str, object] = dict.fromkeys(("video_id", "project_id", "product_video_id"), job.project_id)
    if succeeded:
        data |= {"status": done, **asdict(links), "duration": round(job.seconds)}
    else:
        data["status"] = "failed"
        data["error"] = {"code": int(Code.SYSTEM_ERROR), "message": job.error}
        data["err_msg"] = job.error
    return Event(_new_id(), _names(_OF_A_RENDER[generation], succeeded=succeeded), data)


def script_ended(task_id: str, status: str, error: str) -> Event:
    """The event of a written script, or of one that could not be written."""
    data: dict[str, object] = {"task_id": task_id, "status": status}
    if error:
        data["error"] = error
    return Event(_new_id(), _names(_OF_A_SCRIPT, succeeded=not error), data)


def _names(subjects: tuple[str, ...], *, succeeded: bool) -> tuple[str, ...]:
    return tuple(f"{subject}_{'success' if succeeded else 'failed'}" for subject in subjects)


def _new_id() -> str:
    return f"evt_{uuid4().hex}"
