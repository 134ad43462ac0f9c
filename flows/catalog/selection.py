"""Which rows of a catalogue are meant."""

import re
from functools import cached_property

from pydantic import Field, PositiveInt

from flows.items.row import RawRow
from flows.runtime.run import Group


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
