"""decide-video: the form in which a person accepts or rejects a video that its checks hold back."""

from typing import Any

from prefect.client.schemas.objects import State
from prefect.logging import get_run_logger
from prefect.states import Completed

from blocks.store.destination import open_store
from flows.reporting.feeds.decision import decide
from flows.reporting.feeds.run import DecideVideo
from flows.runtime.access import destination
from flows.runtime.concurrency import in_thread
from flows.runtime.run_flow import run_flow


@run_flow(DecideVideo, "decide-video")
async def decide_video(run: DecideVideo) -> State[Any]:
    """Accept a held video, and feeds offer it; or reject it, and the one before keeps its rows.

    The video's page and the gallery show what was found, with a picture of the moment. A decision may be changed. Pays
    for nothing, needs no key.
    """
    store = await in_thread(open_store, await destination(run.where.to))
    sentence = await in_thread(decide, store, run.what.fingerprint, run.what.decision)
    get_run_logger().info(sentence)
    return Completed(message=sentence)
