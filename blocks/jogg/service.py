"""What a video service does for us, in words that fit every contract generation.

Flows speak to `VideoService` only. Each method is one attempt: it answers, or raises an error of the tree in
`blocks.errors`; `blocks.jogg.retry` decides what may be tried again.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from pydantic import SecretStr

from blocks.jogg.corrections import Corrections, Media
from blocks.jogg.settings import RenderSettings


async def no_preparation() -> None:
    """Prepare nothing: for calls that no ledger needs to know of."""


@dataclass(frozen=True, slots=True)
class SubmitGate:
    """What must hold around the first byte of a POST. What either raises stops the call: nothing was sent."""

    on_turn: Callable[[], Awaitable[None]] = no_preparation
    """Awaited when the pacer gives the turn, before a connection is made: with a thousand renders queueing, only those
    that can really be under way need to be in the ledger as such."""
    before_first_byte: Callable[[], None] = lambda: None
    """Called right before the first byte is written; what it raises also closes the connection. Checks nothing by
    default: for calls that no lease guards."""


OPEN_GATE = SubmitGate()
"""Lets every call pass."""


@dataclass(frozen=True, slots=True)
class SubmitWindow:
    """When a paid request of unknown outcome can have been accepted, by our clock (both timezone-aware)."""

    opened_at: datetime
    """Noted before the POST."""
    closed_at: datetime
    """`opened_at` and the client's longest exchange. The look-up adds the difference of the clocks itself."""


class RenderStatus(StrEnum):
    """How far a render is."""

    NOT_STARTED = "not_started"
    QUEUED = "queued"
    RENDERING = "rendering"
    DONE = "done"
    FAILED = "failed"
    DELETED = "deleted"

    @property
    def is_final(self) -> bool:
        """No further poll will change it."""
        return self in {RenderStatus.DONE, RenderStatus.FAILED, RenderStatus.DELETED}

    @property
    def is_waiting(self) -> bool:
        """It was accepted, and no renderer is at it yet."""
        return self in {RenderStatus.NOT_STARTED, RenderStatus.QUEUED}


@dataclass(frozen=True, slots=True, weakref_slot=True)
class CreatedProduct:
    """A product page as the service has read it.

    In generation 1 it also is the one project that a single render uses up, so every video needs a product of its
    own: `find_render` would take the render of another video with the same product for the one in question.
    """

    product_id: str
    project_id: str | None = None
    """Generation 1 only."""
    title: str = ""
    description: str = ""
    target_audience: str = ""
    media: tuple[Media, ...] = ()
    price: str = ""
    list_price: str = ""
    currency: str = ""
    availability: str = ""
    """What a buyer pays and what was or should be paid before, as numbers; their ISO 4217 currency; schema.org's
    ItemAvailability: as the page states them. Studio tells these in generation 2; the service does not."""
    request_id: str = ""
    preview_id: str = ""
    """Generation 2 only: the approved preview that the next render is to be made from."""


@dataclass(frozen=True, slots=True, weakref_slot=True)
class StartedRender:
    """An accepted render: its credit is taken."""

    render_id: str


@dataclass(frozen=True, slots=True, weakref_slot=True)
class RenderProgress:
    """One answer about a render. `video_url` is set once it is done."""

    render_id: str
    status: RenderStatus
    percent: int = 0
    """0 to 100; 100 only where `status` is done."""
    unknown_status: str = ""
    """The service's own word or number for the status, where it is none that a document names; `status` is then
    RENDERING, since only a known word ends a render."""
    description: str = ""
    """What the service says it is doing."""
    queue_position: int | None = None
    """Its place in the service's queue, from 1 on, while it is queued and where the service tells."""
    video_url: SecretStr | None = None
    """May be a signed link, so it stays out of logs and `repr`."""
    cover_url: SecretStr | None = None
    caption_url: SecretStr | None = None
    """WebVTT. Studio tells it, and `srt_url`; the paid service has no captions beside a video."""
    srt_url: SecretStr | None = None
    seconds: float | None = None
    """Length of the video."""
    credits: float | None = None
    """What the service says it took; generation 2 only."""
    error: str = ""
    """Why it failed."""
    title: str = ""
    """The product's in generation 1, the name that the render was given in generation 2."""
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The service has this render: wait for it, pay nothing."""

    render_id: str


@dataclass(frozen=True, slots=True)
class NeverAccepted:
    """The service knows of no such render at this moment: submitting it pays for the first time."""


@dataclass(frozen=True, slots=True)
class CannotTell:
    """The service's answer proves neither: a person must look."""

    reason: str


RenderLookup = Accepted | NeverAccepted | CannotTell


class VideoService(Protocol):
    """A service that turns product pages into videos."""

    @property
    def longest_exchange(self) -> timedelta:
        """Longest time from the turn of a paid POST to its answer or error."""

    @property
    def clock_skew(self) -> timedelta | None:
        """The service's clock minus ours, by the last answer; None before the first one that tells a time."""

    async def create_product(self, url: str) -> CreatedProduct:
        """Have the page at `url` read (POST, free, 10 to 30 s). Raises JoggError."""

    async def update_product(self, product: CreatedProduct, corrections: Corrections) -> None:
        """Put `corrections` over what the service has read (PUT, free). Raises JoggError."""

    async def start_render(
        self, product: CreatedProduct, settings: RenderSettings, name: str, *, gate: SubmitGate = OPEN_GATE
    ) -> StartedRender:
        """Submit the paid render (POST). `name` is the item's fingerprint, in lower-case hex.

        What `gate` raises leaves as it is: nothing was sent.

        An error with `ambiguous` set may hide an accepted render: call `find_render` before anything else.
        Raises JoggError, or ConfigurationError where the generation can't express `settings`.
        """

    async def render_status(self, render_id: str) -> RenderProgress:
        """Ask how far a render is (GET, free, not limited). Raises JoggError."""

    async def newest_renders(self) -> Mapping[str, RenderProgress]:
        """Tell how far the account's newest renders are, by their ids, in one GET.

        Empty where the generation has no list. What is missing is told by `render_status`. Raises JoggError.
        """

    async def find_render(
        self, name: str, product: CreatedProduct, *, window: SubmitWindow, earlier: Collection[str] = ()
    ) -> RenderLookup:
        """Ask what became of a submit whose outcome is unknown (GET, free).

        `earlier` are the ids of the item's renders that are known from before it: they bear the same name. A request
        may still be on its way for as long as its time-out, so `NeverAccepted` is final only after that. A fault is
        `CannotTell`, except for AccountError, which is raised because it concerns every item alike.
        """

    async def named_renders(self, names: Collection[str]) -> Mapping[str, str]:
        """Look through the account's whole list for renders that bear one of `names`; their ids by name (GET, free).

        Empty where the generation keeps no names. Raises JoggError.
        """
