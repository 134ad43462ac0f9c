"""Several videos of one product: what a row or the command line asks for by lists of values."""

import json
from collections.abc import Mapping
from itertools import chain, product
from math import prod
from typing import Any

from flows.items.row import VALUE_SEPARATOR, VARIANT_FIELDS, Variants

MAX_VARIANTS = 100
"""Videos of one row: more is a slip, and each costs a credit."""

MAX_COMBINATIONS = 10_000
"""Looked at to find those that differ, for a variant may set anew what a column lists. A line of 24 kB can ask for six
million."""


def asked_settings(fields: Mapping[str, Any], defaults: Variants) -> list[dict[str, Any]]:
    """The settings of each video that a row asks for; `fields` are those it has.

    Lists in the columns of `VARIANT_FIELDS` (in a table separated by "|") are combined with each other. The column
    `variants` names its combinations itself: a list of objects, or `aspect_ratio=square,language=german|…` in a table.
    Raises ValueError: the column `variants` is none, or they are too many.
    """
    plain = {name: value for name, value in fields.items() if name not in VARIANT_FIELDS}
    lists = {name: _values(fields[name]) if name in fields else getattr(defaults, name) for name in VARIANT_FIELDS}
    named = _named_variants(plain.pop("variants", None))
    axes = [_distinct([{name: value} for value in values]) for name, values in lists.items() if values]
    axes.append(_distinct(named))
    if (count := prod(map(len, axes))) > MAX_COMBINATIONS:
        raise ValueError(f"at most {MAX_VARIANTS} videos of one product, not {count}")
    unique = _distinct([plain | dict(chain.from_iterable(map(dict.items, chosen))) for chosen in product(*axes)])
    if len(unique) > MAX_VARIANTS:
        raise ValueError(f"at most {MAX_VARIANTS} videos of one product, not {len(unique)}")
    return unique


def _distinct(asked: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those that differ, in their order."""
    return list({json.dumps(each, sort_keys=True, default=str): each for each in reversed(asked)}.values())[::-1]


def split_values(text: str, separator: str) -> tuple[str, ...]:
    """The values in "portrait,square" or "portrait|square": a bar parts them whatever the separator."""
    parts = text.replace(separator, VALUE_SEPARATOR).split(VALUE_SEPARATOR)
    return tuple(part.strip() for part in parts if part.strip())


def _values(value: Any) -> tuple[Any, ...]:
    if isinstance(value, str):
        return split_values(value, VALUE_SEPARATOR) or (value,)
    return tuple(value) if isinstance(value, list) and value else (value,)


def _named_variants(value: Any) -> list[dict[str, Any]]:
    if value is None:
        return [{}]
    if isinstance(value, str):
        return [_pairs(part) for part in split_values(value, VALUE_SEPARATOR)] or [{}]
    if isinstance(value, list) and all(isinstance(each, dict) for each in value):
        return value or [{}]
    raise ValueError("a list of objects with render settings")


def _pairs(text: str) -> dict[str, Any]:
    pairs = [part.partition("=") for part in text.split(",")]
    if not all(equals for _, equals, _ in pairs):
        raise ValueError("aspect_ratio=square,language=german and the like, separated by |")
    return {name.strip(): value.strip() for name, _, value in pairs}
