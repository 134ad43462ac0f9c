"""The account's webhook endpoints (generation 2): whom the service tells that a video is done."""

from enum import StrEnum
from typing import Annotated, Any
from urllib.parse import quote

from pydantic import AliasChoices, BeforeValidator, Field, SecretStr

from blocks.errors import Stage
from blocks.jogg.http.transport import Call, Transport
from blocks.jogg.http.wire import Answer, Nothing, Request, Text, null_is_empty

VIDEO_EVENTS: tuple[str, ...] = ("generated_product_video_success", "generated_product_video_failed")
"""Of the 22 events of the guide "Webhook Integration", the two that are about videos of a product page."""


class EndpointStatus(StrEnum):
    """Whether the service delivers to an endpoint."""

    ENABLED = "enabled"
    DISABLED = "disabled"


def _event_name(value: Any) -> Any:
    return value.get("name", value.get("event")) if isinstance(value, dict) else value


EventNames = Annotated[tuple[Annotated[Text, BeforeValidator(_event_name)], ...], BeforeValidator(null_is_empty)]


class EndpointRequest(Request):
    """Body of POST /v2/endpoint and PUT /v2/endpoint/{id}: all three are demanded."""

    url: str
    status: EndpointStatus
    events: tuple[str, ...]


class WebhookEndpoint(Answer):
    """An endpoint as the service knows it."""

    endpoint_id: Text = Field(validation_alias=AliasChoices("endpoint_id", "id"), min_length=1)
    url: Text = ""
    secret: SecretStr = SecretStr("")
    """Signs each delivery: hex HMAC-SHA256 of the raw body in X-Webhook-Signature. It never changes."""
    status: Text = ""
    events: EventNames = ()


class _Endpoints(Answer):
    endpoints: Annotated[tuple[WebhookEndpoint, ...], BeforeValidator(null_is_empty)]


class _Events(Answer):
    events: EventNames


class V2Webhooks:
    """Lists, adds, changes and deletes endpoints. Every method is one attempt, and raises JoggError.

    The service takes at most 20 endpoints, and only https addresses.
    """

    def __init__(self, transport: Transport) -> None:
        """Speak over `transport`, which the caller opens and closes."""
        self._transport = transport

    async def endpoints(self) -> tuple[WebhookEndpoint, ...]:
        """GET /v2/endpoints."""
        call = Call("GET", "/v2/endpoints", Stage.ACCOUNT)
        return (await self._transport.send(call, _Endpoints)).data.endpoints

    async def events(self) -> tuple[str, ...]:
        """GET /v2/events: what an endpoint may be told."""
        call = Call("GET", "/v2/events", Stage.ACCOUNT)
        return (await self._transport.send(call, _Events)).data.events

    async def add(self, url: str, events: tuple[str, ...] = VIDEO_EVENTS) -> WebhookEndpoint:
        """POST /v2/endpoint, enabled; its answer holds the secret.

        Where the answer is lost, `endpoints` tells whether it is there.
        """
        body = EndpointRequest(url=url, status=EndpointStatus.ENABLED, events=events)
        return (
            await self._transport.send(Call("POST", "/v2/endpoint", Stage.ACCOUNT, body=body), WebhookEndpoint)
        ).data

    async def update(
        self, endpoint_id: str, url: str, events: tuple[str, ...], status: EndpointStatus = EndpointStatus.ENABLED
    ) -> None:
        """PUT /v2/endpoint/{id}: replaces all three; the secret stays."""
        body = EndpointRequest(url=url, status=status, events=events)
        call = Call("PUT", _path(endpoint_id), Stage.ACCOUNT, body=body)
        await self._transport.send(call, Nothing)

    async def delete(self, endpoint_id: str) -> None:
        """DELETE /v2/endpoint/{id}. One that is gone already raises NotFoundError."""
        await self._transport.send(Call("DELETE", _path(endpoint_id), Stage.ACCOUNT), Nothing)


def _path(endpoint_id: str) -> str:
    return f"/v2/endpoint/{quote(endpoint_id, safe='')}"
