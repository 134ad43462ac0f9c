"""How one studio process is run: each setting is an option of its command line."""

import os
from enum import StrEnum
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr
from typer import Option

from studio.voice.natural import VoiceCost

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


def _base_url(value: str) -> str:
    parts = urlsplit(value.rstrip("/"))
    if value and (parts.scheme not in {"http", "https"} or not parts.hostname or any(parts[2:])):
        raise ValueError("must be an http or https address without a path")
    return parts.geturl()


def _addresses(values: list[str]) -> list[str]:
    return [str(ip_address(value)) for value in values]


server_option = partial(Option, rich_help_panel="Server")
account_option = partial(Option, rich_help_panel="Account")
rendering_option = partial(Option, rich_help_panel="Rendering")
webhooks_option = partial(Option, rich_help_panel="Webhooks")
tests_option = partial(Option, rich_help_panel="For tests")


class Settings(BaseModel):
    """The options of `python -m studio`, in the order and the groups of its help."""

    model_config = ConfigDict(frozen=True)

    host: Annotated[str, server_option(help="Address to listen on.")] = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535), server_option(help="Port to listen on; 0 takes a free one.")] = (
        DEFAULT_PORT
    )
    data: Annotated[Path, server_option(help="Folder that keeps the database, pictures and videos.")] = Path(
        "studio-data"
    )
    public_url: Annotated[
        str,
        AfterValidator(_base_url),
        server_option(help="Address that links begin with, such as https://video.example, if it is not the one asked."),
    ] = ""
    trusted_proxy: Annotated[
        list[str],
        AfterValidator(_addresses),
        server_option(
            "--trusted-proxy",
            help="Address of a proxy whose X-Forwarded-Proto and X-Forwarded-Host are believed; can be given again.",
        ),
    ] = ["127.0.0.1", "::1"]
    allow_private: Annotated[
        bool,
        server_option(
            "--allow-private", help="Fetch pages and pictures from private addresses too, and deliver webhooks to them."
        ),
    ] = False

    api_key: Annotated[
        SecretStr,
        account_option(
            parser=SecretStr,
            metavar="KEY",
            envvar="STUDIO_API_KEY",
            help="API key that clients must send. If not given, one is made and kept in the data folder.",
        ),
    ]
    credits: Annotated[
        int | None, Field(ge=0), account_option(help="Credits of the account; unlimited if not given.")
    ] = None
    posts_per_minute: Annotated[
        int, Field(ge=0), account_option(help="POST requests accepted in 60 s; 0 for no limit. The service's is 20.")
    ] = 20

    renderer: Annotated[
        RendererKind, rendering_option(help="real renders each video; instant returns one small clip for all.")
    ] = RendererKind.REAL
    workers: Annotated[int, Field(ge=1), rendering_option(help="Number of videos rendered at the same time.")] = Field(
        default_factory=lambda: os.cpu_count() or 1
    )
    max_waiting: Annotated[
        int, Field(ge=1), rendering_option(help="Number of videos that may wait; further orders are refused with 429.")
    ] = 10_000
    keep_days: Annotated[
        float,
        Field(ge=0),
        rendering_option(help="Days after which videos and uploads are deleted; 0 keeps them."),
    ] = 0.0
    video_length: Annotated[
        int,
        Field(ge=1, le=300),
        rendering_option(help="Length in seconds of a video of /open, whose requests do not set it."),
    ] = 15
    render_deadline: Annotated[float, Field(gt=0), rendering_option(help="Seconds after which a render fails.")] = (
        RENDER_DEADLINE
    )
    voices: Annotated[
        VoiceCost,
        rendering_option(
            envvar="STUDIO_VOICES",
            help="Installed voices that may speak: any, or light for those that take at most two CPU seconds a video.",
        ),
    ] = VoiceCost.ANY
    piper: Annotated[
        Path | None,
        rendering_option(
            envvar="STUDIO_PIPER",
            help="A Piper voice (name.onnx with name.onnx.json beside it), or a folder of such, instead of espeak-ng.",
        ),
    ] = None

    sign: Annotated[
        tuple[Path, Path] | None,
        rendering_option(
            metavar="CERT KEY",
            help="Sign each video with this certificate chain and private key (PEM), as Content Credentials (C2PA).",
        ),
    ] = None
    brand: Annotated[
        Path | None,
        rendering_option(
            envvar="STUDIO_BRAND",
            help="TOML file with a table [brand]: colours, call_to_action, logo, sounds, for every video.",
        ),
    ] = None

    webhook_secret: Annotated[
        SecretStr,
        webhooks_option(
            parser=SecretStr,
            metavar="SECRET",
            envvar="STUDIO_WEBHOOK_SECRET",
            help="Signs webhooks sent to the webhook_url of a request; registered endpoints have their own secrets. "
            "If not given, one is made and kept in the data folder.",
        ),
    ]
    webhook_retry_seconds: Annotated[
        float, Field(ge=0), webhooks_option(help="Seconds between two attempts to deliver a webhook.")
    ] = RETRY_SECONDS
    allow_loopback_webhooks: Annotated[
        bool,
        webhooks_option(
            "--allow-loopback-webhooks", help="Deliver webhooks to receivers on this machine, over http too."
        ),
    ] = False

    lenient: Annotated[
        bool,
        tests_option(
            "--lenient",
            help="Take unknown script styles, languages and visual styles, and render another one in their place.",
        ),
    ] = False
    finished_status: Annotated[
        DoneWord,
        tests_option(
            help="Status of a finished video in generation 2: completed as specified, or success as the live service "
            "was seen to return."
        ),
    ] = DoneWord.COMPLETED
    render_seconds: Annotated[
        float, Field(ge=0), tests_option(help="Seconds that the instant renderer takes for a video.")
    ] = 0.0
    test_controls: Annotated[
        bool, tests_option("--test-controls", help="Serve counters and faults under /studio/.")
    ] = False
