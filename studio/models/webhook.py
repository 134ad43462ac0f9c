"""Webhook endpoints and deliveries on the wire. Source: the vendor's OpenAPI files v1 and v2, webhook paths."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, StringConstraints

from studio.models.envelope import Envelope
from studio.models.fields import given_or
from studio.webhooks.delivery_store import Delivery, DeliveryState
from studio.webhooks.endpoint_store import Endpoint, EndpointStatus

USERNAME = "studio"
"""The one account there is."""

EventName = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)]
Url = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000)]


class EndpointBody(BaseModel):
    """POST and PUT endpoint: all three are required by the specification; clients leave `status` out."""

    url: Url
    status: Annotated[EndpointStatus, given_or(EndpointStatus.ENABLED)] = EndpointStatus.ENABLED
    events: Annotated[list[EventName], Field(min_length=1, max_length=50)]


class EndpointInfo(BaseModel):
    """An endpoint as answered, secret included: it is the account's own."""

    endpoint_id: str
    url: str
    secret: str
    status: EndpointStatus
    events: list[str]
    username: str = USERNAME
    created_at: int
    """Unix time in seconds."""

    @classmethod
    def of(cls, endpoint: Endpoint) -> Self:
        """The answer for an endpoint."""
        return cls(
            endpoint_id=endpoint.id,
            url=endpoint.url,
            secret=endpoint.secret,
            status=endpoint.status,
            events=list(endpoint.events),
            created_at=int(endpoint.created_at),
        )


class EndpointAnswer(Envelope[EndpointInfo]):
    """One endpoint; some clients read its id in `data`, others beside it."""

    endpoint_id: str

    @classmethod
    def of(cls, endpoint: Endpoint) -> Self:
        """The answer for an endpoint."""
        return cls(data=EndpointInfo.of(endpoint), endpoint_id=endpoint.id)


class EndpointList(BaseModel):
    """The data of GET endpoints."""

    endpoints: list[EndpointInfo]


class EventList(BaseModel):
    """The data of GET events."""

    events: list[str]


class Deleted(BaseModel):
    """The data of DELETE endpoint."""

    message: str = "webhook deleted"


class DeliveryQuery(BaseModel):
    """The parameters of GET /deliveries."""

    state: Literal["", "pending", "delivered", "given_up"] = ""
    page: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    page_size: Annotated[int, Field(ge=1, le=1_000)] = 100


class DeliveryInfo(BaseModel):
    """A delivery as its owner sees it."""

    event_id: str
    event: str
    endpoint_id: str
    """Empty for the webhook_url of a request."""
    url: str
    state: DeliveryState
    attempts: int
    error: str
    """What the last attempt met."""
    created_at: int
    updated_at: int

    @classmethod
    def of(cls, delivery: Delivery) -> Self:
        """The answer for a delivery."""
        parcel = delivery.parcel
        return cls(
            event_id=parcel.event_id,
            event=parcel.event,
            endpoint_id=parcel.endpoint_id,
            url=parcel.url,
            state=delivery.state,
            attempts=delivery.attempts,
            error=delivery.error,
            created_at=int(delivery.created_at),
            updated_at=int(delivery.updated_at),
        )


class DeliveryPage(BaseModel):
    """The data of GET /deliveries."""

    pending: int
    """How many there are in each state, on all pages."""
    delivered: int
    given_up: int
    deliveries: list[DeliveryInfo]
