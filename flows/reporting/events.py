"""What the flows tell Prefect in events, for automations to act on and for people to follow.

`url2video.video.<published|needs-review|stale|failed|ambiguous>` for an item's end, `url2video.batch.finished` for a
batch, and `url2video.budget.nearly-used` once four fifths of a budget are taken; of a catalogue that was split, the
last two come from shard-catalog alone. Prefect relates each to its flow run, the deployment and their tags by itself.
Events are sent from a thread of Prefect's own: none is waited for, and one that is lost costs no video.
"""

from decimal import Decimal
from enum import StrEnum
from typing import Any

from prefect.events import emit_event

from blocks.ledger.state import ItemState
from flows.items.budget import BudgetPeriod
from flows.items.result import BatchResult, ItemResult
from flows.runtime.public_address import PublicAddress


class Happening(StrEnum):
    """Names of the events."""

    PUBLISHED = "url2video.video.published"
    FAILED = "url2video.video.failed"
    NEEDS_REVIEW = "url2video.video.needs-review"
    STALE = "url2video.video.stale"
    AMBIGUOUS = "url2video.video.ambiguous"
    BATCH_FINISHED = "url2video.batch.finished"
    BUDGET_NEARLY_USED = "url2video.budget.nearly-used"


TOLD = {
    ItemState.PUBLISHED: Happening.PUBLISHED,
    ItemState.FAILED: Happening.FAILED,
    ItemState.NEEDS_REVIEW: Happening.NEEDS_REVIEW,
    ItemState.STALE: Happening.STALE,
    ItemState.AMBIGUOUS: Happening.AMBIGUOUS,
}
"""Ends of which an event tells; of the others nothing is to be done, or the batch's event counts them."""

SUCCEEDED_LABEL = "url2video.succeeded"
"""Of a batch's resource: "true", or "false" where a person has to look."""


def tell_video(batch: str, result: ItemResult, public: PublicAddress | None = None) -> None:
    """Tell how an item ended; a draft is nobody's video yet. `public` is where the store is seen."""
    if not result.item.is_preview and (happening := TOLD.get(result.state)):
        failure, video = result.failure, result.video
        _emit(
            happening,
            {
                "prefect.resource.id": f"url2video.video.{result.item.fingerprint}",
                "prefect.resource.name": result.title or result.item.slug,
            },
            batch=batch,
            url=result.item.url,
            id=result.item.id,
            title=result.title,
            link=public.of_key(video.key) if public and video else "",
            poster=public.of_key(video.poster_key) if public and video and video.poster_key else "",
            language=result.item.settings.language,
            aspect_ratio=result.item.settings.aspect_ratio.value,
            render_id=result.render_id,
            credits=float(result.credits),
            address=result.address,
            seconds=video.seconds if video else None,
            width=video.width if video else None,
            height=video.height if video else None,
            bytes=video.size if video else None,
            sha256=video.sha256 if video else "",
            findings=[str(finding) for finding in video.findings] if video else [],
            code=failure.code if failure else "",
            message=failure.message if failure else "",
            next_step=failure.next_step if failure else "",
        )


def tell_batch(batch: BatchResult, name: str, *, succeeded: bool) -> None:
    """Tell how a batch ended; `name` is that of the run's final state.

    An automation can only choose by the labels of a resource, so success is one of them.
    """
    resource = {
        "prefect.resource.id": f"url2video.batch.{batch.batch}",
        "prefect.resource.name": name,
        SUCCEEDED_LABEL: str(succeeded).lower(),
    }
    counts = {state.value: batch.counts[state] for state in ItemState}
    _emit(
        Happening.BATCH_FINISHED,
        resource,
        batch=batch.batch,
        name=name,
        sentence=batch.sentence,
        credits=float(batch.credits),
        **counts,
    )


def tell_budget(period: BudgetPeriod, used: Decimal, limit: Decimal) -> None:
    """Tell that a budget is nearly used."""
    resource = {"prefect.resource.id": f"url2video.budget.{period}", "prefect.resource.name": f"budget a {period}"}
    _emit(Happening.BUDGET_NEARLY_USED, resource, period=period.value, used=float(used), limit=float(limit))


def _emit(happening: Happening, resource: dict[str, str], **payload: Any) -> None:
    emit_event(happening.value, resource, payload=payload)
