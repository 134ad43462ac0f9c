"""Settings from the environment, checked: what is wrong is told by the name of its variable."""

import os
from dataclasses import replace
from typing import TypeVar

from pydantic import ValidationError
from pydantic_settings import BaseSettings, SettingsError

from blocks.errors import ConfigurationError
from blocks.field_problems import FieldProblem, explain

PLAIN_HTTP_HOSTS = "URL2VIDEO_PLAIN_HTTP_HOSTS"
"""Variable: hosts of a network of one's own to which the API key may be sent without TLS, `studio` of compose.yaml for
instance."""

S = TypeVar("S", bound=BaseSettings)


def from_environment(kind: type[S]) -> S:
    """Read settings from the environment and the `.env` file.

    Raises `ConfigurationError` with a line for each value that can't be one.
    """
    try:
        return kind()
    except ValidationError as error:
        prefix = kind.model_config.get("env_prefix", "")
        problems = [_in_environment(prefix, problem) for problem in explain(error)]
        raise ConfigurationError.of(*problems, code="settings_invalid") from None
    except SettingsError as error:
        raise ConfigurationError(f"{error}; allowed: JSON.", code="settings_invalid") from None


def plain_http_hosts() -> frozenset[str]:
    """The names of the hosts that may be spoken to in plain HTTP with the key, beside this machine."""
    named = os.environ.get(PLAIN_HTTP_HOSTS, "").split(",")
    return frozenset(filter(None, (name.strip().lower() for name in named)))


def _in_environment(prefix: str, problem: FieldProblem) -> FieldProblem:
    name, _, place = problem.field.partition(".")
    return replace(problem, field=f"{prefix}{name}".upper() + (f" ({place})" if place else ""))
