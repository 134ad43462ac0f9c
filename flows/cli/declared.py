"""How an option is declared on the field of a group: its words, the field of a run that it gives, how it is read."""

from dataclasses import MISSING, dataclass, field
from enum import StrEnum
from typing import Any


class Reading(StrEnum):
    """How the value of an option is read."""

    AS_GIVEN = "as given"
    OR_NONE = "or none"
    """What is empty or 0 is not given."""
    LISTED = "listed"
    """Values with commas."""
    VARIANTS = "variants"
    """A setting of the video that may have several values, with commas: each makes a video. What is empty is not
    given."""
    COUNTED = "counted"
    """How many variants: their numbers, from 1, where there are several."""


AS_GIVEN, OR_NONE, LISTED, VARIANTS, COUNTED = Reading


@dataclass(frozen=True, slots=True)
class Declared:
    """What a field of a group is on the command line."""

    words: str
    at: str = ""
    """The field of a run that it gives, with its group: `where.service.generation`. Empty for none."""
    reading: Reading = AS_GIVEN
    least: float | None = None
    """The smallest number that is taken."""
    most: float | None = None
    """The largest."""
    is_argument: bool = False
    flag: str = ""
    """The option's name where it is not that of the field."""


def option(
    default: Any,
    words: str,
    at: str,
    reading: Reading = AS_GIVEN,
    *,
    least: float | None = None,
    most: float | None = None,
    flag: str = "",
) -> Any:
    """Declare a field as an option; as a plain flag where the default is False."""
    return field(default=default, metadata={"declared": Declared(words, at, reading, least, most, flag=flag)})


def argument(default: Any, words: str, at: str, reading: Reading) -> Any:
    """Declare a field as an argument, which is required where the default is `...`."""
    given = MISSING if default is ... else default
    return field(default=given, metadata={"declared": Declared(words, at, reading, is_argument=True)})
