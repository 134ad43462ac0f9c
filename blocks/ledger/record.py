"""The render record: one small JSON object a video, in the store beside the videos.

`_renders/<fingerprint>.json` says what was asked for, what was paid, and how far it came. It is written only by
conditional writes, before and after every step that matters, so that any run on any machine can go on from it.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, Field, JsonValue, PlainSerializer, ValidationError

from blocks.errors import LedgerRecordError, Url2VideoError
from blocks.finding import ContentCheck, Finding
from blocks.ledger.owner import Owner
from blocks.ledger.state import OPEN_STATES, RUN_ENDS, ItemState

SCHEMA_VERSION = 1
"""Raised when a field changes its meaning; a reader refuses records that are newer than itself."""


def _not_of_a_run(state: ItemState) -> ItemState:
    if state in RUN_ENDS:
        raise ValueError("no record has the end of a run")
    return state


Credits = Annotated[Decimal, Field(ge=0), PlainSerializer(float, return_type=float, when_used="json")]
"""An amount of credits: exact here, a number in JSON (a float holds the 15 digits that it needs exactly)."""


class Attempt(BaseModel, frozen=True):
    """One paid request: made, or about to be made. A request that was surely refused leaves none."""

    submitted_at: datetime
    credits: Credits
    """What the service takes for it: the price table's figure, then the service's own once it is told."""
    batch: str = ""
    accepted_at: datetime | None = None
    render_id: str = ""
    exchange_ended: bool = False
    """The exchange is known to have ended, with an unknown outcome."""
    open_seconds: float = Field(default=0, ge=0)
    """How long its outcome was unknown when the record was last claimed, by the store's clock: never more than the
    time since `submitting` was written."""


class DroppedRequest(BaseModel, frozen=True):
    """A paid request that was found never to have been accepted. It is looked for once more before it is repeated."""

    attempt: Attempt
    product_id: str
    project_id: str


class PageFacts(BaseModel, frozen=True, extra="ignore"):
    """What a product page says that a video may show; empty where nobody told."""

    title: str = ""
    price: str = ""
    list_price: str = ""
    """What was or should be paid before, where the page states more than `price`."""
    currency: str = ""
    availability: str = ""


NOTHING_TOLD = PageFacts()


class VideoDecision(StrEnum):
    """What a person has decided about a video that was held back."""

    OPEN = ""
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class StoredVideo(BaseModel, frozen=True):
    """A verified video, as its record and the file beside it both describe it."""

    size: int = Field(ge=0)
    sha256: str
    seconds: float = Field(ge=0)
    width: int = 0
    height: int = 0
    credentials: bool = False
    """It bears Content Credentials (C2PA), which are kept as they came."""
    title: str = ""
    """Of the product, as the service has it."""
    findings: tuple[Finding, ...] = ()
    """What is wrong with it, by the checks of its publication."""
    content: ContentCheck | None = None
    """What its text was held against; None where nobody asked for that."""
    held: bool = False
    """The findings hold it back: no feed offers it before a person has accepted it."""
    decision: VideoDecision = VideoDecision.OPEN

    @property
    def facts(self) -> dict[str, Any]:
        """The fields of this class alone, for another description of the same video."""
        return {name: getattr(self, name) for name in StoredVideo.model_fields}


class PublishedVideo(StoredVideo):
    """The verified object in the store."""

    key: str
    etag: str = ""
    poster_key: str = ""
    """Empty where the service gave no sound poster."""
    captions_key: str = ""
    """Of the WebVTT file; empty where the service has none, like `srt_key`."""
    srt_key: str = ""
    stale: str = ""
    """What the page says otherwise than the video, as it was checked last; empty where they agree."""

    @property
    def needs_review(self) -> bool:
        """A person has to decide about it."""
        return self.held and self.decision is VideoDecision.OPEN


class RecordedError(BaseModel, frozen=True):
    """The last error of an item, as the reports show it."""

    code: str
    message: str
    stage: str = ""
    request_id: str = ""
    retryable: bool = False
    ambiguous: bool = False
    next_step: str = ""

    @classmethod
    def of(cls, error: Url2VideoError) -> Self:
        """Keep what a person needs of an error."""
        return cls(
            code=error.code,
            message=error.message,
            stage=error.stage or "",
            request_id=error.request_id,
            retryable=error.retryable,
            ambiguous=error.ambiguous,
            next_step=error.next_step,
        )


class RenderRecord(BaseModel, frozen=True, extra="ignore"):
    """Everything known of one render. Times are UTC.

    A field that a newer patch release added does not stop an older reader: it is left out.
    """

    schema_version: int = Field(default=SCHEMA_VERSION, ge=1, le=SCHEMA_VERSION)
    kind: Literal["render", "preview"] = "render"
    """A preview is a render of its own: a draft, paid at its own price, that a person may choose."""
    fingerprint: str
    state: Annotated[ItemState, AfterValidator(_not_of_a_run)] = ItemState.PLANNED
    url: str
    """The product page."""
    generation: str
    """The contract generation the render was or will be asked by."""
    title: str = ""
    page: PageFacts = NOTHING_TOLD
    """What the page said when the service read it for this video."""
    catalog_row: Mapping[str, JsonValue] = Field(default_factory=dict)
    """The item as a row of a catalogue: enough to go on with it where no catalogue is at hand."""
    reviewed: Mapping[str, JsonValue] = Field(default_factory=dict)
    """What a reviewer has corrected, over the row's own corrections. No part of what names the video."""
    batch: str = ""
    owner: Owner | None = None
    """The run that is at it; None where no run is."""
    order: str = ""
    """Names the marker in the ledger's index that says that this record is open; empty where there is none."""
    product_id: str = ""
    project_id: str = ""
    render_id: str = ""
    attempts: tuple[Attempt, ...] = ()
    dropped: DroppedRequest | None = None
    """The last request of unknown outcome that was found never to have been accepted."""
    entered: Mapping[ItemState, datetime] = Field(default_factory=dict)
    """When each state was entered last."""
    video: PublishedVideo | None = None
    error: RecordedError | None = None
    revision: str = ""
    """Unique to each write: a write whose answer was lost recognises its own success."""

    @property
    def credits(self) -> Decimal:
        """Credits that were taken, or may have been."""
        return sum((attempt.credits for attempt in self.attempts), Decimal(0))

    @property
    def is_open(self) -> bool:
        """A run has begun with it, and it has not come to an end."""
        # A record of version 0.1 has no order.
        return bool(self.order) or self.owner is not None or self.state in OPEN_STATES

    @property
    def was_accepted(self) -> bool:
        """The service took at least one paid request for this video."""
        return any(attempt.accepted_at for attempt in self.attempts)

    def to_bytes(self) -> bytes:
        """Return the JSON body: all fields, each on a line of its own, for whoever opens it."""
        return self.model_dump_json(indent=1).encode()

    @classmethod
    def from_bytes(cls, body: bytes, address: str) -> Self:
        """Read a JSON body. Raises `LedgerRecordError` where it is no record: nobody then knows what was paid."""
        try:
            return cls.model_validate_json(body)
        except ValidationError as error:
            if _schema_version(body) > SCHEMA_VERSION:
                raise LedgerRecordError(
                    f"The ledger record {address} was written by a newer url2video",
                    code="ledger_record_newer",
                    next_step="Update url2video on this machine; the record is left as it is.",
                ) from error
            raise LedgerRecordError(
                f"The ledger record {address} is damaged and can't be read", code="ledger_record_unreadable"
            ) from error


RECORDS = "_renders/"
"""Where records lie."""


def _schema_version(body: bytes) -> int:
    """Return the schema version that a body states, 0 where it states none."""
    try:
        version = json.loads(body)["schema_version"]
    except (ValueError, TypeError, KeyError):
        return 0
    return version if isinstance(version, int) else 0


def record_key(fingerprint: str) -> str:
    """Return where the record of a video lies."""
    return f"{RECORDS}{fingerprint}.json"
