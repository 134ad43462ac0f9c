"""Field types that read what real clients send: numbers as text, empty strings and nulls for what is not given."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema

from bounds.printable import printable, printable_lines
from studio.render_request import AspectRatio

RATIOS = (AspectRatio.PORTRAIT, AspectRatio.LANDSCAPE, AspectRatio.SQUARE)
"""The numbers 0, 1 and 2 of generation 1 and v1."""

IMAGE: Literal[1] = 1
"""`type` of a media that is a picture."""

MAX_MEDIA = 50
"""Media of one product. The contract states no number; a video shows eight."""


def given_or(default: Any) -> BeforeValidator:
    """Read an empty string or null as `default`."""

    def read(value: Any) -> Any:
        absent = value is None or (isinstance(value, str) and not value.strip())
        return default if absent else value

    return BeforeValidator(read)


def _ratio(value: Any) -> Any:
    text = str(value).strip().lower()
    return RATIOS[int(text)] if text in {"0", "1", "2"} else text


def number(value: Any) -> Any:
    """Read a number that came as text."""
    return int(value) if isinstance(value, str) and value.strip().isdecimal() and len(value) < 20 else value


MediaType = Annotated[Literal[1, 2], given_or(IMAGE), BeforeValidator(number)]
"""1 is an image, 2 a video; only images are shown."""


def _line(value: Any) -> Any:
    return printable(value) if isinstance(value, str) else value


def _lines(value: Any) -> Any:
    return printable_lines(value) if isinstance(value, str) else value


ShortText = Annotated[
    str, given_or(""), BeforeValidator(_line), StringConstraints(strip_whitespace=True, max_length=500)
]
LongText = Annotated[
    str, given_or(""), BeforeValidator(_lines), StringConstraints(strip_whitespace=True, max_length=20_000)
]
Address = Annotated[
    str, given_or(""), BeforeValidator(_line), StringConstraints(strip_whitespace=True, max_length=4_000)
]
Id = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]
SomeId = Annotated[
    str,
    BeforeValidator(lambda value: "" if value is None else str(value)),
    StringConstraints(strip_whitespace=True, max_length=200),
]
"""An id of a catalogue, as text or number, or none. Stripping also refuses lone surrogates, which no database holds."""

RowId = Annotated[int, Field(ge=0, lt=2**63)]
"""An id that studio counts, within SQLite's integers."""

AvatarId = Annotated[int, Field(ge=0, lt=2**31)]
"""A number of the service's; the contract states no bound."""

Ratio = Annotated[
    AspectRatio,
    given_or(AspectRatio.LANDSCAPE),
    BeforeValidator(_ratio),
    WithJsonSchema(
        {"anyOf": [{"type": "integer", "enum": [0, 1, 2]}, {"type": "string", "enum": [each.value for each in RATIOS]}]}
    ),
]
"""v1 counts the ratios, v2 names them; either spelling is read. Landscape is the default of the v2 file."""
