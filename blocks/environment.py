"""Settings from the environment, checked: what is wrong is told by the name of its variable."""

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
        lines = [_line(prefix, problem) for problem in explain(error)]
    except SettingsError as error:
        lines = [f"{error}; allowed: JSON."]
    raise ConfigurationError("\n".join(lines), code="settings_invalid")


def _line(prefix: str, problem: FieldProblem) -> str:
    name, _, place = problem.field.partition(".")
    where = f"{prefix}{name}".upper() + (f" ({place})" if place else "")
    return f"{where}: {problem.value}; allowed: {problem.allowed}"
