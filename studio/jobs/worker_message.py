"""What server and worker process say to each other: one JSON object a line."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, Field, TypeAdapter

from studio.render_request import RenderedVideo, RenderRequest


class Assignment(BaseModel):
    """Server to worker: render this into that folder."""

    request: RenderRequest
    folder: Path


class ProgressReport(BaseModel):
    """Worker to server: how far it is."""

    kind: Literal["progress"] = "progress"
    percent: int
    stage: str


class Finished(BaseModel):
    """Worker to server: the video is in the folder."""

    kind: Literal["finished"] = "finished"
    rendered: RenderedVideo


class Refused(BaseModel):
    """Worker to server: this cannot be rendered, and why."""

    kind: Literal["refused"] = "refused"
    code: str
    reason: str


Report = Annotated[ProgressReport | Finished | Refused, Field(discriminator="kind")]
REPORT: TypeAdapter[Report] = TypeAdapter(Report)
