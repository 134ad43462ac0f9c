"""The shop's own look, given to studio as a whole: it is in every video, whatever is ordered.

The contract has no field for it, so it is an option of studio's and nothing that a client sends.
"""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Brand:
    """What a brand prescribes; what is empty is left to the product and its page."""

    colours: tuple[tuple[int, int, int], ...] = ()
    """sRGB: of grounds and accents, and of the price and the button; none, the first, or both."""
    call_to_action: str = ""
    """On the button."""
    logo: Path | None = None
    """8-bit RGBA PNG, stands at the end of the video in place of the shop's name."""
    sounds: bool = True
    """Whether cuts and the price are heard."""


NO_BRAND = Brand()


class BrandError(Exception):
    """A brand file that can't be used; the text is one line that names file, field and what is allowed."""
