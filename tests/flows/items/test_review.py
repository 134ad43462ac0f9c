"""Approval by a person: the form is in a real Prefect server, and answered over its API as the UI does."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from blocks.jogg.corrections import Corrections, Media
from blocks.jogg.service import CreatedProduct
from blocks.jogg.settings import ApiGeneration, RenderSettings
from flows.items.item import Item
from flows.items.review import Decision, ProductReview, Review, review_form
from tests.conftest import StartStudio
from tests.flows.conftest import Make
from tests.prefect_server import PATIENCE_SECONDS, PrefectServer


async def paused_run(server: PrefectServer, known: set[str]) -> dict[str, Any]:
    """The run that waits for a form and is none of those known."""
    paused = {"state": {"type": {"any_": ["PAUSED"]}}}
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            for run in await asyncio.to_thread(server.query, "flow_runs/filter", flow_runs=paused):
                if run["id"] in known:
                    continue
                # The run is paused first; then its form comes, in these two parts.
                keys = run["state"]["state_details"]["run_input_keyset"]
                parts = await asyncio.to_thread(inputs, server, run["id"])
                if {keys["schema"], keys["description"]} <= parts.keys():
                    return {"id": run["id"], "schema": parts[keys["schema"]], "description": parts[keys["description"]]}
            await asyncio.sleep(0.1)


def inputs(server: PrefectServer, run: str) -> dict[str, Any]:
    """What is stored for a run to be read from it, by key."""
    stored = server.query(f"flow_runs/{run}/input/filter", prefix="", limit=10)
    return {each["key"]: json.loads(each["value"]) for each in stored}


async def answer(server: PrefectServer, run: dict[str, Any], **products: Any) -> dict[str, Any]:
    """What the UI sends when its form is submitted."""
    path = f"flow_runs/{run['id']}/resume"
    return dict(await asyncio.to_thread(server.ask, "POST", path, json={"run_input": products}))


def sidecars(store: Path) -> list[dict[str, Any]]:
    return [json.loads(path.read_text()) for path in sorted((store / "videos").rglob("*.json"))]


async def test_one_form_approves_corrects_and_rejects_and_only_what_is_approved_is_paid(
    make: Make, start_studio: StartStudio, prefect_server: PrefectServer, tmp_path: Path
) -> None:
    studio = start_studio()
    urls = studio.sample_urls()[:3]
    run = asyncio.ensure_future(make(studio, urls, review=True))
    form = await paused_run(prefect_server, set())
    assert "**3 credits**" in form["description"]
    assert "field left empty stays as it is" in form["description"]
    assert sum(studio.counters().accepted.values()) == 0
    # Meanwhile another run over the same page neither waits for the reviewer nor pays.
    other = await make(studio, urls[:1])
    assert other.states == ["awaiting_review"]
    assert other.state.name == "1 of 1 awaiting_review"
    wrong = await answer(prefect_server, form, product_1={"decision": "perhaps"})
    assert wrong["status"] == "REJECT"
    corrected = {"decision": "approve", "title": "A better <b>name</b>"}
    products = {"product_1": corrected, "product_2": {"decision": "reject"}, "product_3": {}}
    await answer(prefect_server, form, all_others="approve", **products)
    made = await run
    assert made.states == ["published", "rejected", "published"]
    assert made.state.is_completed()
    assert list(studio.counters().accepted.values()) == [1, 1]
    titles = {sidecar["source_url"]: sidecar["title"] for sidecar in sidecars(tmp_path / "store")}
    assert titles.keys() == {urls[0], urls[2]}
    assert titles[urls[0]] == "A better <b>name</b>"
    # The name of a video is that of the catalogue's item, so the next night finds it.
    again = await make(studio, urls)
    assert again.states == ["skipped", "rejected", "skipped"]


@pytest.mark.long
async def test_an_unanswered_review_is_an_end_with_a_name_and_the_next_one_shows_it_again(
    make: Make, start_studio: StartStudio, prefect_server: PrefectServer
) -> None:
    studio = start_studio()
    urls = studio.sample_urls()[:1]
    run = await make(studio, urls, review=True, review_hours=0.5 / 3600)
    assert run.states == ["awaiting_review"]
    assert [run.state.is_failed(), run.state.name] == [True, "1 of 1 awaiting_review"]
    again = asyncio.ensure_future(make(studio, urls, review=True))
    form = await paused_run(prefect_server, {str(run.state.state_details.flow_run_id)})
    assert "Aurora Insulated Bottle" in form["description"]
    await answer(prefect_server, form, product_1={"decision": "approve"})
    assert (await again).states == ["published"]
    assert list(studio.counters().accepted.values()) == [1]


def item(**corrections: Any) -> Item:
    generation = ApiGeneration.V2
    return Item(1, "https://shop.example/p/1", Corrections(**corrections), RenderSettings(), generation)


KNOWN = CreatedProduct("1", title="Vase", description="Blue.", media=(Media(url="https://shop.example/1.jpg"),))


def test_the_form_shows_what_the_service_has_read_under_what_the_catalogue_corrects() -> None:
    form = review_form([(item(title="Nebel"), KNOWN)])
    shown = form.model_fields["product_1"].default
    assert [shown.title, shown.intro_text, shown.pictures] == ["Nebel", "Blue.", ["https://shop.example/1.jpg"]]
    schema = form.model_json_schema()
    assert schema["properties"]["product_1"]["title"] == "1. Nebel"


@pytest.mark.parametrize(
    ("changed", "corrections"),
    [
        ({}, {}),
        ({"title": "New"}, {"title": "New"}),
        ({"pictures": ["https://x.example/2.jpg"]}, {"intro_medias": [{"url": "https://x.example/2.jpg"}]}),
    ],
)
def test_only_what_the_reviewer_has_changed_is_a_correction(
    changed: dict[str, Any], corrections: dict[str, Any]
) -> None:
    shown = ProductReview.of(item(), KNOWN)
    answered = ProductReview.model_validate(shown.model_dump() | changed)
    assert answered.changes(shown).model_dump(mode="json", exclude_defaults=True) == corrections


def test_the_last_answer_counts_where_a_form_was_shown_again() -> None:
    review, shown = Review(asked=True), ProductReview.of(item(), KNOWN)
    for decision in ("approve", "reject"):
        review.answer(item(), shown, shown.model_copy(update={"decision": Decision(decision)}))
    assert [review.rejects(item()), item().fingerprint in review.corrections] == [True, False]


def test_nothing_is_decided_beforehand_and_one_decision_does_for_all_others() -> None:
    form = review_form([(item(), KNOWN), (item(title="Nebel"), KNOWN)])
    shown = ProductReview.of(item(), KNOWN)
    assert [form.model_fields["all_others"].default, shown.decision] == [None, None]
    review = Review(asked=True)
    review.answer(item(), shown, shown)
    assert not review.is_decided(item())
    review.answer(item(), shown, shown, Decision.APPROVE)
    assert item().fingerprint in review.corrections
    review.answer(item(), shown, shown.model_copy(update={"decision": Decision.REJECT}), Decision.APPROVE)
    assert review.rejects(item())


def test_the_form_tells_picture_title_cost_and_look_of_each_product() -> None:
    form = review_form([(item(), KNOWN)])
    assert "| 1. [Vase](<https://shop.example/p/1>) | 1 | portrait, english, Card Stacking |" in str(form._description)
    shown = form.model_json_schema()["properties"]["product_1"]["description"]
    assert shown.startswith("<https://shop.example/p/1>, 1 credit, portrait, english, Card Stacking")
    assert shown.endswith("![picture](<https://shop.example/1.jpg>)")


def test_markup_of_a_page_does_not_reach_the_reviewer() -> None:
    bad = CreatedProduct("1", title="[x](javascript:alert(1)) <img src=x onerror=alert(1)>")
    description = str(review_form([(item(), bad)])._description)
    assert "<img" not in description
    assert "[x](javascript" not in description
