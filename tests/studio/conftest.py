"""The servers, clients and products that tests of every room of studio use."""

from tests.studio.clients import projects
from tests.studio.products import products
from tests.studio.raw_server import raw_server, start_raw_server
from tests.studio.shop import shop

__all__ = ["products", "projects", "raw_server", "shop", "start_raw_server"]
