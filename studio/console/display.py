"""What the page shows, as values that the templates only print."""

from dataclasses import dataclass

from studio.console.language_names import OWN_NAMES
from studio.console.remedies import remedy
from studio.console.waiting import waiting_words
from studio.jobs.product_store import StoredProduct
from studio.jobs.render_job import JobStatus, RenderJob, RenderKind, RenderSettings
from studio.product import Money, Product
from studio.services import Services

STATUS_WORDS = {
    JobStatus.NOT_STARTED: "not started",
    JobStatus.QUEUED: "queued",
    JobStatus.IN_PROGRESS: "rendering",
    JobStatus.SUCCESS: "finished",
    JobStatus.FAILURE: "failed",
    JobStatus.DELETED: "deleted",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that the page states, and where it was read."""

    name: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class JobCard:
    """One video, made or in the making."""

    id: int
    product_id: int
    title: str
    status: str
    percent: int
    doing: str
    """What happens now, or the place in the queue, and the time left."""
    poster: str
    """Address; the product's first picture until there is a poster."""
    video: str
    """Address, empty before the end."""
    captions: str
    """Address of the WebVTT file, empty where there is none."""
    seconds: float
    error_code: str
    error: str
    remedy: str
    """What to do about the error."""
    script: tuple[str, ...]
    notes: tuple[str, ...]
    settings: tuple[tuple[str, str], ...]
    style: str
    """And the opening, where it is not the first."""
    language: str
    """Its own name."""
    ratio: str
    is_draft: bool

    @property
    def can_be_deleted(self) -> bool:
        """It is not being rendered."""
        return self.status != STATUS_WORDS[JobStatus.IN_PROGRESS]

    @property
    def is_live(self) -> bool:
        """Something will change."""
        return self.status in {STATUS_WORDS[JobStatus.QUEUED], STATUS_WORDS[JobStatus.IN_PROGRESS]}

    @property
    def version(self) -> str:
        """Changes whenever what is shown does."""
        return f"{self.status} {self.percent} {self.doing}"


@dataclass(frozen=True, slots=True)
class ProductSheet:
    """A product with everything that was read about it."""

    id: int
    title: str
    url: str
    """Empty where it is no web address that a link may lead to."""
    facts: tuple[Fact, ...]
    pictures: tuple[str, ...]
    """Addresses on this server."""


def job_card(job: RenderJob, product: StoredProduct, services: Services) -> JobCard:
    """A job with what its product adds."""
    links = services.media.links(job)
    first = _pictures(product)[:1]
    code, _, reason = job.error.partition(": ")
    return JobCard(
        id=job.id,
        product_id=product.id,
        title=product.product.title,
        status=STATUS_WORDS[job.status],
        percent=job.progress,
        doing=waiting_words(job, services),
        poster=links.cover_url or "".join(first),
        video=links.video_url,
        captions=links.caption_url,
        seconds=job.seconds,
        error_code=code if reason else "",
        error=reason or code,
        remedy=remedy(code),
        script=services.media.script(job),
        notes=job.notes,
        settings=_settings(job),
        style=f"{job.settings.template_name}{_opening(job.settings)}",
        language=OWN_NAMES.get(job.settings.language, job.settings.language),
        ratio=job.settings.aspect_ratio.value,
        is_draft=job.order.kind is RenderKind.PREVIEW,
    )


def _opening(settings: RenderSettings) -> str:
    """What tells a video with another opening from the first: ", opening 2"."""
    return f", opening {settings.additions.hook}" if settings.additions.hook > 1 else ""


def product_sheet(stored: StoredProduct) -> ProductSheet:
    """A product's facts, each with its source."""
    product = stored.product
    return ProductSheet(
        id=stored.id,
        title=product.title,
        url=product.url if product.url.startswith(("http://", "https://")) else "",
        facts=tuple(Fact(name, value, _source(product, field)) for name, field, value in _facts(product) if value),
        pictures=_pictures(stored),
    )


def _pictures(stored: StoredProduct) -> tuple[str, ...]:
    return tuple(f"/media/{stored.id}/{name}" for name in stored.pictures)


def _settings(job: RenderJob) -> tuple[tuple[str, str], ...]:
    wanted = job.settings
    return (
        ("visual style", wanted.template_name),
        ("template", wanted.index_template_name or "none"),
        ("ratio", wanted.aspect_ratio.value),
        ("language", OWN_NAMES.get(wanted.language, wanted.language)),
        ("script style", wanted.script_style),
        ("avatar", str(wanted.avatar_id)),
        ("voice", wanted.voice_id or "the avatar's default"),
        ("music", str(wanted.music_id) if wanted.music_id else "automatic"),
        ("length", f"{wanted.seconds} s"),
        ("subtitles", "yes" if wanted.subtitles else "no"),
        ("opening", str(wanted.additions.hook)),
        ("evergreen", "yes" if wanted.additions.evergreen else "no"),
    )


def _source(product: Product, field: str) -> str:
    source = product.sources.get(field)
    return source.value if source else ""


def _facts(product: Product) -> tuple[tuple[str, str, str], ...]:
    """Label, field and value of everything a page may state."""
    rating = product.rating
    stars = f"{rating.value.normalize():f} of {rating.best.normalize():f}" if rating else ""
    return (
        ("title", "title", product.title),
        ("brand", "brand", product.brand),
        ("price", "price", _money(product.price)),
        ("list price", "list_price", _money(product.list_price)),
        ("availability", "availability", product.availability),
        ("rating", "rating", f"{stars} from {rating.count}" if rating and rating.count else stars),
        ("description", "description", product.description),
        ("features", "features", "\n".join(product.features)),
        ("audience", "target_audience", product.target_audience),
        ("language", "language", product.language),
        ("pictures", "pictures", str(len(product.pictures)) if product.pictures else ""),
    )


def _money(money: Money | None) -> str:
    return f"{money.amount:f} {money.currency}" if money else ""
