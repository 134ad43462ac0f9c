"""Defaults of the options: from the environment, and from the file `url2video.toml`.

The file lies in the working folder, or else in the user's configuration folder. What holds: the command line, then the
environment (`URL2VIDEO_LANGUAGE=german`), then the file (`--preset NAME` before `[defaults]`), then the default.
"""

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from itertools import chain
from keyword import iskeyword
from pathlib import Path
from typing import Any

import typer

from blocks.errors import ConfigurationError
from flows.cli import looks, options
from flows.cli.declared import Declared, Reading

FILE = "url2video.toml"
PREFIX = "URL2VIDEO_"

Value = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Default:
    """The default of one option, and where it comes from, for people."""

    value: Value
    source: str


@dataclass(frozen=True, slots=True)
class DefaultsFile:
    """What a file says; without one it is empty."""

    path: Path | None = None
    defaults: Mapping[str, Value] = field(default_factory=dict)
    presets: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    has_brand: bool = False
    """It has a table [brand], which studio reads."""


def find_defaults(preset: str = "") -> dict[str, Default]:
    """Return the defaults that replace those of the options, by the option's name. Raises ConfigurationError."""
    read = read_file()
    if preset and preset not in read.presets:
        known = ", ".join(sorted(read.presets)) or f"none, as there is no preset in {read.path or FILE}"
        raise ConfigurationError(f'preset: "{preset}"; allowed: {known}.', code="option_invalid")
    found = {name: Default(value, str(read.path)) for name, value in read.defaults.items()}
    if preset:
        source = f"{read.path}, preset {preset}"
        found |= {name: Default(value, source) for name, value in read.presets[preset].items()}
    variables = {name: f"{PREFIX}{spelled(name).upper()}" for name in presettable()}
    return found | {
        name: Default(os.environ[variable], variable) for name, variable in variables.items() if variable in os.environ
    }


def read_file() -> DefaultsFile:
    """Read the first file there is and check every table of it. Raises ConfigurationError."""
    folders = (Path(), Path(typer.get_app_dir("url2video")))
    path = next((folder / FILE for folder in folders if (folder / FILE).is_file()), None)
    if path is None:
        return DefaultsFile()
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(
            f"{path}: it can't be read ({error}); allowed: TOML.", code="defaults_invalid"
        ) from None
    problems = list(_problems(content))
    if problems:
        raise ConfigurationError("\n".join(f"{path}: {problem}" for problem in problems), code="defaults_invalid")
    presets = {name: _values(table) for name, table in content.get("presets", {}).items()}
    return DefaultsFile(path, _values(content.get("defaults", {})), presets, "brand" in content)


def brand_words() -> tuple[str, ...]:
    """Return the option that has studio read the brand of the file, where there is one. Raises ConfigurationError."""
    read = read_file()
    return ("--brand", str(read.path)) if read.has_brand else ()


@cache
def presettable() -> Mapping[str, bool]:
    """Return the names of the options that may have a default of one's own, and whether they take several values.

    Not what a single run is about (its pages, rows, renders), and nothing that pays again: that must be said each time.
    """
    named = chain(vars(options).values(), vars(looks).values())
    groups = [each for each in named if isinstance(each, type) and is_dataclass(each)]
    found: dict[str, bool] = {}
    for each in chain.from_iterable(map(fields, groups)):
        declared: Declared | None = each.metadata.get("declared")
        if declared and declared.at and not declared.at.startswith("what.") and declared.at != "how.pay_again":
            found[each.name] = found.get(each.name, False) or declared.reading is Reading.VARIANTS
    return found


def _problems(content: Mapping[str, Any]) -> Iterator[str]:
    for name, table in content.items():
        if name == "defaults":
            yield from _table_problems(name, table)
        elif name == "presets" and isinstance(table, dict):
            for preset, values in table.items():
                yield from _table_problems(f"presets.{preset}", values)
        elif name != "brand":
            yield f"{name}: unknown; allowed: the tables [defaults], [presets.NAME] and [brand]."


def _table_problems(place: str, table: Any) -> Iterator[str]:
    if not isinstance(table, dict):
        yield f"{place}: allowed: a table, [{place}]."
        return
    for name, value in table.items():
        key = _option_name(name)
        if key not in presettable():
            allowed = ", ".join(sorted(map(spelled, presettable())))
            yield f"{place}.{name}: no option that can have a default; allowed: {allowed}."
        elif isinstance(value, list) and not (presettable()[key] and all(isinstance(each, str) for each in value)):
            yield f"{place}.{name}: allowed: one value."
        elif not isinstance(value, Value | list):
            yield f"{place}.{name}: allowed: text, a number, true or false."


def _values(table: Mapping[str, Any]) -> dict[str, Value]:
    return {_option_name(name): ",".join(value) if isinstance(value, list) else value for name, value in table.items()}


def _option_name(name: str) -> str:
    """The field of a key, which may be written as the option is: `poll-seconds`, `for`."""
    key = name.replace("-", "_")
    return f"{key}_" if iskeyword(key) else key


def spelled(name: str) -> str:
    """The key of a field: one that would be a keyword of Python has an underscore at its end (PEP 8)."""
    return name.rstrip("_")
