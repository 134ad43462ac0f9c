"""The second generation of the contract: today's live API (paths /v2/…)."""

from blocks.jogg.generation import Generation, Services
from blocks.jogg.http.transport import Transport
from blocks.jogg.settings import ApiGeneration
from blocks.jogg.v2.api import V2Api
from blocks.jogg.v2.previews import V2Previews
from blocks.jogg.v2.settings import SETTINGS


def _services(transport: Transport) -> Services:
    videos = V2Api(transport)
    return Services(videos, V2Previews(transport, videos))


V2 = Generation(
    name=ApiGeneration.V2,
    base_url="https://api.jogg.ai",  # OpenAPI file v2
    settings=SETTINGS,
    open=_services,
    has_previews=True,
    has_list=True,
    shares_products=True,
    tells_product=True,
)
