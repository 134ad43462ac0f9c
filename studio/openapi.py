"""The OpenAPI document, true to what is answered: the envelope for every refusal, and no 422, which is never sent."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from studio.models.envelope import ErrorAnswer, RateLimitedAnswer

VERSION = "2"
"""Of the newest generation that is spoken."""

_REFERENCE = "#/components/schemas/{model}"


def describe_truly(app: FastAPI) -> None:
    """Have /openapi.json say what the server does."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app)
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign] # FastAPI's own way to extend it


def _document(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(title=app.title, version=VERSION, description=__doc__, routes=app.routes)
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            _tell_refusals(path, method, operation)
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    models = [(ErrorAnswer, "serialization"), (RateLimitedAnswer, "serialization")]
    _, definitions = models_json_schema(models, ref_template=_REFERENCE)  # type: ignore[arg-type] # a list of literals
    schemas |= definitions["$defs"]
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    return document


def _tell_refusals(path: str, method: str, operation: dict[str, Any]) -> None:
    responses: dict[str, Any] = operation["responses"]
    responses.pop("422", None)
    guarded = "security" in operation
    if guarded or operation.get("parameters") or operation.get("requestBody"):
        responses["400"] = _refusal("Refused; `code` and `msg` say why.", ErrorAnswer)
    if guarded:
        responses["401"] = _refusal("The key is missing or wrong.", ErrorAnswer)
    if guarded and method == "post":
        responses["429"] = _refusal("More POST requests than allowed in 60 s.", RateLimitedAnswer)
    if "{" in path:
        responses["404"] = _refusal("There is nothing at this path.", ErrorAnswer)


def _refusal(description: str, model: type[ErrorAnswer]) -> dict[str, Any]:
    schema = {"$ref": _REFERENCE.format(model=model.__name__)}
    return {"description": description, "content": {"application/json": {"schema": schema}}}
