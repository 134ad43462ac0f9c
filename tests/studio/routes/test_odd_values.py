"""Numbers beyond 64 bits, halves of characters and megabytes in any field: a parameter error, and studio goes on."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.conftest import StudioProcess
from tests.studio.clients import Orders

ODD = {
    "half a character": '"\\ud800"',
    "a number of 67 bits": "123456789012345678901",
    "a number of thousands of digits": "9" * 5_000,
    "infinity": "1e999",
    "a megabyte": '"' + "x" * 1_000_000 + '"',
    "nesting without end": "[" * 100_000,
}

LONG = {"a number of 67 bits", "a number of thousands of digits", "infinity", "nesting without end"}
"""They end in the same reader of JSON as the others."""


def body_fields(document: dict[str, Any]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Method, path and field of each request body of /open, /v1 and /v2, fields of objects in it included."""
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            content = operation.get("requestBody", {}).get("content", {})
            if path.startswith(("/open/p", "/v1", "/v2")) and "application/json" in content:
                schema = content["application/json"]["schema"]
                yield from ((method, path, field) for field in _fields(schema, document))


def _fields(schema: dict[str, Any], document: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    for form in (*schema.get("oneOf", ()), *schema.get("anyOf", ())):
        yield from _fields(form, document)
    for name, inner in schema.get("properties", {}).items():
        yield (name,)
        yield from ((name, *rest) for rest in _fields(inner, document))


def placed(body: dict[str, Any], field: tuple[str, ...]) -> dict[str, Any]:
    """`body` with a mark in a field."""
    name, *rest = field
    inner = body.get(name)
    return body | {name: placed(inner if isinstance(inner, dict) else {}, tuple(rest)) if rest else "@mark@"}


@pytest.mark.parametrize(
    "odd", [pytest.param(odd, id=name, marks=pytest.mark.long if name in LONG else ()) for name, odd in ODD.items()]
)
def test_no_odd_value_in_any_field_is_a_fault(studio: StudioProcess, odd: str) -> None:
    document = httpx.get(f"{studio.url}/openapi.json").json()
    with studio.client() as client:
        orders = Orders(client)
        known = orders.nested(orders.product(studio.sample_urls()[0]))
        fields = sorted(set(body_fields(document)))
        assert len(fields) > 80
        for method, path, field in fields:
            content = json.dumps(placed(known, field)).replace('"@mark@"', odd)
            target = path.replace("{endpoint_id}", "wh_1")
            answer = client.request(method, target, content=content, headers={"content-type": "application/json"})
            assert answer.status_code < 500, (method, path, field)
    assert studio.is_running


@pytest.mark.parametrize("number", ["9" * 19, "9" * 40, "-1"])
@pytest.mark.parametrize("path", ["/console/products/{}", "/v2/product_videos?page={}", "/v2/voices?page_size={}"])
def test_a_number_in_an_address_that_no_database_holds_is_refused(
    studio: StudioProcess, path: str, number: str
) -> None:
    with studio.client() as client:
        client.get(studio.console)  # the console's cookie
        answer = client.get(path.format(number))
    assert answer.status_code in {400, 404}
    assert answer.json()["code"] in {40000, 10104}
