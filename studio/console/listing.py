"""The list of videos on the front page: searched, filtered, page by page."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from pydantic import BaseModel, Field

from studio.console.display import JobCard, job_card
from studio.jobs.product_store import StoredProduct
from studio.jobs.render_job import JobStatus, RenderJob
from studio.jobs.render_store import SHOWN, RenderSearch
from studio.models.fields import ShortText
from studio.services import Services

PAGE_SIZE = 24
"""Cards on a page: rows of two, three or four are full."""

FILTERS: dict[str, frozenset[JobStatus]] = {
    "": SHOWN,
    "waiting": frozenset({JobStatus.QUEUED}),
    "rendering": frozenset({JobStatus.IN_PROGRESS}),
    "finished": frozenset({JobStatus.SUCCESS}),
    "failed": frozenset({JobStatus.FAILURE}),
}
"""By the word of the filter; empty for all."""


class ListQuery(BaseModel):
    """What the address of the page asks for."""

    q: ShortText = ""
    status: Annotated[str, Field(max_length=20)] = ""
    page: Annotated[int, Field(ge=1, le=1_000_000)] = 1


@dataclass(frozen=True, slots=True)
class JobList:
    """One page of the list."""

    query: ListQuery
    cards: tuple[JobCard, ...]
    total: int
    filters: tuple[str, ...] = tuple(filter(None, FILTERS))

    @property
    def pages(self) -> int:
        """How many pages there are, one at least."""
        return max(1, -(-self.total // PAGE_SIZE))

    def address(self, page: int) -> str:
        """The address of another page of the same list."""
        asked = {"q": self.query.q, "status": self.query.status, "page": page if page > 1 else ""}
        return f"/?{urlencode({name: value for name, value in asked.items() if value})}"


def job_list(query: ListQuery, services: Services) -> JobList:
    """The page of the list that the address asks for; an unknown filter shows all."""
    statuses = FILTERS.get(query.status, SHOWN)
    jobs, total = services.renders.search(RenderSearch(query.q, statuses, query.page, PAGE_SIZE))
    return JobList(query, tuple(_cards(jobs, services)), total)


def cards_of(stored: StoredProduct, jobs: list[RenderJob], services: Services) -> list[JobCard]:
    """Every job of a product, newest first: styles beside each other."""
    return [job_card(job, stored, services) for job in jobs]


def _cards(jobs: list[RenderJob], services: Services) -> list[JobCard]:
    products = {number: services.products.by_id(number) for number in {job.order.product_id for job in jobs}}
    return [job_card(job, product, services) for job in jobs if (product := products[job.order.product_id])]
