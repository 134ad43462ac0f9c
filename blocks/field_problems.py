"""Validation errors as lines a person can act on: which field, what it holds, what is allowed."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # pydantic is not loaded for the help of a command, which needs the errors
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

from bounds.printable import printable

MAX_VALUE = 80
"""Characters of a bad value that are shown: enough to recognise it, short enough for one line of a report."""

ALLOWED_BY_TYPE: dict[str, str] = {
    "int_parsing": "a whole number",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "int_parsing_size": "a whole number of sensible size",
    "bool_parsing": "true or false",
    "bool_type": "true or false",
    "string_type": "text",
    "tuple_type": "a list",
    "model_type": "a set of named fields",
    "missing": "any value, but there must be one",
    "extra_forbidden": "nothing, there is no such field",
}
"""pydantic's error types (its documentation, "Validation Errors") in our own words."""


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One thing wrong with one field."""

    field: str
    """Dotted path, for instance `intro_medias.0.url`."""
    value: str
    """What was given, as JSON, shortened."""
    allowed: str

    def __str__(self) -> str:
        """One line: `language: "klingon"; allowed: english, …`."""
        return f"{self.field}: {self.value}; allowed: {self.allowed}"


def explain(error: "ValidationError") -> list[FieldProblem]:
    """All that `error` found, in the order of the fields."""
    return [_problem(details) for details in error.errors(include_url=False)]


def _problem(details: "ErrorDetails") -> FieldProblem:
    value = details["input"]
    # Of a check over the whole model, which pydantic ascribes to no field.
    field = details.get("ctx", {}).get("field")
    if field and isinstance(value, dict):
        value = value.get(field)
    return FieldProblem(field or ".".join(map(str, details["loc"])), shown(value), _allowed(details))


def _allowed(details: "ErrorDetails") -> str:
    facts: dict[str, Any] = details.get("ctx", {})
    match details["type"]:
        case "greater_than":
            return f"a number above {facts['gt']}"
        case "greater_than_equal":
            return f"a number of at least {facts['ge']}"
        case "enum":
            return str(facts["expected"]).replace("'", "").replace(" or ", ", ")
        case "not_allowed":
            return str(facts["allowed"])
        case kind:
            return ALLOWED_BY_TYPE.get(kind, details["msg"])


def first_few(texts: Iterable[str], most: int) -> str:
    """The first `most` texts with commas between them, and a sign for more where there are more."""
    told = list(islice(texts, most + 1))
    return ", ".join((*told[:most], "…") if len(told) > most else told)


def shown(value: Any) -> str:
    """A bad value for people: as JSON, shortened to `MAX_VALUE` characters."""
    text = printable(json.dumps(value, ensure_ascii=False, default=str))
    return text if len(text) <= MAX_VALUE else f"{text[: MAX_VALUE - 1]}…"
