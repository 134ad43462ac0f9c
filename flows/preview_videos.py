"""preview-videos: cheap drafts of product pages in several styles, and the videos of the styles that are approved.

A draft is an item like any other: claimed in the ledger, paid once at its own price, counted by the budget, verified
and stored. The run ends when they are there. A person looks at the gallery and runs it again with what they approve:
nothing is made or paid twice, and each approved video is made from the draft that they saw.
"""

from functools import partial
from typing import Any

from prefect.client.schemas.objects import State

from blocks.jogg.additions import require_additions
from blocks.ledger.view import utc_now
from flows.catalog.alike import twins_sentence
from flows.catalog.run import PreviewVideos
from flows.catalog.standing_budget import with_standing_budget
from flows.items.commands import ApproveCommand
from flows.items.earlier_names import named_as_known
from flows.items.opening import new_batch, open_session
from flows.items.plan import plan_items
from flows.items.previews import order_previews, with_approved_previews
from flows.items.result import BatchResult
from flows.items.session import RunOptions
from flows.make_video import make_video
from flows.make_videos import conclude, plan_batch
from flows.reporting.feeds.writing import refresh_feeds
from flows.reporting.item_loop import run_items
from flows.reporting.report import write_preview_gallery
from flows.runtime.access import open_access
from flows.runtime.concurrency import in_thread
from flows.runtime.run_flow import run_flow


@run_flow(PreviewVideos, "preview-videos")
async def preview_videos(run: PreviewVideos) -> State[Any]:
    """Draft product pages in several styles, and make the approved styles into videos.

    The run is Completed if every draft and every approved video is in the store, else Failed under a name that counts
    what is left. Only generation v2 of the contract has previews; another is refused before anything is sent.
    """
    what, where, look = run.what, run.where, run.how.settings
    limits = await with_standing_budget(run.limits)
    items = order_previews(what.urls, what.styles, what.approve, look, where.service, run.how.channel)
    access = await open_access(where.to, where.service)
    await require_additions(access.credentials, (item.settings for item in items))
    options = RunOptions(new_batch(), access.to, run.advanced.poll_seconds, run.how.pay_again)
    async with open_session(options, access) as session:
        known = await named_as_known(session.ledger, items)
        found = await plan_items(session.store, session.ledger, known, pay_again=run.how.pay_again)
        plan = await plan_batch(session, found, limits, twins_sentence(items))
        drafts = [each for each in plan.items if each.item.is_preview]
        drafted = await run_items(session, drafts, make_video, run.advanced.concurrency)
        videos = [each for each in plan.items if not each.item.is_preview]
        chosen = await in_thread(with_approved_previews, session.ledger, videos)
        made = await run_items(session, chosen, make_video, run.advanced.concurrency)
        result = BatchResult(session.batch, (*drafted, *made))
        approve_command = ApproveCommand(access.to, look, where.service, run.how.channel)
        write = partial(write_preview_gallery, access.store, result, approve_command, utc_now())
        return await conclude(result, write, partial(refresh_feeds, access.store) if made else None)
