"""The contract generations that there are."""

from blocks.jogg.generation import Generation
from blocks.jogg.open.generation import OPEN
from blocks.jogg.settings import ApiGeneration
from blocks.jogg.v2.generation import V2

_GENERATIONS = {each.name: each for each in (OPEN, V2)}


def generation_of(name: ApiGeneration) -> Generation:
    """Return what the generation can do."""
    return _GENERATIONS[name]
