"""The first generation of the contract (2024-10, paths /open/…)."""

from blocks.jogg.generation import Generation, Services
from blocks.jogg.open.api import OpenApi
from blocks.jogg.open.models import SETTINGS
from blocks.jogg.settings import ApiGeneration

OPEN = Generation(
    name=ApiGeneration.OPEN,
    base_url="https://api-services.jogg.ai",  # guide of generation 1
    settings=SETTINGS,
    open=lambda transport: Services(OpenApi(transport)),
    has_previews=False,
    has_list=False,
    shares_products=False,
    tells_product=False,
)
