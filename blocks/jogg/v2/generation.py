"""The second generation of the contract: today's live API (paths /v2/…)."""

from blocks.jogg.generation import Generation, Services
from blocks.jogg.settings import ApiGeneration
from blocks.jogg.v2.api import V2Api
from blocks.jogg.v2.previews import V2Previews
from blocks.jogg.v2.requests import SETTINGS

V2 = Generation(
    name=ApiGeneration.V2,
    base_url="https://api.jogg.ai",  # OpenAPI file v2
    settings=SETTINGS,
    open=lambda transport: Services(V2Api(transport), V2Previews(transport)),
    has_previews=True,
    has_list=True,
    shares_products=True,
    tells_product=True,
)
