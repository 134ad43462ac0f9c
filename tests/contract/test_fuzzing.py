"""Random requests after studio's own OpenAPI document: no fault of the server, no answer that is not documented."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.conftest import StartStudio, StudioProcess
from tests.studio.clients import Orders

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
"""Not among them: that bad input is refused. Studio is tolerant on purpose, as clients need it to be."""

SECOND_ADDRESSES = ("/open/v2", "/v1/webhook")
"""The same functions as under /v2 and /v1."""

MODES = (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE)


def known_ids(studio: StudioProcess) -> dict[str, Any]:
    """Ids of things that exist, by the name under which requests hold them: without them little is reached."""
    with studio.client() as client:
        orders = Orders(client)
        url = studio.sample_urls()[0]
        product_id = orders.product(url)
        video_id = orders.accept(product_id)
        previews = orders.nested(product_id) | {"visual_styles": ["FullScreen"]}
        listed = client.post("/v2/create_video_from_product/preview_list", json=previews).json()["data"]["previews"]
        project = client.post("/open/product", json={"url": url}).json()["data"]
        return {
            "url": url,
            "product_id": product_id,
            "preview_id": listed[0]["preview_id"],
            "project_id": project["prj_id"],
            "product_video_id": video_id,
        }


def fuzz(studio: StudioProcess, examples: int) -> Counter[str]:
    """So many cases an operation and mode; how many were answered with each status."""
    document = schemathesis.openapi.from_url(f"{studio.url}/openapi.json")
    known = known_ids(studio)
    answered: Counter[str] = Counter()
    with studio.client() as client:
        for found in document.get_all_operations():
            assert isinstance(found, Ok)
            operation = found.ok()
            if operation.path.startswith(SECOND_ADDRESSES):
                continue
            # Where nothing can be wrong about a request it takes hundreds of tries to find that out.
            refusable = operation.query or operation.headers or operation.body
            for mode in MODES if refusable else MODES[:1]:
                _fuzz_operation(operation.as_strategy(mode), client, known, examples, answered)
    return answered


def _fuzz_operation(
    cases: Any, client: httpx.Client, known: dict[str, Any], examples: int, answered: Counter[str]
) -> None:
    @settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases, real=st.booleans())
    def one(case: Any, real: bool) -> None:
        for part in (case.path_parameters, case.query, case.body) if real else ():
            if isinstance(part, dict):
                part.update({name: value for name, value in known.items() if name in part})
        # Negative cases leave the key out, where nothing else is reached: that is tried elsewhere.
        response = case.call(headers={"x-api-key": client.headers["x-api-key"]})
        answered[str(response.status_code)] += 1
        case.validate_response(response, checks=CHECKS)

    one()


@pytest.fixture
def fuzzed_studio(start_studio: StartStudio) -> Iterator[StudioProcess]:
    studio = start_studio(test_controls=False)
    yield studio
    assert studio.is_running
    assert "Traceback" not in studio.log.read_text()


def test_random_requests_meet_no_fault_and_no_undocumented_answer(fuzzed_studio: StudioProcess) -> None:
    answered = fuzz(fuzzed_studio, examples=1)
    assert answered["200"] > 0
    assert answered["400"] > 0


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_thousands_of_random_requests(fuzzed_studio: StudioProcess) -> None:
    answered = fuzz(fuzzed_studio, examples=60)
    print(dict(answered))  # noqa: T201 - the figures of the run
    assert answered.total() >= 5_000


def test_every_answer_is_documented_and_none_that_is_never_given(studio: StudioProcess) -> None:
    document = httpx.get(f"{studio.url}/openapi.json").json()
    operations = [
        (path, method, operation)
        for path, of_path in document["paths"].items()
        for method, operation in of_path.items()
    ]
    for path, method, operation in operations:
        guarded = path.startswith(("/open/", "/v1/", "/v2/", "/deliveries", "/additions"))
        assert ("401" in operation["responses"]) is guarded, path
        assert ("429" in operation["responses"]) is (guarded and method == "post"), path
        assert "422" not in operation["responses"]
    assert not any(path.startswith("/studio") for path, _, _ in operations)
