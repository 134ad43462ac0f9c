"""All that is given damaged inputs, by name."""

from collections.abc import Mapping
from types import MappingProxyType

from tests.fuzz.campaign import OpenTarget
from tests.fuzz.catalogs import open_catalogs
from tests.fuzz.pages import open_pages
from tests.fuzz.requests import open_receiver_requests, open_studio_requests
from tests.fuzz.videos import open_videos

TARGETS: Mapping[str, OpenTarget] = MappingProxyType(
    {
        "videos": open_videos,
        "pages": open_pages,
        "catalogs": open_catalogs,
        "studio": open_studio_requests,
        "receiver": open_receiver_requests,
    }
)
