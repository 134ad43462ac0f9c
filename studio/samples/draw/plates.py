"""All pictures by name."""

from functools import lru_cache

from studio.samples.draw.film import Exposure
from studio.samples.draw.products import bottle, candle, chair, headphones, lamp, planter, teapot, watch

SETS = (bottle, teapot, candle, headphones, lamp, planter, watch, chair)


@lru_cache
def _all() -> dict[str, Exposure]:
    return {exposure.name: exposure for product in SETS for exposure in product.exposures()}


def names() -> tuple[str, ...]:
    """File names of all pictures, in the shop's order."""
    return tuple(_all())


def exposure(name: str) -> Exposure:
    """The picture of that file name."""
    return _all()[name]
