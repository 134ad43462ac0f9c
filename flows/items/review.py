"""Approval by a person: one form in the Prefect UI for all products of a batch that would be paid for.

An item that needs approval is read by the service, which is free, and then left in the ledger as `awaiting_review`,
claimed by nobody: the run that waits for its reviewer holds no other run up, and none pays for the item meanwhile.
The form tells what is known and what would be paid, and takes corrections. Nothing is decided beforehand: a product
is decided by itself or with all others at once. What is rejected is never paid for; what nobody has decided in time
stays as it is, for the next run that asks.
"""

import asyncio
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from prefect.exceptions import FlowPauseTimeout
from prefect.flow_runs import apause_flow_run
from prefect.input import RunInput
from prefect.logging import get_run_logger
from prefect.runtime import flow_run
from pydantic import BaseModel, Field, StringConstraints, ValidationError, WithJsonSchema, create_model

from blocks.jogg.corrections import Corrections
from blocks.jogg.generations import generation_of
from blocks.jogg.service import CreatedProduct
from blocks.ledger.record import RenderRecord
from blocks.ledger.state import ItemState
from flows.items.budget import counted_credits, credits_text
from flows.items.item import Item
from flows.runtime.markdown import address, plain

MAX_IN_A_FORM = 50
"""Products. A person scrolls through no more; a larger batch has several forms, one after the other."""

POLL_SECONDS = 3
"""Between two looks for the answer."""

SPARE_SECONDS = 600
"""The server fails a run whose pause has run out. It gets so much more time, so that the run itself can end by name."""


class Decision(StrEnum):
    """What the reviewer makes of a product."""

    APPROVE = "approve"
    REJECT = "reject"


Decided = Annotated[Decision | None, WithJsonSchema({"enum": [*Decision, None]})]
"""A decision, or none yet: a list to choose from, with nothing chosen."""

WEB_ADDRESS = r"^https?://\S+$"
WebAddress = Annotated[str, StringConstraints(pattern=WEB_ADDRESS)]


class BatchReview(RunInput):
    """The form, to which a field for each product is added."""

    all_others: Decided = Field(
        default=None,
        description="Decides every product below that has no decision of its own. What is rejected is never paid for;"
        " what is left undecided awaits the next review.",
    )


class ProductReview(BaseModel):
    """A product in the form. What is left as it was is left to the service."""

    decision: Decided = Field(default=None, description="Of this product; empty for that of all others.")
    title: str = Field(default="", description="As the video names it.")
    intro_text: str = Field(default="", title="Description", description="What the script is written from.")
    target_audience: str = Field(default="", title="Audience")
    pictures: list[WebAddress] = Field(default=[], description="Addresses; a change replaces all of them.")

    @classmethod
    def of(cls, item: Item, product: CreatedProduct) -> "ProductReview":
        """What is known of it: the catalogue's corrections over what the service has read."""
        ours = item.corrections
        return cls(
            title=ours.title or product.title,
            intro_text=ours.intro_text or product.description,
            target_audience=ours.target_audience or product.target_audience,
            # One that no form can hold is not shown, and so stays as it is.
            pictures=[each.url for each in ours.intro_medias or product.media if re.match(WEB_ADDRESS, each.url)],
        )

    def changes(self, shown: "ProductReview") -> Corrections:
        """What the reviewer has changed of what was `shown`. Raises ValidationError."""
        asked = {
            "title": self.title,
            "intro_text": self.intro_text,
            "target_audience": self.target_audience,
            "intro_medias": self.pictures,
        }
        before = shown.model_dump()
        before["intro_medias"] = before["pictures"]
        return Corrections.model_validate({name: value for name, value in asked.items() if value != before[name]})


@dataclass
class Review:
    """The review of one run. Without `asked` nothing is asked, and what awaits a review elsewhere is left to it."""

    asked: bool = False
    proposed: dict[str, CreatedProduct] = field(default_factory=dict)
    """By fingerprint: what the form will show."""
    corrections: dict[str, Corrections] = field(default_factory=dict)
    """By fingerprint, of what is approved."""
    rejected: set[str] = field(default_factory=set)

    def is_needed(self, item: Item, record: RenderRecord) -> bool:
        """Nobody has approved the item, and somebody has to."""
        return (self.asked or record.state is ItemState.AWAITING_REVIEW) and item.fingerprint not in self.corrections

    def rejects(self, item: Item) -> bool:
        """The reviewer said no."""
        return item.fingerprint in self.rejected

    def propose(self, item: Item, product: CreatedProduct) -> None:
        """Show it in the form."""
        self.proposed[item.fingerprint] = product

    def answer(self, item: Item, shown: ProductReview, answered: ProductReview, others: Decision | None = None) -> None:
        """Keep what the reviewer has decided, in place of an earlier answer. Raises ValidationError.

        `others` is the decision of those products that have none of their own.
        """
        self.rejected.discard(item.fingerprint)
        self.corrections.pop(item.fingerprint, None)
        match answered.decision or others:
            case Decision.REJECT:
                self.rejected.add(item.fingerprint)
            case Decision.APPROVE:
                self.corrections[item.fingerprint] = answered.changes(shown)

    def is_decided(self, item: Item) -> bool:
        """It was answered, either way."""
        return item.fingerprint in self.rejected or item.fingerprint in self.corrections


async def ask(review: Review, items: Sequence[Item], hours: float) -> list[Item]:
    """Pause the run with a form of these items and wait for its answer; those that were decided, which may be none."""
    proposed = [(item, review.proposed[item.fingerprint]) for item in items]
    try:
        async with asyncio.timeout(hours * 3600):
            for number, products in enumerate(_forms(proposed), 1):
                await _ask_about(review, products, f"{flow_run.run_count}-{number}", hours)
    except (TimeoutError, FlowPauseTimeout):
        get_run_logger().warning("Nobody answered within %g hours; nothing of it is paid for.", hours)
    return [item for item in items if review.is_decided(item)]


async def _ask_about(
    review: Review, products: Sequence[tuple[Item, CreatedProduct]], key: str, hours: float, notice: str = ""
) -> None:
    """One form, shown again with what is wrong where an answer can't be."""
    form = review_form(products, notice)
    get_run_logger().info("%d products await their review in the UI, for %g hours at most.", len(products), hours)
    try:
        answer = await apause_flow_run(form, round(hours * 3600) + SPARE_SECONDS, POLL_SECONDS, f"review-{key}")
        for number, (item, product) in enumerate(products, 1):
            shown, answered = ProductReview.of(item, product), getattr(answer, f"product_{number}")
            review.answer(item, shown, answered, answer.all_others)
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        said = f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}"
        await _ask_about(review, products, f"{key}-again", hours, f"**The last answer can't be: {plain(said)}**\n\n")


def review_form(products: Sequence[tuple[Item, CreatedProduct]], notice: str = "") -> type[BatchReview]:
    """Build the form: one section a product, `product_1` and so on, each filled with what is known."""
    fields: dict[str, Any] = {}
    for number, (item, product) in enumerate(products, 1):
        known = ProductReview.of(item, product)
        # A model of its own for each: the UI fills a form from the defaults of fields, not from that of an object.
        section = create_model(f"Product{number}", __base__=ProductReview, **_defaults(known))
        title = f"{number}. {known.title or item.slug}"
        fields[f"product_{number}"] = (section, Field(default=section(), title=title, description=_about(item, known)))
    form: type[BatchReview] = create_model("BatchReview", __base__=BatchReview, **fields)
    return form.with_initial_data(description=notice + _description(products))


def _defaults(known: ProductReview) -> dict[str, Any]:
    shown = ProductReview.model_fields
    return {
        name: (shown[name].annotation, Field(value, title=shown[name].title, description=shown[name].description))
        for name, value in known
        if name != "decision"  # nothing is decided beforehand
    }


def _description(products: Sequence[tuple[Item, CreatedProduct]]) -> str:
    credits = sum((item.price for item, _ in products), Decimal(0))
    lines = [f"Submitting takes **{credits_text(credits)} credits**, less what is rejected.", ""]
    if not generation_of(products[0][0].generation).tells_product:
        lines += ["This generation of the contract tells the title alone: a field left empty stays as it is.", ""]
    lines += ["| product | credits | looks |", "|---|---|---|"]
    for number, (item, product) in enumerate(products, 1):
        looks = _looks(item)
        name = plain(product.title or item.corrections.title or item.slug)
        lines.append(f"| {number}. [{name}]({address(item.url)}) | {credits_text(item.price)} | {plain(looks)} |")
    return "\n".join(lines)


def _about(item: Item, known: ProductReview) -> str:
    """What stands above a product's fields: page, cost, looks and the first picture. The UI reads it as markdown."""
    picture = f"\n\n![picture]({address(known.pictures[0])})" if known.pictures else ""
    return f"{address(item.url)}, {counted_credits(item.price)}, {plain(_looks(item))}{picture}"


def _looks(item: Item) -> str:
    settings = item.settings
    return f"{settings.aspect_ratio}, {settings.language}, {settings.template_name}"


def _forms(proposed: list[tuple[Item, CreatedProduct]]) -> Iterator[list[tuple[Item, CreatedProduct]]]:
    for start in range(0, len(proposed), MAX_IN_A_FORM):
        yield proposed[start : start + MAX_IN_A_FORM]
