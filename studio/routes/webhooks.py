"""Webhook endpoints of v1 and v2, and what became of their deliveries."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from studio.models.envelope import Code, Envelope, RecordNotFoundError, RefusalError
from studio.models.webhook import (
    Deleted,
    DeliveryInfo,
    DeliveryPage,
    DeliveryQuery,
    EndpointAnswer,
    EndpointBody,
    EndpointInfo,
    EndpointList,
    EventList,
)
from studio.routes.guard import admit
from studio.services import Services, StudioServices
from studio.webhooks.delivery_store import DeliveryState
from studio.webhooks.endpoint_store import MAX_ENDPOINTS, Endpoint
from studio.webhooks.events import Generation, event_names

KNOWN_EVENTS = frozenset(event_names(Generation.V1)) | frozenset(event_names(Generation.V2))


def router_of(generation: Generation) -> APIRouter:
    """The webhook paths of a generation. All endpoints are the account's: either generation lists and changes all."""
    router = APIRouter(dependencies=[Depends(admit)])

    @router.post("/endpoint")
    async def add_endpoint(body: EndpointBody, services: StudioServices) -> EndpointAnswer:
        """Register an address with a secret of its own."""
        url, events = _checked(body, services)
        store = services.webhooks.endpoints
        if len(store.all()) >= MAX_ENDPOINTS:
            raise RefusalError(Code.PARAMETER_ERROR, f"An account has at most {MAX_ENDPOINTS} endpoints.")
        return EndpointAnswer.of(store.add(generation, url, body.status, events))

    @router.put("/endpoint/{endpoint_id}")
    async def update_endpoint(endpoint_id: str, body: EndpointBody, services: StudioServices) -> EndpointAnswer:
        """Change address, status and events. The secret stays."""
        url, events = _checked(body, services)
        endpoint = replace(_known(endpoint_id, services), url=url, status=body.status, events=events)
        services.webhooks.endpoints.update(endpoint)
        return EndpointAnswer.of(endpoint)

    @router.delete("/endpoint/{endpoint_id}")
    async def delete_endpoint(endpoint_id: str, services: StudioServices) -> Envelope[Deleted]:
        """Forget an endpoint. What was still to be delivered to it is given up."""
        endpoint = _known(endpoint_id, services)
        with services.database.transaction():
            services.webhooks.endpoints.delete(endpoint.id)
            services.webhooks.deliveries.give_up(endpoint.id, "The endpoint was deleted.")
        return Envelope(data=Deleted())

    @router.get("/endpoints")
    async def list_endpoints(services: StudioServices) -> Envelope[EndpointList]:
        """Every endpoint, oldest first."""
        return Envelope(
            data=EndpointList(endpoints=[EndpointInfo.of(each) for each in services.webhooks.endpoints.all()])
        )

    @router.get("/events")
    async def list_events() -> Envelope[EventList]:
        """Every event that can be asked for."""
        return Envelope(data=EventList(events=list(event_names(generation))))

    return router


def _checked(body: EndpointBody, services: Services) -> tuple[str, tuple[str, ...]]:
    unknown = sorted(set(body.events) - KNOWN_EVENTS)
    if unknown:
        raise RefusalError(Code.PARAMETER_ERROR, f"Parameter error: events: there is no event {unknown[0]!r}")
    return services.webhooks.targets.check(body.url, "url"), tuple(dict.fromkeys(body.events))


def _known(endpoint_id: str, services: Services) -> Endpoint:
    endpoint = services.webhooks.endpoints.by_id(endpoint_id)
    if endpoint is None:
        raise RecordNotFoundError(f"endpoint {endpoint_id[:100]}")
    return endpoint


deliveries = APIRouter(dependencies=[Depends(admit)])


@deliveries.get("/deliveries")
async def list_deliveries(query: Annotated[DeliveryQuery, Query()], services: StudioServices) -> Envelope[DeliveryPage]:
    """What became of each webhook, newest first: an addition of studio's, so that nothing is lost in silence."""
    store = services.webhooks.deliveries
    state = DeliveryState(query.state) if query.state else None
    counts = {each.value: count for each, count in store.counts().items()}
    found = [DeliveryInfo.of(each) for each in store.page(state, query.page, query.page_size)]
    return Envelope(data=DeliveryPage(**counts, deliveries=found))
