"""How one studio process was asked to run."""

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, SecretStr

DEFAULT_PORT = 8777
"""Free of IANA assignments in common use; the port the command line's help names."""


class DoneWord(StrEnum):
    """How generation 2 calls a finished video: its specification and its live service were seen to differ."""

    COMPLETED = "completed"
    SUCCESS = "success"


RENDER_DEADLINE = 600.0
"""Seconds. The vendor's polling advice ends at 10 minutes: a client gives up there, so does the server."""


RETRY_SECONDS = 5.0
"""Between two attempts at a webhook (contract, webhooks)."""


class RendererKind(StrEnum):
    """Who makes the videos."""

    REAL = "real"
    """Worker processes render every video from its product."""
    INSTANT = "instant"
    """One small pre-rendered clip serves every request, for tests and orchestration benchmarks."""


class Settings(BaseModel):
    """The command line of `python -m studio` as a value."""

    model_config = ConfigDict(frozen=True)

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = DEFAULT_PORT
    """0 takes a free port."""
    data: Path = Path("studio-data")
    """Holds the database, pictures and videos."""
    api_key: SecretStr
    posts_per_minute: Annotated[int, Field(ge=0)] = 20
    """POST requests allowed in 60 s, 0 for no limit. The service allows 20."""
    credits: Annotated[int, Field(ge=0)] | None = None
    """Credits the account was given; None is an account that never runs dry."""
    workers: Annotated[int, Field(ge=1)] = Field(default_factory=lambda: os.cpu_count() or 1)
    renderer: RendererKind = RendererKind.REAL
    render_seconds: Annotated[float, Field(ge=0)] = 0.0
    """How long the instant renderer lets a job take."""
    render_deadline: Annotated[float, Field(gt=0)] = RENDER_DEADLINE
    """Seconds after which a job is failed."""
    video_length: Annotated[int, Field(ge=1, le=300)] = 15
    """Seconds. Generation 1 has no field for the length."""
    piper: Path | None = None
    """A Piper voice, or a folder of such, that speaks in place of espeak-ng."""
    finished_status: DoneWord = DoneWord.COMPLETED
    """How generation 2 calls a finished video."""
    allow_private: bool = False
    """Fetch pages and pictures from private addresses too."""
    webhook_secret: SecretStr
    """Signs deliveries to the webhook_url of single requests; endpoints have secrets of their own."""
    webhook_retry_seconds: Annotated[float, Field(ge=0)] = RETRY_SECONDS
    allow_loopback_webhooks: bool = False
    """Deliver to receivers on this machine, over http too."""
    test_controls: bool = False
    """Serve the control face under /studio/."""
