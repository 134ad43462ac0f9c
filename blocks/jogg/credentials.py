"""The Prefect block that holds the API key and opens the client."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from prefect.blocks.abstract import CredentialsBlock
from pydantic import ConfigDict, Field, HttpUrl, SecretStr, field_validator

from blocks.environment import PLAIN_HTTP_HOSTS, plain_http_hosts
from blocks.jogg.generation import Services
from blocks.jogg.generations import generation_of
from blocks.jogg.http.timeouts import USUAL_TIMEOUTS, Timeouts
from blocks.jogg.http.transport import Transport
from blocks.jogg.pacing.local import POSTS_PER_MINUTE, Pacer, PostPacer
from blocks.jogg.service import VideoService
from blocks.jogg.settings import ApiGeneration, only_in_v2
from blocks.jogg.v2.catalogues import V2Catalogues
from bounds.addresses import is_loopback


class JoggCredentials(CredentialsBlock):
    """Credentials for Jogg.ai, or for any service that speaks its contract.

    Example:
        Load stored credentials and read a product page:
        ```python
        from blocks.jogg.credentials import JoggCredentials

        credentials = JoggCredentials.load("BLOCK_NAME")
        async with credentials.get_client() as service:
            product = await service.create_product("https://shop.example/p/1")
        ```
    """

    model_config = ConfigDict(hide_input_in_errors=True)

    _block_type_name = "Jogg Credentials"
    _block_type_slug = "jogg-credentials"
    _logo_url = HttpUrl("https://github.com/JoggAI-Tech.png?size=200")
    _documentation_url = HttpUrl("https://docs.jogg.ai/api-reference/v2/QuickStart/GettingStarted")

    api_key: SecretStr = Field(description="The API key of the Jogg.ai account.")
    base_url: str = Field(
        default="",
        title="Base URL",
        description="Address of the service, without a path of the API. Empty for the live service.",
    )
    generation: ApiGeneration = Field(
        default=ApiGeneration.OPEN,
        title="API Generation",
        description="The contract the service speaks: open (the first, paths /open) or v2 (today's live API).",
    )
    posts_per_minute: int = Field(
        default=POSTS_PER_MINUTE,
        gt=0,
        title="POSTs per minute",
        description="How many POSTs the plan of the account allows in any 60 seconds.",
    )
    webhook_secret: SecretStr | None = Field(
        default=None,
        title="Webhook Secret",
        description="Signs what the service sends to the webhook endpoint; told when the endpoint is made.",
    )

    @field_validator("api_key")
    @classmethod
    def _sendable_key(cls, key: SecretStr) -> SecretStr:
        value = key.get_secret_value().strip()
        if not value or not value.isascii() or not value.isprintable() or " " in value:
            raise ValueError("an API key is one word of printable ASCII")
        return SecretStr(value)

    @field_validator("base_url")
    @classmethod
    def _plain_address(cls, address: str) -> str:
        address = address.strip().rstrip("/")
        parts = urlsplit(address)
        plain = parts.scheme in {"http", "https"} and parts.hostname and not (parts.query or parts.fragment)
        if address and (not plain or parts.username is not None):
            raise ValueError("a base URL is http(s)://host[:port][/path], without user name and query")
        host = parts.hostname or ""
        if parts.scheme == "http" and not is_loopback(host) and host not in plain_http_hosts():
            raise ValueError(
                "the key would be sent in the clear: allowed is https, or http to this machine and to the hosts in"
                f" {PLAIN_HTTP_HOSTS} (comma-separated)"
            )
        return address

    @property
    def service_url(self) -> str:
        """Where calls go: `base_url`, or the live service of the generation."""
        return self.base_url or generation_of(self.generation).base_url

    @asynccontextmanager
    async def get_services(
        self, pacer: Pacer | None = None, timeouts: Timeouts = USUAL_TIMEOUTS
    ) -> AsyncIterator[Services]:
        """Open what makes videos and previews. It serves a whole run: its pacer knows only of its own POSTs.

        `pacer` replaces the local one, for instance by `SharedPacer` where several processes use the same key.
        """
        async with self.get_transport(pacer, timeouts) as transport:
            yield generation_of(self.generation).open(transport)

    @asynccontextmanager
    async def get_client(self, pacer: Pacer | None = None) -> AsyncIterator[VideoService]:
        """Open what makes videos. As `get_services`."""
        async with self.get_services(pacer) as services:
            yield services.videos

    @asynccontextmanager
    async def get_catalogues(self) -> AsyncIterator[V2Catalogues]:
        """Open what there is to choose from in generation 2, and the quota.

        Raises `ConfigurationError` where the block is of another generation, which has none of this.
        """
        if self.generation is not ApiGeneration.V2:
            raise only_in_v2(self.generation, "previews or catalogues")
        async with self.get_transport() as transport:
            yield V2Catalogues(transport)

    def get_transport(self, pacer: Pacer | None = None, timeouts: Timeouts = USUAL_TIMEOUTS) -> Transport:
        """The way to the service, closed: whoever opens it may send calls that no generation has. As `get_services`."""
        return Transport(self.service_url, self.api_key, pacer or PostPacer(self.posts_per_minute), timeouts)
