"""Settings of a run: what comes from the environment, and what a flow run is asked for.

Environment variables start with `URL2VIDEO_`, for instance `URL2VIDEO_RENDER_DEADLINE_SECONDS=3600`; a `.env` file in
the working directory is read too. The API key has the name that the service's own clients use, `JOGG_API_KEY`.
"""

from enum import StrEnum

from pydantic import Field, PositiveFloat, PositiveInt, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

from blocks.content.reader import require_reader
from blocks.environment import from_environment
from blocks.jogg.prices import price_table
from blocks.jogg.settings import ApiGeneration
from flows.runtime.run import Group

API_KEY_VARIABLE = "JOGG_API_KEY"

KEY_VARIABLES = ("JOGG_", "URL2VIDEO_")
"""How names of variables begin that may be named as the key's: whoever may start a run must not have any other secret
of the worker sent to a service of his own."""


class CheckMode(StrEnum):
    """What the checks of a delivered video do."""

    OFF = "off"
    """Nothing is checked."""
    WARN = "warn"
    """Findings are told, and the video is published."""
    HOLD = "hold"
    """Findings hold the video back: it is in the store, the run ends as needs_review, and no feed offers it."""


class RunSettings(BaseSettings):
    """Figures that rarely change; each can be set in the environment."""

    model_config = SettingsConfigDict(env_prefix="URL2VIDEO_", env_file=".env", extra="ignore", frozen=True)

    render_deadline_seconds: PositiveFloat = 3600
    """How long to wait for one render. The service states 5 to 10 minutes; a busy queue takes longer."""
    first_poll_seconds: PositiveFloat = 10
    """Before the first look at a render: the service's own advice is 10 to 15 s."""
    response_seconds: PositiveFloat = 60
    """Longest wait for the response to the POST of a product or a render; polls get half of it."""
    settle_seconds: float = Field(default=180, ge=0)
    """How long the service is asked about a paid request of unknown outcome before it counts as never accepted, from
    the end of the exchange on. Gateways have been seen to hand a request on after they gave up on it, and lists to show
    a video 80 s late: three minutes is beyond both."""
    lease_seconds: PositiveFloat = 60
    """A run that has not been heard of for so long is dead, and its claims may be taken over."""
    heartbeat_seconds: PositiveFloat = 15
    """Between two signs of life; a quarter of the lease at most, so that three may be lost. A run whose last sign is
    nearly as old as the lease pays for nothing any more."""
    copies: PositiveInt = 4
    """Videos copied to the store at once: each holds up to 50 MB while it passes through."""
    to: str = "videos"
    """Destination of runs that are given none: the deployments of prefect.yaml."""
    public_base_url: str = ""
    """Where a browser sees the store's prefix (a CDN, a public bucket); links in artifacts start with it."""

    checks: CheckMode | None = None
    """What findings in a delivered video do; without a choice they hold it back where feeds are written."""

    content_checks: bool = False
    """The text that a video shows is held against what is known of its product. Takes the extra `check`."""

    @property
    def check_mode(self) -> CheckMode:
        """The choice, or the one that follows from `public_base_url`."""
        return self.checks or (CheckMode.HOLD if self.public_base_url else CheckMode.WARN)

    @field_validator("content_checks")
    @classmethod
    def _is_a_check(cls, asked: bool, others: ValidationInfo) -> bool:
        if asked and others.data.get("checks") is CheckMode.OFF:
            raise PydanticCustomError(
                "not_allowed", "nothing is checked", {"allowed": "false while URL2VIDEO_CHECKS is off"}
            )
        return asked

    @field_validator("heartbeat_seconds")
    @classmethod
    def _fits_into_the_lease(cls, seconds: float, others: ValidationInfo) -> float:
        longest = others.data.get("lease_seconds", seconds * 4) / 4
        if seconds > longest:
            allowed = f"at most {longest:g}, a quarter of URL2VIDEO_LEASE_SECONDS"
            raise PydanticCustomError("not_allowed", "too long for the lease", {"allowed": allowed})
        return seconds


def load_settings() -> RunSettings:
    """Read the environment's settings, and the prices with them. Raises ConfigurationError."""
    price_table()
    settings = from_environment(RunSettings)
    if settings.content_checks:
        require_reader()
    return settings


class ServiceChoice(Group):
    """Which service makes the videos, and where its key is. The key itself is never a parameter."""

    generation: ApiGeneration = Field(
        default=ApiGeneration.OPEN, title="API generation", description="Contract that the service speaks."
    )
    base_url: str = Field(default="", title="Base URL", description="Address of the service; empty for the live one.")
    credentials_block: str = Field(
        default="",
        description="Name of a stored Jogg Credentials block with key and address; it must be of the generation above.",
    )
    api_key_variable: str = Field(
        default=API_KEY_VARIABLE, description="Environment variable that holds the API key, without a block."
    )
    posts_per_minute: PositiveInt = Field(default=20, description="POSTs that the plan allows in any 60 seconds.")
    shared_pace: bool = Field(
        default=False,
        description="Other processes use the same key: they keep the pace together, by the global concurrency limit"
        " `jogg-posts` of the Prefect server.",
    )

    @property
    def takes_additions(self) -> bool:
        """Whether it may be studio, which takes settings of its own: it is told by its address."""
        return bool(self.base_url)

    @field_validator("api_key_variable")
    @classmethod
    def _is_named_as_a_key(cls, name: str) -> str:
        if not name.startswith(KEY_VARIABLES):
            allowed = " or ".join(f"{prefix}…" for prefix in KEY_VARIABLES)
            raise PydanticCustomError("not_allowed", "no variable of a key", {"allowed": allowed})
        return name
