"""The parameters of the flows: a form that explains itself, and those of version 0.1 as long as they are taken."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from prefect.utilities.schema_tools.validation import validate

from blocks.jogg.settings import ApiGeneration
from blocks.jogg.vocabulary import TEMPLATE_NAMES, V2_LANGUAGES
from flows.catalog.run import MakeVideos
from flows.finish_videos import finish_videos
from flows.make_videos import make_videos
from flows.preview_videos import preview_videos
from flows.runtime.prefect_names import parameter_schema
from flows.runtime.run_flow import RunFlow
from flows.shard_catalog import shard_catalog
from tests.conftest import QUICK_SETTLEMENT, StartStudio
from tests.prefect_server import PrefectServer
from tests.work_pool import run_work_pool, store_credentials

SCHEMA_0_1: dict[str, Any] = json.loads((Path(__file__).parent / "make_videos_0_1.json").read_text())
"""The parameter schema of make-videos that `prefect deploy` of version 0.1 has stored."""

MADE_0_1 = {"urls", "catalog", "to", "settings", "variants", "selection", "service"}
MADE_0_1 |= {"budget", "budget_period", "concurrency", "poll_seconds", "pay_again"}
NAMES_0_1 = {
    make_videos: MADE_0_1 | {"batch", "part_of", "wait", "review", "review_hours"},
    shard_catalog: MADE_0_1 | {"shards", "deployment", "reruns"},
    preview_videos: MADE_0_1 - {"catalog", "variants", "selection"} | {"styles", "approve"},
    finish_videos: {"video_ids", "to", "service", "more_services"},
}


def undescribed(schema: dict[str, Any], definitions: dict[str, Any]) -> Iterator[str]:
    """The fields of a form, at any depth, that say nothing of themselves."""
    for name, field in schema.get("properties", {}).items():
        inner = definitions.get(field.get("$ref", "").rpartition("/")[2], {})
        if not (field.get("description") or inner.get("description")) or not (field.get("title") or inner.get("title")):
            yield name
        yield from (f"{name}.{each}" for each in undescribed(inner, definitions))


@pytest.mark.parametrize("flow", NAMES_0_1, ids=lambda flow: str(flow.name))
def test_every_field_of_a_form_has_a_title_and_says_what_it_is(flow: RunFlow) -> None:
    schema = parameter_schema(flow).model_dump_for_openapi()
    assert set(schema["properties"]) <= {"what", "where", "how", "limits", "advanced", "split"}
    assert list(undescribed(schema, schema["definitions"])) == []


PAGE = ("https://shop.example/p/1",)


@pytest.mark.parametrize(
    ("flow", "parameters", "taken"),
    [
        (preview_videos, {"what": {"urls": PAGE, "styles": ["FullScreen"]}}, True),
        (preview_videos, {"what": {"urls": PAGE, "approve": ["FullScreen"]}}, True),
        (preview_videos, {"what": {"urls": PAGE, "styles": [], "approve": []}}, False),
        (preview_videos, {"what": {"urls": [], "styles": ["FullScreen"]}}, False),
        (make_videos, {"what": {"urls": [], "catalog": "products.csv"}}, True),
        (make_videos, {"what": {"urls": PAGE, "catalog": ""}}, True),
        (make_videos, {"what": {"urls": [], "catalog": ""}}, False),
        (make_videos, {"what": {"urls": PAGE}, "how": {"settings": {"language": "DE", "template_name": "Mine"}}}, True),
        (make_videos, {"what": {"urls": PAGE}, "how": {"settings": {"length": 45}}}, False),
        (make_videos, {"what": {"urls": PAGE}, "how": {"settings": {"length": None}}}, True),
    ],
)
def test_a_form_takes_what_a_run_can_be_made_of(flow: RunFlow, parameters: dict[str, Any], taken: bool) -> None:
    schema = parameter_schema(flow).model_dump_for_openapi()
    given = json.loads(json.dumps(parameters))
    refused = validate(given, schema, raise_on_error=False, preprocess=True)
    assert (not refused) is taken


def test_a_form_offers_the_words_of_the_contract() -> None:
    schema = parameter_schema(make_videos).model_dump_for_openapi()["definitions"]
    settings, variants = schema["RenderSettings"]["properties"], schema["Variants"]["properties"]
    assert settings["language"]["anyOf"][0]["enum"] == list(V2_LANGUAGES)
    assert variants["aspect_ratio"]["items"]["anyOf"][0]["enum"] == ["portrait", "landscape", "square"]
    assert set(settings["template_name"]["anyOf"][0]["enum"]) == set(TEMPLATE_NAMES)


@pytest.mark.parametrize("flow", NAMES_0_1, ids=lambda flow: str(flow.name))
def test_every_parameter_of_0_1_has_a_place(flow: RunFlow) -> None:
    assert set(flow.places) >= NAMES_0_1[flow]


def test_a_flat_parameter_replaces_what_its_group_has_and_leaves_the_rest() -> None:
    given = {"where": {"to": "one", "service": {"generation": "v2"}}, "to": "two", "budget": 3}
    checked = make_videos.validate_parameters(given)
    run = MakeVideos(**{group: checked[group] for group in MakeVideos.model_fields})
    assert (run.where.to, run.where.service.generation, run.limits.budget) == ("two", ApiGeneration.V2, Decimal(3))


def test_what_a_run_was_not_given_is_not_on_its_page() -> None:
    assert make_videos.serialize_parameters({"what": {"urls": ["u"]}, "to": None, "budget": 3}) == {
        "what": {"urls": ["u"]},
        "budget": 3,
    }


@pytest.mark.long
def test_a_deployment_of_0_1_goes_on_and_its_runs_say_where_its_parameters_have_moved(
    prefect_server: PrefectServer, start_studio: StartStudio, tmp_path: Path
) -> None:
    studio = start_studio()
    parameters = {
        "to": str(tmp_path / "videos"),
        "service": {"credentials_block": store_credentials(prefect_server, studio)},
        "poll_seconds": 0.2,
        "budget": 1,
        "budget_period": "batch",
    }
    with run_work_pool(prefect_server, "of-0-1", tmp_path, QUICK_SETTLEMENT) as pool:
        deployment = f"deployments/{pool.deployment_id}"
        today = prefect_server.ask("GET", deployment)["parameter_openapi_schema"]
        assert list(undescribed(today, today["definitions"])) == []
        ended = []
        # As it was deployed then; and deployed anew, with the parameters that somebody's prefect.yaml still has.
        for number, schema in enumerate([SCHEMA_0_1, today]):
            prefect_server.ask("PATCH", deployment, json={"parameter_openapi_schema": schema, "parameters": parameters})
            run = pool.start_run(urls=studio.sample_urls()[number : number + 1], settings={"language": "german"})
            ended.append(pool.await_state(run, "COMPLETED", "FAILED", "CRASHED"))
            prefect_server.await_log(run, "what.urls, where.to")
        assert ended == ["COMPLETED", "COMPLETED"], pool.log.read_text()[-4000:]
    assert list(studio.counters().accepted.values()) == [1, 1]
