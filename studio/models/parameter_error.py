"""What is wrong with a parameter, in the vendor's words: `Parameter error: avatar.id is required`."""

from collections.abc import Callable, Mapping
from typing import Any

from fastapi.exceptions import RequestValidationError

from studio.models.envelope import Code, RefusalError
from studio.models.video import VIDEO_FORMS

EMPTY_ENTRIES = frozenset({"too_short", "missing"})
"""pydantic's names for a list without entries, and for nothing at all."""

WORDS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "literal_error": lambda limits: f"must be one of {_names(limits['expected'])}",
    "enum": lambda limits: f"must be one of {_names(limits['expected'])}",
    "greater_than_equal": lambda limits: f"must be at least {limits['ge']}",
    "greater_than": lambda limits: f"must be more than {limits['gt']}",
    "less_than_equal": lambda limits: f"must be at most {limits['le']}",
    "less_than": lambda limits: f"must be less than {limits['lt']}",
    "string_too_long": lambda limits: f"must have at most {limits['max_length']} characters",
    "too_long": lambda limits: f"must have at most {limits['max_length']} entries",
    "value_error": lambda limits: str(limits["error"]),
}
"""By pydantic's name of a problem (its `pydantic_core.ErrorType`); each is given the problem's context."""

KINDS = {
    "int": "must be an integer",
    "finite": "must be an integer",
    "float": "must be a number",
    "bool": "must be true or false",
    "string": "must be text",
    "list": "must be a list",
    "model": "must be an object",
    "dict": "must be an object",
}
"""By the first word of pydantic's name: `int_parsing`, `int_type`, `model_attributes_type`."""


def parameter_error(error: RequestValidationError) -> RefusalError:
    """The refusal for the first thing that is wrong."""
    problem = error.errors()[0]
    if problem["type"] == "json_invalid":
        return RefusalError(Code.PARAMETER_ERROR, "Parameter error: the body is not JSON")
    field = ".".join(str(part) for part in problem["loc"][1:] if part not in VIDEO_FORMS)
    # What a model as a whole lacks names its fields itself.
    named = field or ("" if problem["type"] == "value_error" else "body")
    return RefusalError(Code.PARAMETER_ERROR, " ".join(filter(None, ("Parameter error:", named, _complaint(problem)))))


def _complaint(problem: Mapping[str, Any]) -> str:
    kind, given = problem["type"], problem["input"]
    if kind in EMPTY_ENTRIES or given is None or (isinstance(given, str) and not given.strip()):
        return "is required"
    if kind == "too_long" and isinstance(given, str):
        kind = "string_too_long"
    if kind in WORDS:
        return WORDS[kind](problem.get("ctx", {}))
    return KINDS.get(kind.partition("_")[0], str(problem["msg"]))


def _names(expected: str) -> str:
    """`'', '15', '30' or '60'` as `15, 30, 60`: a filter's empty word is none that a client would look for."""
    return ", ".join(filter(None, expected.replace("'", "").replace(" or ", ", ").split(", ")))
