"""A product's picture as the renderer takes it, or what is wrong with it."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

# Of the 256 bits of a shape: renditions of one photo differ in a few.
_SAME_SHAPE_BITS = 12
# Colour variants of a product have the same shapes; their mean colours tell them apart.
_SAME_COLOUR = 20


class PictureCode(StrEnum):
    """Stable codes of `PictureError`; programs may compare them."""

    NOT_A_PICTURE = "not_a_picture"
    """HTML, SVG, or a format that neither cameras nor shops use."""
    TOO_SMALL = "too_small"
    TOO_MANY_PIXELS = "too_many_pixels"
    """A decompression bomb, or as large as one."""
    DAMAGED = "damaged"
    """Truncated or corrupt."""
    DUPLICATE = "duplicate"
    """Looks the same as another one."""


class PictureError(Exception):
    """A picture that cannot be used: `code` for programs, `reason` in one sentence for people."""

    def __init__(self, code: PictureCode, reason: str) -> None:
        """Keep both parts."""
        super().__init__(reason)
        self.code = code
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Picture:
    """An upright 8-bit sRGB or sRGBA PNG, `width` by `height` pixels."""

    path: Path
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Look:
    """What a picture looks like, so that two renditions of one photo are told from two photos."""

    shape: int
    """A difference hash of 256 bits."""
    colours: tuple[int, ...]
    """Mean red, green and blue of the fields of a 4 by 4 grid, 0 to 255 each."""

    def resembles(self, other: "Look") -> bool:
        """Whether nobody would show both."""
        shapes_differ = (self.shape ^ other.shape).bit_count()
        colours_differ = max(abs(one - two) for one, two in zip(self.colours, other.colours, strict=True))
        return shapes_differ <= _SAME_SHAPE_BITS and colours_differ <= _SAME_COLOUR
