"""What a video may be asked for beyond the vendor's contract: fields of studio's own, alike in every generation."""

from dataclasses import dataclass

MAX_HOOKS = 3
"""Openings of one product: as many as an A/B test compares, and pages hardly give more that differ."""

MAX_BIT_RATE = 20_000
"""Kilobits a second. No channel asks for a quarter of it; more would only fill the disk."""


@dataclass(frozen=True, slots=True)
class Additions:
    """Wishes that only studio meets."""

    hook: int = 1
    """Which of the product's openings: what is said first, shown first and written large. From 1 to `MAX_HOOKS`."""
    evergreen: bool = False
    """Nothing that changes or that a marketplace states itself: no price, rating, availability or address."""
    min_bit_rate: int = 0
    """Kilobits a second that the pictures take at least; 0 for as many as their content needs."""


NO_ADDITIONS = Additions()
