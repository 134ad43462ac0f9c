"""A row of a catalogue before it is checked, and what can be wrong with it.

Which columns it may have, of which several values make several videos (`Variants`), and which rows are meant
(`Selection`).
"""

import json
import re
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from pydantic import Field, PositiveInt

from blocks.errors import ConfigurationError
from blocks.field_problems import FieldProblem
from blocks.jogg.corrections import Corrections
from blocks.jogg.settings import LanguageName, RenderSettings, ScriptStyleName, ShapeName, StyleName
from flows.runtime.run import Group

CORRECTION_FIELDS = tuple(Corrections.model_fields)
SETTING_FIELDS = tuple(RenderSettings.model_fields)

CHANNEL_COLUMN = "for"
"""The channel that a video is made for; feeds of Google Merchant have a `channel` that means something else."""

PROBLEM_COLUMN = "problem"
"""What was wrong with a row of `retry.jsonl`; a mended row may keep it."""

COLUMNS = (
    "url",
    *CORRECTION_FIELDS,
    *SETTING_FIELDS,
    "variants",
    CHANNEL_COLUMN,
    "id",
    "version",
    "revision",
    PROBLEM_COLUMN,
)

VALUE_SEPARATOR = "|"
"""Between the values of one cell, each of which makes a video."""


class Variants(Group):
    """Values of which each makes a video, in every combination, for rows that say nothing else."""

    aspect_ratio: tuple[ShapeName, ...] = Field(default=(), description="For instance portrait and square.")
    language: tuple[LanguageName, ...] = Field(default=(), description="For instance english and german.")
    script_style: tuple[ScriptStyleName, ...] = Field(default=(), description="For instance Discovery and Storytime.")
    hook: tuple[int, ...] = Field(default=(), description="Openings, for instance 1, 2 and 3. Studio only.")
    template_name: tuple[StyleName, ...] = Field(default=(), description="Visual styles.")


VARIANT_FIELDS = tuple(Variants.model_fields)


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row as read: its number for people (the line of a file, the entry of a feed; from 1) and its filled fields."""

    number: int
    fields: dict[str, Any]
    fault: FieldProblem | None = None
    """Why it can't be read at all; `fields` then hold its text as the address."""


class Selection(Group):
    """What is taken of a catalogue, and what becomes of its bad rows."""

    only: str = Field(
        default="",
        description="Rows whose address holds this text; with a * it stands for any text, over the whole address.",
    )
    limit: PositiveInt | None = Field(default=None, description="At most so many videos, the first of the catalogue.")
    changed: bool = Field(default=False, description="Only what is new, unfinished, or changed since its video.")
    skip_bad: bool = Field(default=False, description="Go on without rows that are wrong; they go to retry.jsonl.")

    def takes(self, row: RawRow) -> bool:
        """The row's address is meant. A row that is not is not looked at further."""
        return not self.only or self._pattern.search(str(row.fields.get("url", ""))) is not None

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        parts = [re.escape(part) for part in self.only.split("*")]
        return re.compile(parts[0] if len(parts) == 1 else rf"\A{'.*'.join(parts)}\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One thing wrong with one row."""

    row: int
    problem: FieldProblem

    def to_columns(self) -> dict[str, Any]:
        """Return it as a row of a table: `row`, `field`, `value`, `allowed`."""
        return {"row": self.row, **asdict(self.problem)}

    def __str__(self) -> str:
        return f"row {self.row}: {self.problem}"


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that makes no video, as it was, and all that is wrong with it."""

    row: RawRow
    problems: tuple[RowProblem, ...]

    def to_row(self) -> dict[str, Any]:
        """The row as it was with its problem: a row of a catalogue once it is mended."""
        return {**self.row.fields, PROBLEM_COLUMN: " / ".join(map(str, self.problems))}


def unreadable(
    source: str, reason: str, allowed: str, kind: type[ConfigurationError] = ConfigurationError
) -> ConfigurationError:
    """The error of a catalogue that can't be read as a whole."""
    value = f"{json.dumps(source, ensure_ascii=False)} can't be read ({reason})"
    problem = FieldProblem("catalog", value, allowed)
    return kind.of(problem, code="catalog_unreadable", message=f"{problem}.")
