"""v1 on the wire, where it differs from generation 2. Source: the vendor's OpenAPI file v1 and recorded answers."""

from dataclasses import asdict, replace
from typing import Self

from pydantic import BaseModel, model_validator

from studio.jobs.media_folder import MediaLinks
from studio.jobs.product_store import StoredProduct
from studio.jobs.render_job import JobStatus, RenderJob
from studio.models.fields import Address
from studio.models.product import ProductFields, ProductInfo


class CreateProductV1Body(ProductFields):
    """POST /v1/product: with `url` every other field is ignored; without it three are required."""

    url: Address = ""

    @model_validator(mode="after")
    def _names_a_product(self) -> Self:
        if not self.url and not (self.name and self.description and self.media):
            raise ValueError("url, or name with description and media, is required")
        return self


class ProjectId(BaseModel):
    """A render was accepted."""

    project_id: str
    notes: list[str] = []
    """What was decided in place of unknown choices. An addition of studio's."""


class Project(BaseModel):
    """The data of GET /v1/project."""

    id: str
    title: str
    video_duration: int = 0
    """Whole seconds."""
    video_url: str = ""
    cover_url: str = ""
    """There before the video is: that of the product."""
    caption_url: str = ""
    """WebVTT. An addition of studio's, like `srt_url`."""
    srt_url: str = ""
    status_code: int
    """1 start, 2 waiting, 3 processing, 4 success, 5 failed, 99 deleted."""
    status_desc: str
    err_msg: str = ""
    created_at: int


class ProductPage(BaseModel):
    """The data of GET /v1/products."""

    products: list[ProductInfo]
    total: int
    page: int
    page_size: int


DESCRIPTIONS = {
    JobStatus.NOT_STARTED: "start",
    JobStatus.QUEUED: "waiting",
    JobStatus.IN_PROGRESS: "processing",
    JobStatus.SUCCESS: "success",
    JobStatus.FAILURE: "failed",
    JobStatus.DELETED: "deleted",
}


def project_of(job: RenderJob, stored: StoredProduct, origin: str, links: MediaLinks) -> Project:
    """A job in the words of v1; `origin` is the address of this server, `links` lead to what the job left."""
    first = f"{origin}/media/{stored.id}/{stored.pictures[0]}" if stored.pictures else ""
    return Project(
        id=job.project_id,
        title=job.order.name or stored.product.title,
        video_duration=round(job.seconds),
        **asdict(replace(links, cover_url=links.cover_url or first)),
        status_code=job.status,
        status_desc=DESCRIPTIONS[job.status],
        err_msg=job.error,
        created_at=int(job.created_at),
    )
