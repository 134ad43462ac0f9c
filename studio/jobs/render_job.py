"""A render job as a value: what was ordered, and where it stands."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from studio.additions import NO_ADDITIONS, Additions
from studio.render_request import AspectRatio

COMMON_TEMPLATE, OWN_TEMPLATE = "common", "user"
"""`template_type` of the templates that everybody has, and of the account's own, in the words of generation 1."""


class JobStatus(IntEnum):
    """The contract's numbers (generation 1, `status` of prj_info; v1, `status_code`)."""

    NOT_STARTED = 1
    QUEUED = 2
    IN_PROGRESS = 3
    SUCCESS = 4
    FAILURE = 5
    DELETED = 99


class RenderKind(StrEnum):
    """What is made. The queue takes kinds in alphabetical order: somebody sits before a preview."""

    PREVIEW = "preview"
    VIDEO = "video"


@dataclass(frozen=True, slots=True)
class RenderSettings:
    """What the client asked for, as accepted, whatever generation it speaks."""

    aspect_ratio: AspectRatio
    language: str
    subtitles: bool
    avatar_id: int
    template_name: str
    """The visual style."""
    template_type: str
    index_template_name: str
    script_style: str
    seconds: int
    voice_id: str = ""
    """Empty for the avatar's own voice."""
    music_id: int = 0
    """0 leaves the track to studio."""
    custom_avatar: bool = False
    """The id is meant as one of the account's own avatars."""
    override_script: str = ""
    """Spoken in place of a script of studio's."""
    additions: Additions = NO_ADDITIONS


@dataclass(frozen=True, slots=True)
class RenderOrder:
    """One render to accept."""

    project_id: str
    """Clients ask by it: 32 hex digits. Generation 1 has one a product, later generations one a render."""
    product_id: int
    settings: RenderSettings
    kind: RenderKind = RenderKind.VIDEO
    name: str = ""
    """The client's own name for the video."""
    webhook_url: str = ""
    """Told of the end of this render alone."""
    origin: str = ""
    """Base URL under which the client reaches studio, for the addresses in webhooks."""


@dataclass(frozen=True, slots=True)
class RenderJob:
    """One accepted and paid render."""

    id: int
    order: RenderOrder
    status: JobStatus
    progress: int
    """Percent, never falls."""
    stage: str
    """A word for what is being done."""
    error: str
    """Why it failed, one sentence."""
    seconds: float
    """Length of the finished video."""
    notes: tuple[str, ...]
    """What was decided in place of an unknown value."""
    created_at: float
    updated_at: float
    started_at: float
    """When a worker took it, Unix time; 0 before."""

    @property
    def project_id(self) -> str:
        """The id that clients ask by."""
        return self.order.project_id

    @property
    def settings(self) -> RenderSettings:
        """What was asked for."""
        return self.order.settings
