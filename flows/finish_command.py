"""`url2video finish`: run finish-videos and show it."""

import asyncio
from collections.abc import Mapping
from typing import Any

from prefect.client.schemas.objects import State

from flows.finish_videos import finish_videos
from flows.make_command import check_ways, validated
from flows.settings import ServiceChoice
from flows.shown_run import run_shown


def run_finish(
    video_ids: list[str], to: str, service_fields: Mapping[str, Any], *, scan: bool, json_lines: bool, verbose: bool
) -> int:
    """Run the command; returns the exit code.

    Raises:
        Url2VideoError: something is wrong with the options, the key or the destination. Nothing was sent.
    """
    service = validated(ServiceChoice, service_fields)
    asyncio.run(check_ways(service, to))

    async def start() -> State[Any]:
        return await finish_videos(video_ids=video_ids, to=to, service=service, scan=scan, return_state=True)

    return run_shown(start, json_lines=json_lines, verbose=verbose)
