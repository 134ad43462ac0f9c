"""Everything that one key opens in generation 2, over one transport with one pace."""

from blocks.jogg.http.transport import Transport
from blocks.jogg.v2.api import V2Api
from blocks.jogg.v2.catalogues import V2Catalogues
from blocks.jogg.v2.previews import V2Previews


class V2Account:
    """The faces of the service: what makes videos, what makes previews, what there is to choose from."""

    def __init__(self, transport: Transport) -> None:
        """Speak over `transport`, which the caller opens and closes."""
        self.videos = V2Api(transport)
        self.previews = V2Previews(transport)
        self.catalogues = V2Catalogues(transport)
