"""The options of a command as what they ask for, checked: a problem is one line, and nothing is sent before."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from blocks.errors import ConfigurationError
from blocks.field_problems import explain
from flows.catalog.variants import split_values
from flows.cli.declared import Declared, Reading
from flows.cli.options import Key
from flows.runtime.settings import ServiceChoice

M = TypeVar("M", bound=BaseModel)


def requested(model: type[M], *groups: Any) -> M:
    """Return the run that groups of `flows.cli.options` ask for. Raises ConfigurationError, with a line a problem."""
    return validated(model, _placed(groups))


def chosen_service(options: Key) -> ServiceChoice:
    """Return the service that the options choose. Raises ConfigurationError."""
    return validated(ServiceChoice, _placed([options])["where"]["service"])


def validated(model: type[M], given: Mapping[str, Any]) -> M:
    """Check options as the fields of a model. Raises ConfigurationError with a line for every problem."""
    try:
        return model.model_validate(dict(given))
    except ValidationError as error:
        # Groups are the forms' words: a person at a terminal knows the field alone.
        problems = [replace(each, field=each.field.rpartition(".")[2]) for each in explain(error)]
        raise ConfigurationError.of(*problems, code="option_invalid") from None


def require_one(first: str, given: object, second: str, other: object) -> None:
    """Raise ConfigurationError unless one of two options is given, and the other is not."""
    if bool(given) is bool(other):
        both = "both are given" if given else "neither is given"
        raise ConfigurationError(f"{first}, {second}: {both}; allowed: exactly one of them.", code="option_invalid")


def _placed(groups: Iterable[Any]) -> dict[str, Any]:
    """The values of options in the fields of a run that they give."""
    placed: dict[str, Any] = {}
    for group in groups:
        for field in fields(group):
            declared: Declared | None = field.metadata.get("declared")
            if declared and declared.at:
                _read(placed, declared, getattr(group, field.name))
    return placed


def _read(placed: dict[str, Any], declared: Declared, value: Any) -> None:
    match declared.reading:
        case Reading.AS_GIVEN:
            _put(placed, declared.at, value)
        case Reading.OR_NONE:
            _put(placed, declared.at, value or None)
        case Reading.LISTED:
            _put(placed, declared.at, split_values(value, ","))
        case Reading.COUNTED:
            _put(placed, declared.at, tuple(range(1, value + 1)) if value != 1 else ())
        case Reading.VARIANTS:
            several = split_values(value, ",")
            _put(placed, declared.at, several[0] if len(several) > 1 else value or None)
            _put(placed, f"what.variants.{declared.at.rpartition('.')[2]}", several if len(several) > 1 else ())


def _put(placed: dict[str, Any], place: str, value: Any) -> None:
    *groups, name = place.split(".")
    for group in groups:
        placed = placed.setdefault(group, {})
    if value is not None:
        placed[name] = value
