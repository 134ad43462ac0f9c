"""An operation of an OpenAPI document as plain facts, to be compared with what the vendor's document says."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

VENDOR_FACTS = Path(__file__).with_name("vendor_v2.toml")


@dataclass(frozen=True, slots=True)
class Operation:
    """Names of fields, those in objects and lists after a dot. In `enums` those of a response begin with `data.`."""

    query: frozenset[str] = frozenset()
    body: frozenset[str] = frozenset()
    required: frozenset[str] = frozenset()
    data: frozenset[str] = frozenset()
    defaults: Mapping[str, Any] = field(default_factory=dict)
    maxima: Mapping[str, int] = field(default_factory=dict)
    enums: Mapping[str, frozenset[Any]] = field(default_factory=dict)


def vendor_operations() -> dict[str, Operation]:
    """By method and path below /v2."""
    return {
        name: Operation(
            **{key: frozenset(facts.get(key, ())) for key in ("query", "body", "required", "data")},
            defaults=facts.get("defaults", {}),
            maxima=facts.get("maxima", {}),
            enums={key: frozenset(values) for key, values in facts.get("enums", {}).items()},
        )
        for name, facts in tomllib.loads(VENDOR_FACTS.read_text()).items()
    }


def differences(name: str, vendor: Operation, own: Operation) -> Iterator[str]:
    """Each difference of an operation in a line: `-` for what ours lacks, `+` for what it adds, `=` for others."""
    for part in ("query", "body", "required", "data"):
        theirs, ours = getattr(vendor, part), getattr(own, part)
        for sign, fields in (("-", theirs - ours), ("+", ours - theirs)):
            if fields:
                yield f"{name} {part} {sign} {', '.join(sorted(fields))}"
    for part in ("defaults", "maxima", "enums"):
        theirs, ours = getattr(vendor, part), getattr(own, part)
        changed = sorted(field for field in theirs if theirs[field] != ours.get(field))
        if changed:
            yield f"{name} {part} = {', '.join(changed)}"


@dataclass(frozen=True, slots=True)
class _Field:
    """A field of a request or response."""

    name: str
    schema: Mapping[str, Any]
    is_required: bool


class Document:
    """Studio's own OpenAPI document."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document

    def names(self, prefix: str) -> set[str]:
        """Method and path of each operation below a prefix."""
        return {
            f"{method.upper()} {path.removeprefix(prefix)}"
            for path, operations in self._document["paths"].items()
            if path.startswith(f"{prefix}/")
            for method in operations
        }

    def operation(self, name: str, prefix: str) -> Operation:
        """The facts of one."""
        method, _, path = name.partition(" ")
        described = self._document["paths"][prefix + path][method.lower()]
        query = [
            _Field(each["name"], self._resolved(each["schema"]), bool(each.get("required")))
            for each in described.get("parameters", ())
            if each["in"] == "query"
        ]
        body = list(self._fields(_content(described.get("requestBody", {}))))
        data = [each for each in self._fields(_content(described["responses"]["200"])) if each.name.startswith("data.")]
        asked = [*query, *body]
        return Operation(
            query=frozenset(each.name for each in query),
            body=frozenset(each.name for each in body),
            required=frozenset(each.name for each in body if each.is_required),
            data=frozenset(each.name.removeprefix("data.") for each in data),
            defaults={each.name: each.schema["default"] for each in asked if "default" in each.schema},
            maxima={each.name: each.schema["maximum"] for each in query if "maximum" in each.schema},
            enums={each.name: values for each in (*asked, *data) if (values := self._values(each.schema))},
        )

    def _fields(self, schema: Mapping[str, Any]) -> Iterator[_Field]:
        schema = self._resolved(schema)
        if "items" in schema:
            yield from self._fields(schema["items"])
        for form in schema.get("oneOf", schema.get("anyOf", ())):
            yield from self._fields(form)
        for name, inner in schema.get("properties", {}).items():
            resolved = self._resolved(inner)
            yield _Field(name, resolved, name in schema.get("required", ()))
            for each in self._fields(resolved):
                yield _Field(f"{name}.{each.name}", each.schema, each.is_required)

    def _values(self, schema: Mapping[str, Any]) -> frozenset[Any]:
        forms = [self._resolved(form) for form in (schema, *schema.get("anyOf", ()))]
        found = {
            value for form in forms for value in (*form.get("enum", ()), *([form["const"]] if "const" in form else ()))
        }
        return frozenset(found - {""})

    def _resolved(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        if "$ref" in schema:
            target = self._document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
            return {**target, **{key: value for key, value in schema.items() if key != "$ref"}}
        return schema


def _content(part: Mapping[str, Any]) -> Mapping[str, Any]:
    content: Mapping[str, Any] = part.get("content", {}).get("application/json", {}).get("schema", {})
    return content
