"""Settings from the environment, checked: what is wrong is told by the name of its variable."""

from dataclasses import replace
from typing import TypeVar

from pydantic import ValidationError
from pydantic_settings import BaseSettings, SettingsError

from blocks.errors import ConfigurationError
from blocks.field_problems import FieldProblem, explain

S = TypeVar("S", bound=BaseSettings)


def from_environment(kind: type[S]) -> S:
    """Read settings from the environment and the `.env` file.

    Raises:
        ConfigurationError: a value can't be one; the message has a line for each.
    """
    try:
        return kind()
    except ValidationError as error:
        prefix = kind.model_config.get("env_prefix", "")
        problems = [_in_environment(prefix, problem) for problem in explain(error)]
        raise ConfigurationError.of(*problems, code="settings_invalid") from None
    except SettingsError as error:
        raise ConfigurationError(f"{error}; allowed: JSON.", code="settings_invalid") from None


def _in_environment(prefix: str, problem: FieldProblem) -> FieldProblem:
    name, _, place = problem.field.partition(".")
    return replace(problem, field=f"{prefix}{name}".upper() + (f" ({place})" if place else ""))
