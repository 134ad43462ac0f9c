"""`url2video finish`: run finish-videos and show it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from prefect.client.schemas.objects import State

from blocks.errors import ConfigurationError
from flows.cli.make import check_ways, validated
from flows.cli.shown_run import run_shown
from flows.finish_videos import finish_videos
from flows.items.resolution import Resolution
from flows.runtime.settings import ServiceChoice


@dataclass(frozen=True, slots=True)
class FinishOptions:
    """The command line as it was given; nothing is checked yet."""

    video_ids: tuple[str, ...]
    to: str
    service: Mapping[str, Any]
    resolve: Mapping[str, Any] | None = None
    """Fields of a `Resolution`."""
    scan: bool = False


def run_finish(options: FinishOptions, *, json_lines: bool, verbose: bool) -> int:
    """Run the command `finish` or `resolve`; returns the exit code.

    Raises:
        Url2VideoError: something is wrong with the options, the key or the destination. Nothing was sent.
    """
    service = validated(ServiceChoice, options.service)
    resolve = None if options.resolve is None else _resolution(options.resolve)
    asyncio.run(check_ways(service, options.to))

    async def start() -> State[Any]:
        return await finish_videos(
            video_ids=list(options.video_ids),
            to=options.to,
            service=service,
            resolve=resolve,
            scan=options.scan,
            return_state=True,
        )

    return run_shown(start, json_lines=json_lines, verbose=verbose)


def _resolution(fields: Mapping[str, Any]) -> Resolution:
    if bool(fields["adopt"]) is fields["never_accepted"]:
        given = "both are given" if fields["adopt"] else "neither is given"
        raise ConfigurationError(
            f"--adopt, --never-accepted: {given}; allowed: exactly one of them.", code="option_invalid"
        )
    return validated(Resolution, fields)
