"""preview-videos: cheap drafts of product pages in several styles, and the videos of the styles that are approved.

A draft is an item like any other: claimed in the ledger, paid once at its own price, counted by the budget, verified
and stored. The run ends when they are there. A person looks at the gallery and runs it again with what they approve:
nothing is made or paid twice, and each approved video is made from the draft that they saw.
"""

from functools import partial
from typing import Annotated, Any

from prefect import flow
from prefect.client.schemas.objects import State
from pydantic import Field

from blocks.jogg.settings import ApiGeneration, RenderSettings
from blocks.store.destination import open_store
from flows.catalog import form_fields as form
from flows.catalog.twins import find_twins, twins_sentence
from flows.items.budget import BudgetPeriod
from flows.items.commands import ApproveCommand
from flows.items.previews import order_previews, with_approved_previews
from flows.items.result import BatchResult
from flows.items.session import RunOptions, new_batch, open_session, utc_now
from flows.make_video import make_video
from flows.make_videos import Limit, conclude, plan_batch, run_name
from flows.reporting.events import tell_batch, tell_budget
from flows.reporting.item_loop import run_items
from flows.reporting.preview_gallery import write_preview_gallery
from flows.runtime.concurrency import in_thread
from flows.runtime.run_state import told_as_state
from flows.runtime.settings import ServiceChoice, load_settings

WITH_PREVIEWS = ServiceChoice(generation=ApiGeneration.V2)


@flow(name="preview-videos", flow_run_name=run_name, persist_result=False)
@told_as_state
async def preview_videos(  # noqa: PLR0913, PLR0917 - each is a field of the form that a person fills in the UI
    urls: Annotated[list[str], Field(description="Product pages.")],
    styles: Annotated[list[str], Field(description="Visual styles to draft each page in.")] = [],  # noqa: B006 - Prefect copies it
    approve: Annotated[list[str], Field(description="Visual styles to make videos of.")] = [],  # noqa: B006 - Prefect copies it
    to: form.Destination = "videos",
    settings: Annotated[
        RenderSettings, Field(description="For all of them, but for the style.")
    ] = form.DEFAULT_SETTINGS,
    service: form.Service = WITH_PREVIEWS,
    budget: form.BudgetLimit = None,
    budget_period: BudgetPeriod = BudgetPeriod.DAY,
    concurrency: form.Concurrency = form.CONCURRENCY,
    poll_seconds: form.PollSeconds = 10,
    pay_again: Annotated[bool, Field(description="Pay once more for what the service failed.")] = False,
) -> State[Any]:
    """Draft product pages in several styles, and make the approved styles into videos.

    The run is Completed if every draft and every approved video is in the store, else Failed under a name that counts
    what is left. Only generation v2 of the contract has previews; another is refused before anything is sent.
    """
    order = order_previews(urls, styles, approve, settings, service.generation)
    limits = load_settings()
    to = to or limits.to
    store = await in_thread(open_store, to)
    options = RunOptions(new_batch(), to, poll_seconds, pay_again)
    async with open_session(options, [service], store, limits) as session:
        limit = Limit(budget, budget_period, partial(tell_budget, budget_period))
        said = twins_sentence(find_twins(order.items))
        order = await order.named_as_known(session.ledger)
        plan = await plan_batch(session, order.items, limit, said=said)
        drafts = await run_items(
            session, [each for each in plan.items if each.item.is_preview], make_video, concurrency
        )
        videos = [each for each in plan.items if not each.item.is_preview]
        chosen = await in_thread(with_approved_previews, session.ledger, videos)
        made = await run_items(session, chosen, make_video, concurrency)
        result = BatchResult(session.batch, (*drafts, *made))
        approve_command = ApproveCommand(to, settings, service)
        ended = await conclude(result, partial(write_preview_gallery, store, result, approve_command, utc_now()))
        tell_batch(result, result.name, succeeded=result.succeeded)
        return ended
