"""What generation 2 answers about videos.

Clients read different names for the same thing, so each is there: `video_id` and `product_video_id`, `error` with
`err_msg` and `error_message`, `duration` and `video_duration`.
"""

from dataclasses import asdict
from typing import Annotated, Literal, Self

from pydantic import BaseModel, WithJsonSchema

from studio.jobs.media_folder import MediaLinks
from studio.jobs.render_job import JobStatus, RenderJob, RenderKind
from studio.jobs.render_store import RenderFilter
from studio.models.catalogue_query import PageQuery
from studio.models.envelope import Code
from studio.settings import DoneWord

LISTED = {3: frozenset({JobStatus.QUEUED, JobStatus.IN_PROGRESS}), 4: frozenset({JobStatus.SUCCESS}),
          5: frozenset({JobStatus.FAILURE})}  # fmt: skip
"""`status` of the lists: 3 processing, 4 success, 5 failed."""


Status = Literal["processing", "completed", "success", "failed"]


class AcceptedVideo(BaseModel):
    """A render was accepted: the same id under the name of the specification and that of the guide."""

    video_id: str
    product_video_id: str
    status: Literal["processing"] = "processing"
    notes: list[str] = []
    """What was decided in place of unknown choices. An addition of studio's."""

    @classmethod
    def of(cls, job: RenderJob, notes: tuple[str, ...]) -> Self:
        """The answer for an accepted job."""
        return cls(video_id=job.project_id, product_video_id=job.project_id, notes=list(notes))


class VideoError(BaseModel):
    """Why a video failed."""

    code: int = Code.SYSTEM_ERROR
    message: str


class Video(BaseModel):
    """A video or preview, in progress or ended; addresses are empty until there is something."""

    id: str
    title: str
    status: Status
    video_url: str = ""
    cover_url: str = ""
    caption_url: str = ""
    """WebVTT. An addition of studio's, like `srt_url`."""
    srt_url: str = ""
    duration: float = 0
    """Seconds."""
    video_duration: float = 0
    created_at: int
    """Unix time in seconds."""


class ProductVideo(Video):
    """The data of GET /v2/product_video/{id}."""

    video_id: str
    product_video_id: str
    deducted_credit: float
    error: VideoError | None = None
    err_msg: str = ""
    error_message: str = ""
    notes: list[str] = []
    """What was decided in place of unknown choices. An addition of studio's."""


class Page(BaseModel):
    """Where in a list this page is."""

    total: int
    page: int
    page_size: int


class VideoPage(Page):
    """The data of GET /v2/product_videos."""

    videos: list[Video]


class PreviewPage(Page):
    """The data of GET /v2/product_previews."""

    previews: list[Video]


class ListQuery(PageQuery):
    """The parameters of both lists."""

    status: Annotated[Literal["", "3", "4", "5"], WithJsonSchema({"type": "integer", "enum": sorted(LISTED)})] = ""
    """3 processing, 4 success, 5 failed; empty for all."""
    sort_by: Literal["created_at"] = "created_at"
    sort_order: Literal["asc", "desc"] = "desc"

    def filter(self, kind: RenderKind) -> RenderFilter:
        """The neutral form."""
        statuses = LISTED[int(self.status)] if self.status else frozenset[JobStatus]()
        return RenderFilter(kind, self.page, self.page_size, statuses, oldest_first=self.sort_order == "asc")


def status_word(job: RenderJob, done: DoneWord) -> Status:
    """A job's state in the words of generation 2."""
    match job.status:
        case JobStatus.SUCCESS:
            return done.value
        case JobStatus.FAILURE | JobStatus.DELETED:
            return "failed"
        case _:
            return "processing"


def video_of(job: RenderJob, title: str, done: DoneWord, links: MediaLinks) -> Video:
    """A job as lists show it."""
    seconds = round(job.seconds, 1)
    return Video(
        id=job.project_id,
        title=job.order.name or title,
        status=status_word(job, done),
        **asdict(links),
        duration=seconds,
        video_duration=seconds,
        created_at=int(job.created_at),
    )


def product_video_of(video: Video, job: RenderJob, deducted: float, notes: tuple[str, ...]) -> ProductVideo:
    """A job with everything that is known of it."""
    return ProductVideo(
        **video.model_dump(),
        video_id=job.project_id,
        product_video_id=job.project_id,
        deducted_credit=deducted,
        error=VideoError(message=job.error) if job.error else None,
        err_msg=job.error,
        error_message=job.error,
        notes=list(notes),
    )
