"""The contract generations that there are: the first (2024-10, paths /open/…), and today's live API (paths /v2/…)."""

from blocks.jogg.generation import Generation, Services
from blocks.jogg.open.api import OpenApi
from blocks.jogg.open.models import SETTINGS as OPEN_SETTINGS
from blocks.jogg.settings import ApiGeneration
from blocks.jogg.v2.api import V2Api, V2Previews
from blocks.jogg.v2.requests import SETTINGS as V2_SETTINGS

_OPEN = Generation(
    name=ApiGeneration.OPEN,
    base_url="https://api-services.jogg.ai",  # guide of generation 1
    settings=OPEN_SETTINGS,
    open=lambda transport: Services(OpenApi(transport)),
    has_previews=False,
    has_list=False,
    shares_products=False,
    tells_product=False,
)
_V2 = Generation(
    name=ApiGeneration.V2,
    base_url="https://api.jogg.ai",  # OpenAPI file v2
    settings=V2_SETTINGS,
    open=lambda transport: Services(V2Api(transport), V2Previews(transport)),
    has_previews=True,
    has_list=True,
    shares_products=True,
    tells_product=True,
)
_GENERATIONS = {each.name: each for each in (_OPEN, _V2)}


def generation_of(name: ApiGeneration) -> Generation:
    """Return what the generation can do."""
    return _GENERATIONS[name]
